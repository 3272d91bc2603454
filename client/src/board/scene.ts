import { generateKeyBetween } from 'fractional-indexing'
import { difference } from './diff.ts'
import { isDelta, sameValue, unmerged } from './merge.ts'
import { isNothing, type SceneElement, toBoard, toScene } from './shape.ts'
import type { BoardSync } from './sync.ts'
import type { BoardElement, BoardOp, Properties, Value } from './wire.ts'

/**
 * Between the scene of the drawing editor and the replica. It remembers what the scene was last known to hold (the
 * shadow): what differs from it was done here and becomes operations; what comes from afar is put in both at once, so
 * that it never looks like a gesture of ours.
 */
export class SceneMirror {
  readonly #sync: BoardSync
  readonly #shadow = new Map<string, BoardElement>()
  readonly #versions = new Map<string, number>()
  readonly #stale = new Set<string>()
  /** Shown with another index than theirs, because it was taken; looked at again each time. */
  readonly #aside = new Set<string>()
  readonly #random: () => number
  /** Something lies in the scene that boards do not hold (a frame, by its shortcut; a pasted picture). */
  #foreign = false
  /** The last element that began here. */
  #begun: string | undefined

  /** `random` gives a number in [0, 1): Excalidraw wants one per version of an element, of no meaning to us. */
  constructor(sync: BoardSync, random: () => number) {
    this.#sync = sync
    this.#random = random
  }

  /** What was done in the scene since the last time, as operations; the shadow then holds it. */
  take(scene: readonly SceneElement[]): readonly BoardOp[] {
    const ops: BoardOp[] = []
    const there = new Set<string>()
    for (const element of scene) {
      there.add(element.id)
      if (this.#versions.get(element.id) === element.version) continue
      const was = this.#shadow.get(element.id)
      const now = toBoard(element)
      if (!now) this.#foreign = true
      if (!now || (!was && (element.isDeleted || isNothing(now)))) continue
      this.#versions.set(element.id, element.version)
      const changes = this.#changes(was, now)
      if (changes.length > 0) ops.push(...changes)
      if (!was) this.#begun = element.id
      this.#shadow.set(element.id, now)
    }
    this.#missing(there, ops)
    return ops
  }

  /**
   * Elements that vanished from the scene. Excalidraw deletes by marking, so an editor that starts, resets or fails with
   * an empty scene must never empty everybody's board: they come back. Only one thing goes by vanishing: the stroke
   * just begun here, when a second finger shows that it was the start of a pinch.
   */
  #missing(there: ReadonlySet<string>, ops: BoardOp[]): void {
    const gone = [...this.#shadow].filter(([id, was]) => !there.has(id) && was['isDeleted'] !== true)
    const [only] = gone
    if (only && gone.length === 1 && only[0] === this.#begun) {
      ops.push({ id: only[0], set: { isDeleted: true } })
      this.#shadow.set(only[0], { ...only[1], isDeleted: true })
      return
    }
    for (const [id] of gone) this.#stale.add(id)
  }

  /** True when the scene is to be shown anew: something from afar waited for an element to be let go, or something must go. */
  get waits(): boolean {
    return this.#stale.size > 0 || this.#foreign
  }

  /**
   * Operations on an element were lost: what they said is taken again, from where the board is now. Of the rest nothing
   * is known to have changed here: while it is in somebody's hand the scene may show what others changed since, and
   * that must not be said over theirs.
   */
  again(id: string, lost: readonly BoardOp[]): void {
    const was = this.#shadow.get(id)
    const element = this.#sync.element(id)
    const seen = element && toBoard(toScene(element, undefined, 0))
    this.#versions.delete(id)
    if (!was || !seen) return
    this.#shadow.set(
      id,
      lost.reduce((shadow, op) => unsaid(shadow, op, seen), was),
    )
  }

  /** What take would give, without taking it. */
  peek(scene: readonly SceneElement[]): readonly BoardOp[] {
    return scene.flatMap((element) => {
      if (this.#versions.get(element.id) === element.version) return []
      const was = this.#shadow.get(element.id)
      const now = toBoard(element)
      return now && (was || (!element.isDeleted && !isNothing(now))) ? this.#changes(was, now) : []
    })
  }

  /**
   * What was done here of an element. Points go with their place: where that was not touched here it is the board's,
   * which may be newer than the scene's.
   */
  #changes(was: BoardElement | undefined, now: BoardElement): readonly BoardOp[] {
    const ops = difference(was, now)
    const theirs = was && this.#sync.element(now.id)
    if (!theirs || place.some((name) => was[name] !== now[name])) return ops
    return ops.map((op) =>
      'set' in op && 'points' in op.set ? { id: op.id, set: { ...op.set, ...placeOf(theirs) } } : op,
    )
  }

  /**
   * The scene with these elements as the replica has them, sorted, or undefined when nothing looks different. Elements
   * in `busy` are in somebody's hand here (being drawn, typed in): theirs wait until they are let go.
   */
  show(
    scene: readonly SceneElement[],
    ids: Iterable<string>,
    busy: ReadonlySet<string>,
  ): readonly SceneElement[] | undefined {
    const wanted = new Set([...ids, ...this.#stale, ...this.#aside])
    this.#stale.clear()
    this.#aside.clear()
    const next = new Map(scene.map((element) => [element.id, element]))
    let touched = false
    this.#foreign = false
    for (const element of scene) {
      if (toBoard(element)) continue
      if (busy.has(element.id)) {
        this.#foreign = true
        continue
      }
      next.delete(element.id) // pasted from elsewhere, of a type that boards do not hold
      touched = true
    }
    for (const id of wanted) {
      if (busy.has(id)) {
        this.#stale.add(id)
        continue
      }
      const element = this.#sync.element(id)
      if (this.#put(next, id, element)) touched = true
    }
    if (!touched) return undefined
    return this.#ordered([...next.values()], busy)
  }

  #put(next: Map<string, SceneElement>, id: string, element: BoardElement | undefined): boolean {
    const was = this.#shadow.get(id)
    const old = next.get(id)
    if (!element) {
      // Refused before it was ever anybody else's: it goes, and leaves nothing to undo to.
      this.#shadow.delete(id)
      this.#versions.delete(id)
      return next.delete(id)
    }
    if (!old && element['isDeleted'] === true) return false
    const made = toScene(element, old, Math.floor(this.#random() * 2 ** 31))
    const seen = toBoard(made)
    if (!seen || (was && old && sameValue(was, seen))) return false
    next.set(id, made)
    this.#shadow.set(id, seen)
    this.#versions.set(id, made.version)
    return true
  }

  /**
   * Sorted by index, each index once: Excalidraw would otherwise mend it by itself and make an edit of it. Of two with
   * the same index, the one that the server does not know yet steps aside, as it will be told to; so does a deleted one,
   * of which our copy may be old.
   */
  #ordered(scene: SceneElement[], busy: ReadonlySet<string>): readonly SceneElement[] {
    const index = (element: SceneElement) => String(element['index'] ?? '~') // none yet: on top
    const yields = (element: SceneElement) =>
      element.isDeleted ? 2 : this.#sync.isMineAlone(element.id) ? 1 : 0
    scene.sort((a, b) => compare(index(a), index(b)) || yields(a) - yields(b) || compare(a.id, b.id))
    const out: SceneElement[] = []
    let last: string | null = null
    for (const [i, element] of scene.entries()) {
      let kept = element
      if (index(element) === '~' || (last !== null && index(element) <= last)) {
        const above = scene
          .slice(i + 1)
          .map(index)
          .find((key) => key !== '~' && key > (last ?? ''))
        const free = generateKeyBetween(last, above ?? null)
        // One that is in somebody's hand keeps its identity: the editor goes on writing into that very object.
        if (busy.has(element.id)) Object.assign(element, { index: free })
        else kept = { ...element, index: free }
        const shadow = this.#shadow.get(element.id)
        this.#aside.add(element.id)
        if (shadow) this.#shadow.set(element.id, { ...shadow, index: index(kept) })
      }
      last = index(kept)
      out.push(kept)
    }
    return out
  }
}

const place = ['x', 'y', 'angle']

const placeOf = (element: BoardElement) =>
  Object.fromEntries(place.map((name) => [name, element[name] ?? 0])) as Properties

/** The shadow as it was before an operation that was lost, `now` being what the board has. */
function unsaid(shadow: BoardElement, op: BoardOp, now: BoardElement): BoardElement {
  if ('put' in op) return shadow
  const back: Record<string, Value | undefined> = {}
  for (const name of 'app' in op ? ['points', 'pressures'] : Object.keys(op.set)) {
    const said = 'set' in op ? op.set[name] : undefined
    if (said !== undefined && isDelta(said)) back[name] = unmerged(shadow[name], said, now[name])
    else if (name in now) back[name] = now[name]
  }
  return { ...shadow, ...back }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
