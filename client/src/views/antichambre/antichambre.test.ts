import { expect, test } from 'vitest'
import { untilOpen } from './Antichambre.tsx'

const now = Date.parse('2026-12-01T14:00:00Z')
const closed = { open: false, closed: false }

test('the page asks again as the room opens, and now and then before', () => {
  expect(untilOpen({ ...closed, opens_at: '2026-12-01T14:30:00Z' }, now)).toBe(20_000)
  expect(untilOpen({ ...closed, opens_at: '2026-12-01T14:00:07Z' }, now)).toBe(7000)
  expect(untilOpen({ ...closed, opens_at: '2026-12-01T14:00:00.100Z' }, now)).toBe(500)
  expect(untilOpen({ ...closed, opens_at: '2026-12-01T13:59:00Z' }, now)).toBe(20_000)
})

test('an open or closed room is not asked about', () => {
  expect(untilOpen({ open: true, closed: false, opens_at: '2026-12-01T13:00:00Z' }, now)).toBe(false)
  expect(untilOpen({ open: false, closed: true, opens_at: '2026-12-01T13:00:00Z' }, now)).toBe(false)
  expect(untilOpen(undefined, now)).toBe(false)
})
