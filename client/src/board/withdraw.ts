import { useEffect } from 'react'
import type { Elements } from './merge.ts'
import type { BoardElement, BoardEvent, BoardLink, BoardView } from './wire.ts'

/**
 * True when a person has words in an element, now or before. The server says who wrote as soon as that is not only who
 * put it; it decides by its log, this only chooses what to offer.
 */
function wroteIn(element: BoardElement, me: string): boolean {
  const wrote = element['wrote'] as readonly string[] | undefined
  if (wrote) return wrote.includes(me)
  return element.by === me && (String(element['originalText'] ?? '') !== '' || element['link'] != null)
}

/** The elements of a piece of the board, itself and the text in it, where a person has words to withdraw. */
export function hersIn(piece: BoardElement, elements: Elements, me: string): readonly string[] {
  const bound = (piece['boundElements'] ?? []) as readonly { readonly id: string; readonly type: string }[]
  const texts = bound.filter((b) => b.type === 'text').flatMap((b) => elements.get(b.id) ?? [])
  return [piece, ...texts].filter((element) => wroteIn(element, me)).map((element) => element.id)
}

/** True for a text that says nothing any more but that its words were withdrawn: nobody writes over it. */
export const isWithdrawn = (element: BoardElement | undefined) => element?.['withdrawn'] === true

/**
 * Calls `forget` when words are withdrawn from the board, by anyone, here or while this page was away: an undo must not
 * bring them back, and what could be undone may hold them. The server refuses them in any case.
 */
export function useForgetting(link: BoardLink, forget: () => void): void {
  useEffect(() => {
    const known = new Set<string>()
    let first = true
    const stops = [
      link.onFrames((events: readonly BoardEvent[]) => {
        const told = events.filter((event) => event.e === 'board.withdraw').flatMap(({ d }) => d.fix ?? [])
        for (const { id } of told) known.add(id)
        if (told.length > 0) forget()
      }),
      link.onView((view: BoardView) => {
        const news = Object.values(view.els).filter(
          (element) => isWithdrawn(element) && !known.has(element.id),
        )
        for (const { id } of news) known.add(id)
        if (news.length > 0 && !first) forget()
        first = false
      }),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [link, forget])
}
