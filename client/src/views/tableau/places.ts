import type { Schema } from '../../api/client.ts'

type Node = Schema<'OutlineNode'>
export type Mark = Schema<'Mark'>

/** An entry of the outline, by its place in the tree: "0", "0.2"… The outline is read whole and never reordered. */
export type EntryKey = string

/** What is chosen on the page: an entry, and the one piece of it that was pressed when it has several. */
export type Chosen = { readonly entry: EntryKey; readonly piece?: string }

export const keyOf = (parent: EntryKey | undefined, index: number): EntryKey =>
  parent === undefined ? `${index}` : `${parent}.${index}`

/** The places to show for what is chosen, px of the picture. */
export function marksOf(nodes: readonly Node[], chosen: Chosen | undefined): readonly Mark[] {
  if (!chosen) return []
  const found = each(nodes).find(({ key }) => key === chosen.entry)
  const marks = found?.node.marks ?? []
  return chosen.piece === undefined ? marks : marks.filter((mark) => mark.id === chosen.piece)
}

/**
 * What lies at a point of the picture, px: of all that holds it the smallest, as a note lies on an area. `reach` is how
 * far beside a piece a press still means it, px of the picture: strokes are thin.
 */
export function chosenAt(nodes: readonly Node[], x: number, y: number, reach: number): Chosen | undefined {
  let best: Chosen | undefined
  let least = Number.POSITIVE_INFINITY
  for (const { key, node } of each(nodes)) {
    const marks = node.marks ?? []
    for (const mark of marks) {
      if (!holds(mark, x, y, reach) || mark.width * mark.height >= least) continue
      least = mark.width * mark.height
      best = marks.length > 1 ? { entry: key, piece: mark.id } : { entry: key }
    }
  }
  return best
}

const holds = ({ x, y, width, height }: Mark, px: number, py: number, reach: number) =>
  px >= x - reach && px <= x + width + reach && py >= y - reach && py <= y + height + reach

function each(
  nodes: readonly Node[],
  parent?: EntryKey,
): readonly { readonly key: EntryKey; readonly node: Node }[] {
  return nodes.flatMap((node, index) => {
    const key = keyOf(parent, index)
    return [{ key, node }, ...each(node.children ?? [], key)]
  })
}
