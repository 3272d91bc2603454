import { after, type Elements, pointsOf } from './merge.ts'
import type { BoardAnswer, BoardElement, BoardEvent, BoardLink, BoardOp, BoardView } from './wire.ts'

type Pending = { readonly n: number; readonly ops: readonly BoardOp[]; seq?: number }

/** What the person may be told of her work. `refused` is the last refusal, until the next success. */
export type SyncState = {
  readonly ready: boolean
  readonly may: 'write' | 'read'
  readonly why: string | undefined
  readonly unsaved: number
  /** The operation that waits for its answer the longest, by number. */
  readonly oldest: number | undefined
  readonly refused: Extract<BoardAnswer, { done: false }> | undefined
}

const mostOps = 200
const mostBytes = 200_000
/** Batches on their way beyond which the screen itself is the buffer: what changes meanwhile goes as one. */
const window = 8

/**
 * This tab's replica: what the server confirmed, and over it this tab's own operations that it did not confirm yet.
 * No clock, no network of its own: the link carries, `changed` hears which elements look different.
 */
export class BoardSync {
  readonly #link: BoardLink
  readonly #confirmed: Elements = new Map()
  readonly #changed = new Set<(ids: ReadonlySet<string>) => void>()
  readonly #before = new Set<() => void>()
  readonly #again = new Set<(id: string) => void>()
  readonly #states = new Set<() => void>()
  readonly #stops: (() => void)[]
  #pending: Pending[] = []
  #position = 0
  #state: SyncState = {
    ready: false,
    may: 'read',
    why: undefined,
    unsaved: 0,
    oldest: undefined,
    refused: undefined,
  }

  constructor(link: BoardLink) {
    this.#link = link
    this.#stops = [
      link.onView((view, seq) => this.#viewed(view, seq)),
      link.onFrames((events) => this.#moved(events)),
    ]
  }

  stop(): void {
    for (const stop of this.#stops) stop()
  }

  get state(): SyncState {
    return this.#state
  }

  onState(listener: () => void): () => void {
    this.#states.add(listener)
    return () => this.#states.delete(listener)
  }

  /** Called with the elements that may look different, after they do. */
  onChange(listener: (ids: ReadonlySet<string>) => void): () => void {
    this.#changed.add(listener)
    return () => this.#changed.delete(listener)
  }

  /** Called before something from afar is taken in: the last moment to submit what was done here on what is shown. */
  onBefore(listener: () => void): () => void {
    this.#before.add(listener)
    return () => this.#before.delete(listener)
  }

  /** Called when points of a stroke did not arrive: whoever has it on screen says the rest again. */
  onAgain(listener: (id: string) => void): () => void {
    this.#again.add(listener)
    return () => this.#again.delete(listener)
  }

  /** An element as this person should see it. */
  element(id: string): BoardElement | undefined {
    let element = this.#confirmed.get(id)
    for (const { ops } of this.#pending) {
      for (const op of ops) if (op.id === id) element = after(element, op, this.#link.me)
    }
    return element
  }

  /** Everything this person should see, deleted elements included, in no order. */
  elements(): Elements {
    const all = new Map(this.#confirmed)
    for (const { ops } of this.#pending) {
      for (const op of ops) {
        const next = after(all.get(op.id), op, this.#link.me)
        if (next) all.set(op.id, next)
      }
    }
    return all
  }

  /** Elements that exist for this tab only so far. */
  isMineAlone(id: string): boolean {
    return !this.#confirmed.has(id)
  }

  /** True when more would only queue. */
  get crowded(): boolean {
    return this.#pending.length >= window
  }

  /** What would be lost if this page closed now. */
  unsent(): readonly BoardOp[] {
    return this.#pending.filter((p) => p.seq === undefined).flatMap((p) => p.ops)
  }

  /** Sends operations, and shows them at once. */
  submit(ops: readonly BoardOp[]): void {
    if (ops.length === 0) return
    for (const batch of batches(ops)) {
      const { n, answer } = this.#link.send(batch)
      const pending: Pending = { n, ops: batch }
      this.#pending.push(pending)
      void answer.then((answered) => this.#answered(pending, answered))
    }
    this.#tell(new Set(ops.map((op) => op.id)))
  }

  /** Takes up operations that an earlier page left unsent, as far as they still mean something. */
  adopt(ops: readonly BoardOp[]): void {
    const now = this.elements()
    const still: BoardOp[] = []
    for (const op of ops) {
      const kept = stillNew(now.get(op.id), op)
      const next = kept && after(now.get(op.id), kept, this.#link.me)
      if (!kept || !next) continue
      now.set(op.id, next)
      still.push(kept)
    }
    this.submit(still)
  }

  #viewed(view: BoardView, seq: number): void {
    for (const listener of this.#before) listener()
    const ids = new Set([...this.#confirmed.keys(), ...Object.keys(view.els)])
    // A deleted element is not in a view; here it stays, deleted, so that undoing may take it back.
    for (const [id, element] of this.#confirmed) {
      if (!(id in view.els)) this.#confirmed.set(id, { ...element, isDeleted: true })
    }
    for (const [id, element] of Object.entries(view.els)) this.#confirmed.set(id, element)
    this.#position = seq
    this.#settle(ids)
    this.#update({ ready: true, may: view.may, why: view.why })
    this.#tell(ids)
  }

  #moved(events: readonly BoardEvent[]): void {
    for (const listener of this.#before) listener()
    const ids = new Set<string>()
    for (const event of events) {
      if (event.s <= this.#position) continue
      this.#position = event.s
      if (event.e !== 'board.op') {
        this.#link.refresh()
        continue
      }
      const { ops, fix = [] } = event.d
      const whole = new Set(fix.filter((op) => 'set' in op && 'points' in op.set).map((op) => op.id))
      for (const op of [...ops, ...fix]) {
        ids.add(op.id)
        this.#confirm(op, event.by, whole)
      }
      if (event.k === this.#link.client) this.#pending = this.#pending.filter((p) => p.n !== event.n)
    }
    this.#settle(ids)
    this.#tell(ids)
  }

  #confirm(op: BoardOp, by: string | undefined, whole: ReadonlySet<string>): void {
    const old = this.#confirmed.get(op.id)
    if ('app' in op && old && pointsOf(old).length !== op.app.n) {
      // A copy of what is deleted may be old (views leave it out): it comes back whole, if it does, at the end of the
      // same event. Any other wrong copy must not happen: start from the truth again.
      if (old['isDeleted'] !== true && !whole.has(op.id)) this.#link.refresh()
      return
    }
    const next = after(old, op, by)
    if (next) this.#confirmed.set(op.id, next)
  }

  /** Forgets operations that the confirmed state holds by now. */
  #settle(ids: Set<string>): void {
    this.#pending = this.#pending.filter((p) => {
      if (p.seq === undefined || p.seq > this.#position) return true
      for (const op of p.ops) ids.add(op.id)
      return false
    })
  }

  #answered(pending: Pending, answer: BoardAnswer): void {
    const ids = new Set(pending.ops.map((op) => op.id))
    if (answer.done) {
      pending.seq = answer.seq
      this.#settle(ids)
      if (this.#state.refused) this.#update({ refused: undefined })
      this.#tell(ids)
      return
    }
    for (const listener of this.#before) listener()
    if (!this.#pending.includes(pending)) return
    this.#pending = this.#pending.filter((p) => p !== pending)
    this.#update({ refused: answer })
    const bad = answer.data?.['id']
    let others = typeof bad === 'string' ? pending.ops.filter((op) => op.id !== bad) : []
    if (answer.code === 'board_point_gap' && typeof bad === 'string') {
      if (this.#healed(bad, answer)) {
        others = pending.ops.filter((op) => op.id !== bad || ('set' in op && !('points' in op.set)))
      } else {
        for (const listener of this.#again) listener(bad)
        ids.delete(bad)
      }
    }
    this.#tell(ids)
    if (answer.data?.['refresh'] === true) this.#link.refresh()
    this.submit(others)
  }

  /**
   * Takes the server's copy of a deleted element over ours, which may be old: points counted from an old one would be
   * refused for ever. The answer may be ahead of the frames, which is harmless as long as it is deleted on both sides:
   * it comes back whole, if it does.
   */
  #healed(id: string, refusal: Extract<BoardAnswer, { done: false }>): boolean {
    const real = (refusal.data?.['els'] as Readonly<Record<string, BoardElement | null>> | undefined)?.[id]
    if (real?.['isDeleted'] !== true || this.#confirmed.get(id)?.['isDeleted'] !== true) return false
    this.#confirmed.set(id, real)
    return true
  }

  #tell(ids: ReadonlySet<string>): void {
    const waiting = this.#pending.filter((p) => p.seq === undefined)
    const [unsaved, oldest] = [waiting.length, waiting[0]?.n]
    if (unsaved !== this.#state.unsaved || oldest !== this.#state.oldest) this.#update({ unsaved, oldest })
    if (ids.size > 0) for (const listener of this.#changed) listener(ids)
  }

  #update(part: Partial<SyncState>): void {
    this.#state = { ...this.#state, ...part }
    for (const listener of this.#states) listener()
  }
}

function batches(ops: readonly BoardOp[]): readonly (readonly BoardOp[])[] {
  const out: BoardOp[][] = [[]]
  let bytes = 0
  for (const op of ops) {
    const size = JSON.stringify(op).length
    const last = out.at(-1)
    if (last && last.length > 0 && (last.length >= mostOps || bytes + size > mostBytes)) {
      out.push([op])
      bytes = size
    } else {
      last?.push(op)
      bytes += size
    }
  }
  return out
}

/** What is left to say of an operation that may have been heard already. */
function stillNew(element: BoardElement | undefined, op: BoardOp): BoardOp | undefined {
  if ('put' in op) return element ? undefined : op
  if (!element) return undefined
  if ('set' in op) return op
  const known = pointsOf(element).length - op.app.n
  if (known < 0 || 2 * known >= op.app.d.length) return undefined
  return {
    id: op.id,
    app: {
      n: op.app.n + known,
      d: op.app.d.slice(2 * known),
      ...(op.app.p ? { p: op.app.p.slice(known) } : {}),
    },
  }
}
