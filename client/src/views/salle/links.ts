/** A piece of a message: words as written, or an address of the web that one can follow. */
export type Piece = { readonly text: string; readonly href?: string }

const address = /https?:\/\/[^\s<>"«»“”]+/giu

/** Cuts a message at its addresses, http and https only. The pieces put together are the message, unchanged. */
export function piecesOf(message: string): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const { 0: found, index } of message.matchAll(address)) {
    const text = withoutEnd(found)
    if (!URL.canParse(text)) continue
    if (index > at) pieces.push({ text: message.slice(at, index) })
    pieces.push({ text, href: text })
    at = index + text.length
  }
  if (at < message.length) pieces.push({ text: message.slice(at) })
  return pieces
}

/** The point that ends a sentence and the bracket around an address are not of the address. */
function withoutEnd(found: string): string {
  let text = found
  for (;;) {
    const last = text.at(-1) ?? ''
    const unpaired = last === ')' && text.split(')').length > text.split('(').length
    if (!unpaired && !".,;:!?…’'*]".includes(last)) return text
    if (last === '') return text
    text = text.slice(0, -1)
  }
}
