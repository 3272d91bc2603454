/** How long two polite messages stay apart, ms. */
export const politeGap = 3000

/** Timers of the browser, or a test's. */
export type Timers = {
  now: () => number
  after: (ms: number, run: () => void) => () => void
}

/**
 * Decides when a polite message is read aloud: at most one every three seconds,
 * and of two waiting messages of the same kind only the newest, so that a
 * busy room does not bury the listener.
 */
export function createAnnouncer(say: (text: string) => void, timers: Timers) {
  const waiting = new Map<string, string>()
  let lastAt = Number.NEGATIVE_INFINITY
  let cancel: (() => void) | null = null

  function flush(): void {
    cancel = null
    const next = waiting.entries().next()
    if (next.done) return
    const [kind, text] = next.value
    waiting.delete(kind)
    lastAt = timers.now()
    say(text)
    schedule()
  }

  function schedule(): void {
    if (cancel || waiting.size === 0) return
    const wait = Math.max(0, lastAt + politeGap - timers.now())
    cancel = timers.after(wait, flush)
  }

  return {
    polite(kind: string, text: string): void {
      waiting.delete(kind)
      waiting.set(kind, text)
      schedule()
    },
    /** Forgets what was waiting to be said. */
    forget(): void {
      waiting.clear()
      cancel?.()
      cancel = null
    },
    stop(): void {
      cancel?.()
      cancel = null
    },
  }
}
