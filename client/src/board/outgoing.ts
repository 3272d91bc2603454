import { isDelta, keyOf, mergeList, pointsOf } from './merge.ts'
import type { BoardElement, BoardOp, Value } from './wire.ts'

const mostOps = 200
const mostBytes = 200_000

/** Operations in the pieces in which they are sent: the server refuses larger ones. */
export function batches(ops: readonly BoardOp[]): readonly (readonly BoardOp[])[] {
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
export function stillNew(element: BoardElement | undefined, op: BoardOp): BoardOp | undefined {
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

/**
 * What is left to say of operations that wait while `later` ones of the same person were kept: said again as they are,
 * they would put her older values over her newer ones.
 */
export function notSaidSince(ops: readonly BoardOp[], later: readonly BoardOp[]): readonly BoardOp[] {
  return ops.flatMap((op) => {
    const left = later.reduce<BoardOp | undefined>((kept, said) => kept && without(kept, said), op)
    return left ? [left] : []
  })
}

function without(op: BoardOp, said: BoardOp): BoardOp | undefined {
  if (op.id !== said.id || 'put' in op || 'put' in said) return op
  if ('app' in op) return 'app' in said || 'points' in said.set ? undefined : op
  if ('app' in said) return op
  const set: Record<string, Value> = {}
  for (const [name, value] of Object.entries(op.set)) {
    const newer = said.set[name]
    const left = newer === undefined ? value : listLeft(value, newer)
    if (left !== undefined) set[name] = left
  }
  // Points are nothing without their place.
  if ('points' in set) for (const name of ['x', 'y', 'angle']) set[name] ??= said.set[name] ?? 0
  return Object.keys(set).length > 0 ? { id: op.id, set } : undefined
}

/** What a newer change of the same property leaves of an older one: something of lists alone. */
function listLeft(value: Value, newer: Value): Value | undefined {
  if (!isDelta(newer)) return undefined
  if (!isDelta(value)) return mergeList(value, newer)
  const said = new Set([...(newer.add ?? []).map(keyOf), ...(newer.del ?? [])])
  const add = (value.add ?? []).filter((item) => !said.has(keyOf(item)))
  const del = (value.del ?? []).filter((key) => !said.has(key))
  if (add.length + del.length === 0) return undefined
  return { ...(add.length > 0 ? { add } : {}), ...(del.length > 0 ? { del } : {}) }
}
