import { CalendarDate, Time } from '@internationalized/date'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clocksAt, instantOf, zones } from './zone.ts'

test('nine o’clock in Montréal is fourteen in London in winter, thirteen in summer', () => {
  expect(instantOf(new CalendarDate(2026, 2, 17), new Time(9), 'America/Toronto')).toBe(
    '2026-02-17T14:00:00.000Z',
  )
  expect(instantOf(new CalendarDate(2026, 7, 14), new Time(9), 'America/Toronto')).toBe(
    '2026-07-14T13:00:00.000Z',
  )
  expect(instantOf(new CalendarDate(2026, 7, 14), new Time(9), 'Europe/Paris')).toBe(
    '2026-07-14T07:00:00.000Z',
  )
})

test('an hour that spring skips is the hour after', () => {
  expect(instantOf(new CalendarDate(2026, 3, 8), new Time(2, 30), 'America/Toronto')).toBe(
    '2026-03-08T07:30:00.000Z',
  )
})

test('a day and a time come back from their moment, in every zone offered', () => {
  const zone = fc.constantFrom(...zones('Asia/Kathmandu').map((one) => one.zone))
  // Noon is in no zone's change of clocks.
  fc.assert(
    fc.property(
      zone,
      fc.integer({ min: 2024, max: 2035 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 28 }),
      (where, y, m, d) => {
        const day = new CalendarDate(y, m, d)
        const clocks = clocksAt(instantOf(day, new Time(12, 15), where), where)
        expect(clocks.day.compare(day)).toBe(0)
        expect([clocks.time.hour, clocks.time.minute]).toEqual([12, 15])
      },
    ),
  )
})

test('the zone given first is offered first, once, under its present name', () => {
  expect(
    zones('America/Montreal', 'Europe/Paris')
      .map((one) => one.zone)
      .slice(0, 2),
  ).toEqual(['America/Toronto', 'Europe/Paris'])
  expect(zones('Asia/Ho_Chi_Minh')[0]).toEqual({ zone: 'Asia/Ho_Chi_Minh', name: 'Ho Chi Minh' })
  expect(new Set(zones('Europe/Paris').map((one) => one.zone)).size).toBe(zones().length)
})
