import type { Cursor, Volatile } from './wire.ts'

/** A cursor that does not move begins to fade after this, and is gone when it has faded, ms. */
export const stillAfter = 10_000
export const fadeFor = 1000

export type Shown = Cursor & { readonly still: boolean }

/**
 * The cursors of the others. Each goes when its owner leaves the board or goes still: one that stays behind tells
 * where somebody is who is long since elsewhere.
 */
export class Cursors {
  readonly #me: string
  readonly #changed: (shown: ReadonlyMap<string, Shown>) => void
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()
  #shown: ReadonlyMap<string, Shown> = new Map()

  constructor(me: string, changed: (shown: ReadonlyMap<string, Shown>) => void) {
    this.#me = me
    this.#changed = changed
  }

  hear(told: readonly Volatile[]): void {
    const next = new Map(this.#shown)
    for (const [member, kind, value] of told) {
      if (kind !== 'cursor' || member === this.#me) continue
      clearTimeout(this.#timers.get(member))
      this.#timers.delete(member)
      if (!isCursor(value)) next.delete(member)
      else {
        next.set(member, { ...value, still: false })
        this.#timers.set(
          member,
          setTimeout(() => this.#fade(member), stillAfter),
        )
      }
    }
    this.#show(next)
  }

  #fade(member: string): void {
    const cursor = this.#shown.get(member)
    if (!cursor) return
    this.#show(new Map(this.#shown).set(member, { ...cursor, still: true }))
    this.#timers.set(
      member,
      setTimeout(() => this.hear([[member, 'cursor', null]]), fadeFor),
    )
  }

  #show(next: ReadonlyMap<string, Shown>): void {
    this.#shown = next
    this.#changed(next)
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
  }
}

const isCursor = (value: unknown): value is Cursor =>
  typeof value === 'object' &&
  value !== null &&
  Number.isFinite((value as Cursor).x) &&
  Number.isFinite((value as Cursor).y)
