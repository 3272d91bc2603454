import type { Op } from '../wire/messages.ts'

type Tree = { readonly [key: string]: unknown }

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The view after one change. What the change does not touch keeps its identity, so that a
 * screen redraws only what moved. No rule of a session is known here: the server projected it.
 */
export function applyOp<View>(view: View, op: Op): View {
  const [path] = op
  return (op.length === 2 ? put(view, path, 0, op[1]) : drop(view, path, 0)) as View
}

/** The view after all the changes of a frame, in order. */
export function fold<View>(view: View, ops: readonly Op[]): View {
  return ops.reduce(applyOp, view)
}

function put(node: unknown, path: readonly string[], at: number, value: unknown): unknown {
  const key = path[at]
  if (key === undefined) return value
  const tree = isTree(node) ? node : {}
  return { ...tree, [key]: put(tree[key], path, at + 1, value) }
}

function drop(node: unknown, path: readonly string[], at: number): unknown {
  const key = path[at]
  if (key === undefined || !isTree(node) || !(key in node)) return node
  if (at === path.length - 1) {
    const { [key]: _gone, ...rest } = node
    return rest
  }
  return { ...node, [key]: drop(node[key], path, at + 1) }
}
