import type { PebbleBadge, PebbleMark } from '../Pebble.tsx'

/** Someone in the circle, as shown: no rule of the session is known here. */
export type Seat = {
  id: string
  name: string
  initials: string
  /** The reader herself. */
  you?: boolean
  /** The word of her state (« à revenir »), under the name and in what is read aloud. */
  word?: string
  /** Her word stands all along, such as a role: where there is little room it is only read aloud. */
  lasting?: boolean
  /** `seat` is the empty place of the person at the centre. */
  mark?: PebbleMark
  badge?: PebbleBadge
  video?: MediaStream | null
  picture?: string
}

/** The seats in the order of speaking, beginning with `first` (the next person); else as given. */
export function speakingOrder<One extends { id: string }>(
  seats: readonly One[],
  first: string | null,
): One[] {
  const start =
    first === null
      ? 0
      : Math.max(
          0,
          seats.findIndex((seat) => seat.id === first),
        )
  return [...seats.slice(start), ...seats.slice(0, start)]
}

/** Where an arrow key leads in a list that closes on itself; null when the key is not ours. */
export function steppedTo(key: string, at: number, count: number): number | null {
  if (count === 0) return null
  if (key === 'ArrowRight' || key === 'ArrowDown') return (at + 1) % count
  if (key === 'ArrowLeft' || key === 'ArrowUp') return (at - 1 + count) % count
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  return null
}
