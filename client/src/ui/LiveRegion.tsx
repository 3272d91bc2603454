import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { createAnnouncer } from './announcer.ts'

/** Reads messages aloud. `assertive` is for one thing only: the stick is offered to you. */
export type Announce = {
  /** At most one message every 3 s; the newest of each kind wins. */
  polite: (kind: string, text: string) => void
  assertive: (text: string) => void
  /** Empties the region that spoke of something over, so that it is not read as still true; `all` also drops what waits. */
  hush: (which: 'assertive' | 'all') => void
}

const Announcing = createContext<Announce>({ polite: () => {}, assertive: () => {}, hush: () => {} })

export function useAnnounce(): Announce {
  return useContext(Announcing)
}

/** The two live regions of the page; once, near its root. */
export function LiveRegion({ children }: { children: ReactNode }) {
  const [polite, setPolite] = useState({ text: '', turn: 0 })
  const [assertive, setAssertive] = useState({ text: '', turn: 0 })
  const announcer = useMemo(
    () =>
      createAnnouncer((text) => setPolite(({ turn }) => ({ text, turn: turn + 1 })), {
        now: () => performance.now(),
        after: (ms, run) => {
          const timer = setTimeout(run, ms)
          return () => clearTimeout(timer)
        },
      }),
    [],
  )
  useEffect(() => () => announcer.stop(), [announcer])
  const announce = useMemo(
    () => ({
      polite: announcer.polite,
      assertive: (text: string) => setAssertive(({ turn }) => ({ text, turn: turn + 1 })),
      hush: (which: 'assertive' | 'all') => {
        setAssertive(({ turn }) => ({ text: '', turn }))
        if (which === 'assertive') return
        announcer.forget()
        setPolite(({ turn }) => ({ text: '', turn }))
      },
    }),
    [announcer],
  )
  // A new key makes a message that repeats itself be read again.
  return (
    <Announcing.Provider value={announce}>
      {children}
      <div className="visually-hidden" aria-live="polite" data-live="polite">
        <p key={polite.turn}>{polite.text}</p>
      </div>
      <div className="visually-hidden" aria-live="assertive" data-live="assertive">
        <p key={assertive.turn}>{assertive.text}</p>
      </div>
    </Announcing.Provider>
  )
}
