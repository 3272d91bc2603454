import { after, type Elements, pointsOf } from './merge.ts'
import { batches, notSaidSince, stillNew } from './outgoing.ts'
import type { BoardAnswer, BoardElement, BoardEvent, BoardLink, BoardOp, BoardView } from './wire.ts'

/**
 * Operations that this tab's view has and the server's may not: on their way under the number `n`, answered at `seq`
 * of the log, or held here until they may be sent. They were made on what was seen `at` a position.
 */
type Pending = {
  readonly order: number
  readonly at: number
  ops: readonly BoardOp[]
  n: number
  seq?: number
  held: boolean
}

export type Refusal = Extract<BoardAnswer, { done: false }>

/** What the person may be told of her work. `refused` is the last refusal, until the next success. */
export type SyncState = {
  readonly ready: boolean
  readonly may: 'write' | 'read'
  readonly why: string | undefined
  readonly unsaved: number
  /** The operation that waits for its answer the longest, by its place among ours. */
  readonly oldest: number | undefined
  readonly refused: Refusal | undefined
  /** Why the server keeps nothing for now: what is done meanwhile stays here, and is sent again. */
  readonly held: Refusal | undefined
}

/** Refusals that judge the moment and not the work: a full disk, a room that moves or that one was taken out of. */
const notTheWork: ReadonlySet<string> = new Set([
  'store_full',
  'store_failed',
  'host_moved',
  'busy',
  'not_followed',
  'no_such_room',
  'not_admitted',
  'taken_over',
  'removed',
  'left',
])

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
  readonly #again = new Set<(id: string, lost: readonly BoardOp[]) => void>()
  readonly #states = new Set<() => void>()
  readonly #stops: (() => void)[]
  #pending: Pending[] = []
  #order = 0
  #position = 0
  #stopped = false
  #state: SyncState = {
    ready: false,
    may: 'read',
    why: undefined,
    unsaved: 0,
    oldest: undefined,
    refused: undefined,
    held: undefined,
  }

  constructor(link: BoardLink) {
    this.#link = link
    this.#stops = [
      link.onView((view, seq) => this.#viewed(view, seq)),
      link.onFrames((events) => this.#moved(events)),
    ]
  }

  stop(): void {
    this.#stopped = true
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

  /**
   * Called when points of a stroke did not arrive, with all that was lost of it: whoever has it on screen says that
   * again, and nothing else.
   */
  onAgain(listener: (id: string, lost: readonly BoardOp[]) => void): () => void {
    this.#again.add(listener)
    return () => this.#again.delete(listener)
  }

  /** An element as this person should see it. */
  element(id: string): BoardElement | undefined {
    let element = this.#confirmed.get(id)
    for (const { ops } of this.#pending) {
      for (const op of ops)
        if (op.id === id && !this.#isThere(op)) element = after(element, op, this.#link.me)
    }
    return element
  }

  /** Everything this person should see, deleted elements included, in no order. */
  elements(): Elements {
    const all = new Map(this.#confirmed)
    for (const { ops } of this.#pending) {
      for (const op of ops) {
        if (this.#isThere(op)) continue
        const next = after(all.get(op.id), op, this.#link.me)
        if (next) all.set(op.id, next)
      }
    }
    return all
  }

  /** True for a first saying that was heard, though its answer did not come: the board may have moved on since. */
  #isThere(op: BoardOp): boolean {
    return 'put' in op && this.#confirmed.has(op.id)
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

  /** The position at which the first of it was made, or that of what is seen now. */
  unsentSince(): number {
    return Math.min(this.#position, ...this.#pending.filter((p) => p.seq === undefined).map((p) => p.at))
  }

  /** Sends operations, and shows them at once. Behind what is held they wait: they may stand on it. */
  submit(ops: readonly BoardOp[], at = this.#position): void {
    if (ops.length === 0) return
    const held = this.#pending.some((p) => p.held)
    for (const batch of batches(ops)) {
      const pending: Pending = { order: this.#order++, at, ops: batch, n: 0, held }
      this.#pending.push(pending)
      if (!held) this.#send(pending)
    }
    this.#tell(new Set(ops.map((op) => op.id)))
  }

  /** Tries again what the server could not keep: one piece first, the others once that one is kept. */
  retry(): void {
    if (this.#state.held) this.#release()
  }

  /** Takes up operations that an earlier page made at a position and left unsent, as far as they still mean something. */
  adopt(ops: readonly BoardOp[], at: number): void {
    const now = this.elements()
    const still: BoardOp[] = []
    for (const op of ops) {
      const kept = stillNew(now.get(op.id), op)
      const next = kept && after(now.get(op.id), kept, this.#link.me)
      if (!kept || !next) continue
      now.set(op.id, next)
      still.push(kept)
    }
    this.submit(still, at)
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
      if (event.e !== 'board.op' && event.e !== 'board.withdraw') {
        this.#link.refresh()
        continue
      }
      const { ops = [], fix = [] } = event.d
      const whole = new Set(fix.filter((op) => 'set' in op && 'points' in op.set).map((op) => op.id))
      for (const op of [...ops, ...fix]) {
        ids.add(op.id)
        this.#confirm(op, event.by, whole)
      }
      const mine = event.k === this.#link.client && this.#pending.find((p) => p.n === event.n)
      if (mine) this.#overtake(mine, ids)
      this.#pending = this.#pending.filter((p) => p !== mine)
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

  #send(pending: Pending): void {
    pending.ops = pending.ops.filter((op) => !this.#isThere(op))
    if (pending.ops.length === 0) {
      this.#pending = this.#pending.filter((p) => p !== pending)
      return
    }
    const { n, answer } = this.#link.send(pending.ops, pending.at)
    pending.n = n
    pending.held = false
    void answer.then((answered) => this.#answered(pending, answered))
  }

  /** Sends what is held, in order, once nothing is on its way that it would overtake. */
  #release(): void {
    const underway = this.#pending.some((p) => !p.held && p.seq === undefined)
    if (this.#stopped || underway) return
    for (const pending of this.#pending.filter((p) => p.held)) {
      this.#send(pending)
      // While the server keeps nothing, one piece asks for all.
      if (this.#state.held && this.#pending.includes(pending)) return
    }
    if (this.#state.held && !this.#pending.some((p) => p.held)) this.#update({ held: undefined })
    this.#tell(new Set())
  }

  #answered(pending: Pending, answer: BoardAnswer): void {
    if (answer.done) this.#kept(pending, answer.seq)
    else if (notTheWork.has(answer.code)) this.#hold(pending, answer)
    else this.#judged(pending, answer)
  }

  #kept(pending: Pending, seq: number): void {
    const ids = new Set(pending.ops.map((op) => op.id))
    pending.seq = seq
    this.#overtake(pending, ids)
    this.#settle(ids)
    if (this.#state.refused || this.#state.held) this.#update({ refused: undefined, held: undefined })
    this.#release()
    this.#tell(ids)
  }

  /** What was held before this was kept says no more what this said since. */
  #overtake(kept: Pending, ids: Set<string>): void {
    for (const earlier of this.#pending) {
      if (!earlier.held || earlier.order > kept.order) continue
      for (const op of earlier.ops) ids.add(op.id)
      earlier.ops = notSaidSince(earlier.ops, kept.ops)
    }
    this.#pending = this.#pending.filter((p) => p.ops.length > 0)
  }

  #hold(pending: Pending, why: Refusal): void {
    pending.held = this.#pending.includes(pending)
    if (pending.held) this.#update({ held: why })
    this.#tell(new Set())
  }

  #judged(pending: Pending, answer: Refusal): void {
    for (const listener of this.#before) listener()
    if (!this.#pending.includes(pending)) return
    // What it stands on may be among what is held: it is judged after that.
    if (this.#pending.some((p) => p.held && p.order < pending.order)) {
      pending.held = true
      this.#release()
      return
    }
    const ids = new Set(pending.ops.map((op) => op.id))
    const bad = answer.data?.['id']
    let others = typeof bad === 'string' ? pending.ops.filter((op) => op.id !== bad) : []
    let again: readonly BoardOp[] = []
    if (answer.code === 'board_point_gap' && typeof bad === 'string') {
      if (this.#healed(bad, answer)) {
        others = pending.ops.filter((op) => op.id !== bad || ('set' in op && !('points' in op.set)))
      } else {
        again = pending.ops.filter((op) => op.id === bad)
        ids.delete(bad)
      }
    }
    pending.ops = others
    pending.held = others.length > 0
    if (!pending.held) this.#pending = this.#pending.filter((p) => p !== pending)
    this.#update({ refused: answer })
    if (again.length > 0) for (const listener of this.#again) listener(String(bad), again)
    this.#tell(ids)
    if (answer.data?.['refresh'] === true) this.#link.refresh()
    this.#release()
  }

  /**
   * Takes the server's copy of a deleted element over ours, which may be old: points counted from an old one would be
   * refused for ever. The answer may be ahead of the frames, which is harmless as long as it is deleted on both sides:
   * it comes back whole, if it does.
   */
  #healed(id: string, refusal: Refusal): boolean {
    const real = (refusal.data?.['els'] as Readonly<Record<string, BoardElement | null>> | undefined)?.[id]
    if (real?.['isDeleted'] !== true || this.#confirmed.get(id)?.['isDeleted'] !== true) return false
    this.#confirmed.set(id, real)
    return true
  }

  #tell(ids: ReadonlySet<string>): void {
    const waiting = this.#pending.filter((p) => p.seq === undefined)
    const [unsaved, oldest] = [waiting.length, waiting[0]?.order]
    if (unsaved !== this.#state.unsaved || oldest !== this.#state.oldest) this.#update({ unsaved, oldest })
    if (ids.size > 0) for (const listener of this.#changed) listener(ids)
  }

  #update(part: Partial<SyncState>): void {
    this.#state = { ...this.#state, ...part }
    for (const listener of this.#states) listener()
  }
}
