import { type Point, pointsOf, sameValue } from './merge.ts'
import { groups, kindOf } from './shape.ts'
import type { Appended, BoardElement, BoardOp, Value } from './wire.ts'

/** The operations that make `now` of `was`: whole groups where one of theirs changed, deltas for lists and strokes. */
export function difference(was: BoardElement | undefined, now: BoardElement): readonly BoardOp[] {
  const kind = kindOf(now.type)
  if (!kind) return []
  if (!was) {
    const { id, by: _by, ...put } = now
    return [{ id, put: defined(put) }]
  }
  const set: Record<string, Value> = {}
  const take = (name: string) => {
    const value = now[name]
    if (value !== undefined) set[name] = value
  }
  const grouped = new Set<string>(['id', 'type', 'by', 'points', 'pressures'])
  for (const group of groups[kind]) {
    for (const name of group) grouped.add(name)
    if (group.some((name) => !sameValue(was[name], now[name]))) for (const name of group) take(name)
  }
  if (kind === 'path') for (const name of ['width', 'height']) grouped.add(name)
  for (const name of Object.keys(now)) {
    if (grouped.has(name) || sameValue(was[name], now[name])) continue
    if (name === 'boundElements') set[name] = listChange(was[name], now[name])
    else if (name === 'groupIds') set[name] = groupChange(was[name], now[name])
    else take(name)
  }
  const drawn = kind === 'path' && !sameStroke(was, now)
  const more = drawn && !('x' in set) ? appended(was, now) : undefined
  if (drawn && !more) {
    for (const name of groups.path.flat()) take(name)
    take('points')
    take('pressures')
  }
  const ops: BoardOp[] = []
  if (Object.keys(set).length > 0) ops.push({ id: now.id, set })
  if (more) ops.push({ id: now.id, app: more })
  return ops
}

function defined(values: { readonly [name: string]: Value | undefined }): Record<string, Value> {
  const out: Record<string, Value> = {}
  for (const [name, value] of Object.entries(values)) if (value !== undefined) out[name] = value
  return out
}

const sameStroke = (was: BoardElement, now: BoardElement) =>
  sameValue(pointsOf(was), pointsOf(now)) && sameValue(was['pressures'] ?? [], now['pressures'] ?? [])

/** The points that were added at the end, when nothing else of the stroke changed. */
function appended(was: BoardElement, now: BoardElement): Appended | undefined {
  if (now.type !== 'freedraw') return undefined
  const [old, points] = [pointsOf(was), pointsOf(now)]
  const [pressed, pressures] = [was, now].map(
    (e) => (e['pressures'] as readonly number[] | undefined) ?? [],
  ) as [readonly number[], readonly number[]]
  const begins =
    old.every((point, i) => sameValue(point, points[i])) && pressed.every((p, i) => p === pressures[i])
  const added = points.length - old.length
  const pen = pressures.length > 0
  if (!begins || old.length === 0 || added <= 0) return undefined
  if (pen && (pressed.length !== old.length || pressures.length !== points.length)) return undefined
  const d: number[] = []
  for (let i = old.length; i < points.length; i++) {
    const [[x0, y0], [x1, y1]] = [points[i - 1], points[i]] as [Point, Point]
    d.push(Math.round((x1 - x0) * 2), Math.round((y1 - y0) * 2))
  }
  return { n: old.length, d, ...(pen ? { p: pressures.slice(-added).map((p) => Math.round(p * 100)) } : {}) }
}

type Bound = { readonly id: string; readonly type: string }

function listChange(was: Value | undefined, now: Value | undefined): Value {
  const [old, next] = [was, now].map((v) => (v ?? []) as readonly Bound[]) as [
    readonly Bound[],
    readonly Bound[],
  ]
  const add = next.filter((b) => !old.some((o) => o.id === b.id))
  const del = old.filter((o) => !next.some((b) => b.id === o.id)).map((o) => o.id)
  return { ...(add.length > 0 ? { add } : {}), ...(del.length > 0 ? { del } : {}) }
}

/** Groups are ordered, from the innermost: a delta when it says the same order, else the whole list. */
function groupChange(was: Value | undefined, now: Value | undefined): Value {
  const [old, next] = [was, now].map((v) => (v ?? []) as readonly string[]) as [
    readonly string[],
    readonly string[],
  ]
  const kept = old.filter((g) => next.includes(g))
  // A delta adds what is not there: it cannot say the same twice.
  if (new Set(next).size < next.length) return next
  if (!sameValue(kept, next.slice(0, kept.length))) return next
  const add = next.slice(kept.length)
  const del = old.filter((g) => !next.includes(g))
  return { ...(add.length > 0 ? { add } : {}), ...(del.length > 0 ? { del } : {}) }
}
