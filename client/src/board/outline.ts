import type { Elements } from './merge.ts'
import { isNote, textOf } from './note.ts'
import { signerOf } from './signature.ts'
import type { BoardElement } from './wire.ts'

/** A line of the outline: a piece of the board that says something. */
export type OutlineItem = {
  readonly element: BoardElement
  readonly kind: 'note' | 'text' | 'shape'
  readonly words: string
  /** Whose it is; nobody's once words were withdrawn there. */
  readonly by: string | undefined
}

/** What the board says, top to bottom in bands, left to right in each, and how many pieces say nothing. */
export function outlineOf(elements: Elements): {
  readonly items: readonly OutlineItem[]
  readonly silent: number
} {
  const items: OutlineItem[] = []
  let silent = 0
  for (const element of elements.values()) {
    if (element['isDeleted'] === true) continue
    const held = element.type === 'text' ? elements.get(String(element['containerId'] ?? '')) : undefined
    if (held && held['isDeleted'] !== true) continue
    const words = element.type === 'text' ? element : textOf(element, elements)
    if (!words && !isNote(element)) {
      silent += 1
      continue
    }
    items.push({
      element,
      kind: isNote(element) ? 'note' : element.type === 'text' ? 'text' : 'shape',
      words: String(words?.['originalText'] ?? ''),
      by: signerOf(element, elements),
    })
  }
  return { items: inReadingOrder(items), silent }
}

/** Pieces whose tops are within half a note of each other are one band. */
const band = 60

function inReadingOrder(items: readonly OutlineItem[]): readonly OutlineItem[] {
  const top = ({ element }: OutlineItem) => Number(element['y'])
  const left = ({ element }: OutlineItem) => Number(element['x'])
  const byTop = items.toSorted((a, b) => top(a) - top(b) || left(a) - left(b))
  const bands: OutlineItem[][] = []
  for (const item of byTop) {
    const last = bands.at(-1)
    const [first] = last ?? []
    if (last && first && top(item) - top(first) < band) last.push(item)
    else bands.push([item])
  }
  return bands.flatMap((row) => row.toSorted((a, b) => left(a) - left(b)))
}
