import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cycleOf, type MeetingCard } from './cycle.ts'

const now = Date.parse('2026-03-01T12:00:00Z')
const nothing = { minutes: new Set<string>(), boards: new Set<string>() }

function card(
  id: string,
  days: number,
  status: MeetingCard['status'] = 'planned',
  kind?: MeetingCard['kind'],
): MeetingCard {
  return {
    id,
    community: 'c',
    community_name: 'C',
    title: id,
    starts_at: new Date(now + days * 86_400_000).toISOString(),
    zone: 'America/Toronto',
    minutes: 180,
    mode: 'open',
    status,
    my_role: 'member',
    ...(kind ? { kind } : {}),
  }
}

test('past, next and to come, in time order, cancelled ones left out', () => {
  const nodes = cycleOf(
    [
      card('review', 90, 'planned', 'review'),
      card('b', 16),
      card('a', -20, 'closed'),
      card('no', 3, 'cancelled'),
    ],
    { minutes: new Set(['a']), boards: new Set(['a', 'b']) },
    now,
  )
  expect(nodes.map((node) => [node.meeting.id, node.place, node.review, node.left])).toEqual([
    ['a', 'past', false, 'minutes'],
    ['b', 'next', false, 'board'],
    ['review', 'ahead', true, undefined],
  ])
})

test('a meeting that is being held is the one that comes, even after its hour', () => {
  const nodes = cycleOf([card('held', -1, 'open'), card('later', 5)], nothing, now)
  expect(nodes.map((node) => node.place)).toEqual(['now', 'ahead'])
})

test('never more than asked, always with the next one, always in order', () => {
  const some = fc.array(
    fc.tuple(fc.integer({ min: -400, max: 400 }), fc.constantFrom('planned', 'closed', 'open', 'cancelled')),
    { maxLength: 30 },
  )
  fc.assert(
    fc.property(some, fc.integer({ min: 2, max: 9 }), (drawn, most) => {
      const all = drawn.map(([days, status], index) =>
        card(`m${index}`, days, status as MeetingCard['status']),
      )
      const nodes = cycleOf(all, nothing, now, most)
      const whole = cycleOf(all, nothing, now, 1000)
      expect(nodes.length).toBe(Math.min(most, whole.length))
      const times = nodes.map((node) => Date.parse(node.meeting.starts_at))
      expect(times).toEqual(times.toSorted((a, b) => a - b))
      const next = whole.find((node) => node.place === 'next' || node.place === 'now')
      if (next) expect(nodes.map((node) => node.meeting.id)).toContain(next.meeting.id)
    }),
  )
})
