import type { Schema } from '../../api/client.ts'

export type MeetingCard = Schema<'MeetingCard'>

/** Where a meeting stands in the cycle. `now` is being held; `next` is the first to come. */
export type CyclePlace = 'past' | 'now' | 'next' | 'ahead'

/** A node of the cycle row: a meeting, where it stands, and what it left in one word. */
export type CycleNode = {
  meeting: MeetingCard
  place: CyclePlace
  /** A review closes the cycle: its node has a double ring. */
  review: boolean
  left?: 'minutes' | 'board'
}

/** The meetings of a community in time order, cancelled ones left out. */
export function inOrder(meetings: readonly MeetingCard[]): MeetingCard[] {
  return meetings
    .filter((meeting) => meeting.status !== 'cancelled')
    .toSorted((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at))
}

/** A meeting is past once it was closed, or once its time has gone by twice without anyone opening it. */
export function isPast(meeting: MeetingCard, now: number): boolean {
  if (meeting.status === 'closed') return true
  return meeting.status === 'planned' && now > Date.parse(meeting.starts_at) + 2 * meeting.minutes * 60_000
}

/**
 * The cycle as nodes in time order, `most` of them at once: around the next meeting,
 * with two more of the past than of the future when there are too many.
 */
export function cycleOf(
  meetings: readonly MeetingCard[],
  left: { minutes: ReadonlySet<string>; boards: ReadonlySet<string> },
  now: number,
  most = 8,
): CycleNode[] {
  let nextSeen = false
  const nodes = inOrder(meetings).map((meeting): CycleNode => {
    const place = ((): CyclePlace => {
      if (isPast(meeting, now)) return 'past'
      if (nextSeen) return 'ahead'
      nextSeen = true
      return meeting.status === 'open' ? 'now' : 'next'
    })()
    return {
      meeting,
      place,
      review: meeting.kind === 'review',
      ...(left.minutes.has(meeting.id)
        ? { left: 'minutes' as const }
        : left.boards.has(meeting.id)
          ? { left: 'board' as const }
          : {}),
    }
  })
  const at = nodes.findIndex((node) => node.place === 'next' || node.place === 'now')
  const centre = at < 0 ? nodes.length - 1 : at
  const before = Math.ceil(most / 2)
  const first = Math.max(0, Math.min(centre - before, nodes.length - most))
  return nodes.slice(first, first + most)
}
