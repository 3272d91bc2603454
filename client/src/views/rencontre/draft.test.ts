import { CalendarDate, Time } from '@internationalized/date'
import { expect, test, vi } from 'vitest'
import { draftOf, fresh, readDraft, startOf, written } from './draft.ts'

const phase = { id: 'a', title: 'Ronde', kind: 'stick' as const, minutes: 30, turn_s: 60 }

test('a draft kept on the device comes back whole', () => {
  const draft = {
    ...fresh('Europe/Paris', [phase]),
    title: 'Nos récits',
    day: new CalendarDate(2026, 3, 17),
    time: new Time(9, 30),
  }
  expect(readDraft(written(draft))).toEqual(draft)
  const begun = { ...draft, origin: { scenario: 'CP', title: 'Cercle de parole', lang: 'fr', parts: [] } }
  expect(readDraft(written(begun))).toEqual(begun)
  expect(readDraft(written({ ...draft, day: null, time: null }))).toEqual({ ...draft, day: null, time: null })
  for (const text of [
    null,
    '',
    '{',
    '{}',
    '{"title":1}',
    '{"title":"a","phases":[],"boards":[],"day":"x","time":null}',
  ]) {
    expect(readDraft(text)).toBeUndefined()
  }
})

test('a planned meeting opened in its form and sent back begins at the same moment', () => {
  const meeting = {
    id: 'm',
    community: 'c',
    community_name: 'C',
    title: 'Nos récits',
    starts_at: '2026-07-14T13:30:00.000Z',
    zone: 'America/Toronto',
    minutes: 180,
    mode: 'open' as const,
    status: 'planned' as const,
    my_role: 'facilitator' as const,
    intention: '',
    phases: [phase, { id: 'b', title: 'Autre', kind: 'unknown', minutes: 10 }],
    charter: [],
    guests: [],
    boards: [],
    documents: [],
  }
  const draft = draftOf(meeting)
  expect([draft.time?.hour, draft.time?.minute]).toEqual([9, 30])
  expect(startOf(draft)).toBe(meeting.starts_at)
  expect(draft.phases.map((one) => one.kind)).toEqual(['stick', 'plenary'])
  expect(startOf({ ...draft, day: null })).toBeUndefined()
})

// A meeting planned on a Sunday was proposed for a Sunday.
test('a new meeting is proposed on a working day, whatever today is', () => {
  vi.useFakeTimers()
  try {
    for (let day = 1; day <= 14; day++) {
      vi.setSystemTime(new Date(Date.UTC(2026, 10, day, 17)))
      const proposed = fresh('America/Toronto', [phase]).day
      const weekday = proposed?.toDate('UTC').getUTCDay() ?? 0
      expect([1, 2, 3, 4, 5]).toContain(weekday)
      expect(proposed?.compare(new CalendarDate(2026, 11, day))).toBeGreaterThanOrEqual(14)
    }
  } finally {
    vi.useRealTimers()
  }
})
