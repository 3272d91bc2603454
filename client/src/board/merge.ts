import type { BoardElement, BoardOp, Properties, Value } from './wire.ts'

export type Elements = Map<string, BoardElement>

export const pathTypes: ReadonlySet<string> = new Set(['line', 'arrow', 'freedraw'])

export type Point = readonly [number, number]

export const pointsOf = (element: { readonly [property: string]: unknown } | undefined): readonly Point[] =>
  (element?.['points'] as readonly Point[] | undefined) ?? []

/** The width and height of a path are those of its points. */
function measured(element: BoardElement): BoardElement {
  if (!pathTypes.has(element.type)) return element
  let left = Number.POSITIVE_INFINITY
  let top = Number.POSITIVE_INFINITY
  let right = Number.NEGATIVE_INFINITY
  let bottom = Number.NEGATIVE_INFINITY
  for (const [x, y] of pointsOf(element)) {
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  return { ...element, width: right - left, height: bottom - top }
}

/** What an item of a list is known by. */
export const keyOf = (item: Value): string =>
  typeof item === 'object' && item !== null && 'id' in item ? String(item['id']) : String(item)

/** A change of a list: items put in, and the keys of those taken out. */
type Delta = { readonly add?: readonly Value[]; readonly del?: readonly string[] }

/** True for a change of a list, false for a value. */
export const isDelta = (value: Value): value is Delta & Properties =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.keys(value).every((name) => name === 'add' || name === 'del')

const items = (list: Value | undefined) => (Array.isArray(list) ? (list as readonly Value[]) : [])

/** A list as if a change of it had not been: what it put in is out, what it took out is in as `there` has it. */
export function unmerged(
  list: Value | undefined,
  { add = [], del = [] }: Delta,
  there: Value | undefined,
): Value {
  const added = new Set(add.map(keyOf))
  const back = items(there).filter((item) => del.includes(keyOf(item)))
  return [...items(list).filter((item) => !added.has(keyOf(item))), ...back]
}

/** A list after a change of it: `add` and `del`, or the whole list anew. */
export function mergeList(old: Value | undefined, change: Value): Value {
  if (!isDelta(change)) return change
  const { add = [], del = [] } = change
  const kept = items(old).filter((item) => !del.includes(keyOf(item)))
  const there = new Set(kept.map(keyOf))
  for (const item of add) {
    if (!there.has(keyOf(item))) {
      there.add(keyOf(item))
      kept.push(item)
    }
  }
  return kept
}

function changed(element: BoardElement, set: Properties): BoardElement {
  const next: Record<string, Value | undefined> = { ...element }
  for (const [name, value] of Object.entries(set)) {
    next[name] = name === 'boundElements' || name === 'groupIds' ? mergeList(element[name], value) : value
  }
  const merged = next as BoardElement
  return 'points' in set ? measured(merged) : merged
}

function extended(element: BoardElement, d: readonly number[], p: readonly number[] = []): BoardElement {
  const points = [...pointsOf(element)]
  let [x, y] = points.at(-1) ?? [0, 0]
  for (let i = 0; i + 1 < d.length; i += 2) {
    x += (d[i] ?? 0) / 2
    y += (d[i + 1] ?? 0) / 2
    points.push([x, y])
  }
  const pressures = [
    ...((element['pressures'] as readonly number[] | undefined) ?? []),
    ...p.map((v) => v / 100),
  ]
  return measured({ ...element, points, ...(p.length > 0 ? { pressures } : {}) })
}

/**
 * What an element is after an operation; `by` is who asked. It comes back as it was when the operation does not fit it
 * (points that do not follow the last one, a change of what is not there).
 */
export function after(
  element: BoardElement | undefined,
  op: BoardOp,
  by: string | undefined,
): BoardElement | undefined {
  if ('put' in op) {
    const put = { index: '', ...op.put, id: op.id, ...(by ? { by } : {}) } as unknown as BoardElement
    return measured(put)
  }
  if ('set' in op) {
    if (element) return changed(element, op.set)
    return 'type' in op.set
      ? changed({ id: op.id, type: String(op.set['type']), index: '' }, op.set)
      : undefined
  }
  if (!element || pointsOf(element).length !== op.app.n) return element
  return extended(element, op.app.d, op.app.p)
}

/** True when nothing that people see differs. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const left = a as Record<string, unknown>
  const right = b as Record<string, unknown>
  const names = Object.keys(left)
  return (
    names.length === Object.keys(right).length && names.every((name) => sameValue(left[name], right[name]))
  )
}
