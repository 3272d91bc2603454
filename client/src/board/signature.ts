import type { Elements } from './merge.ts'
import { textOf } from './note.ts'
import type { BoardElement } from './wire.ts'
import { isWithdrawn } from './withdraw.ts'

/** The member whose words a piece of the board shows; nobody once words were withdrawn there. */
export function signerOf(piece: BoardElement, elements: Elements): string | undefined {
  const words = piece.type === 'text' ? piece : textOf(piece, elements)
  return isWithdrawn(piece) || isWithdrawn(words) ? undefined : piece.by
}

/** The height of a signature, and the least width that is worth one, px. */
const tall = 16
const least = 60

/** Where the name of who wrote a note stands, px: in its foot, below it when its words go down there, nowhere on a narrow one. */
export function signaturePlace(
  note: BoardElement,
  elements: Elements,
): { readonly x: number; readonly y: number; readonly width: number } | undefined {
  const width = Number(note['width']) - 20
  if (width < least) return undefined
  const words = textOf(note, elements)
  const bottom = Number(note['y']) + Number(note['height'])
  const inside = bottom - tall - 6
  const end = words ? Number(words['y']) + Number(words['height']) : Number(note['y'])
  return { x: Number(note['x']) + 10, y: end > inside ? bottom + 4 : inside, width }
}
