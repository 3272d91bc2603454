import { setupI18n } from '@lingui/core'
import { expect, test } from 'vitest'
import { clock, day, minutesLong, remaining, stillLeft } from './time.ts'

const at = new Date('2026-02-17T14:30:00Z')
const words = setupI18n({ locale: 'fr-CA', messages: { 'fr-CA': {} } })

test('the hour is that of the reader', () => {
  expect(clock(at, 'fr-CA', 'America/Toronto')).toBe('9\u00a0h\u00a030')
  expect(clock(at, 'fr-FR', 'Europe/Paris')).toBe('15\u00a0h\u00a030')
  expect(clock(new Date('2026-02-17T05:00:00Z'), 'fr-CA', 'America/Toronto')).toBe('0\u00a0h')
  expect(clock(at, 'en-CA', 'America/Toronto')).toMatch(/^9:30\sa\.m\.$/)
})

test('a day in words', () => {
  expect(day(at, 'fr-CA', { timeZone: 'America/Toronto' })).toBe('mardi 17 février 2026')
  expect(day(at, 'fr-CA', { short: true, timeZone: 'America/Toronto' })).toBe('17 février')
})

test('the first of a month is « 1er » in French, and the eleventh is not', () => {
  const on = (date: string, locale: 'fr-CA' | 'fr-FR' | 'en-CA', short = false) =>
    day(new Date(`${date}T12:00:00Z`), locale, { short, timeZone: 'UTC' })
  expect(on('2026-12-01', 'fr-CA', true)).toBe('1er décembre')
  expect(on('2026-12-01', 'fr-FR')).toBe('mardi 1er décembre 2026')
  expect(on('2026-12-11', 'fr-CA')).toBe('vendredi 11 décembre 2026')
  expect(on('2026-12-01', 'en-CA', true)).toBe('December 1')
})

test('planned minutes', () => {
  expect(minutesLong(22)).toBe('22\u00a0min')
  expect(minutesLong(180)).toBe('3\u00a0h')
  expect(minutesLong(65)).toBe('1\u00a0h\u00a005')
  expect(minutesLong(60)).toBe('1\u00a0h')
  expect(minutesLong(90)).toBe('1\u00a0h\u00a030')
})

test('what is left is said in words, and seconds only in the last fifteen', () => {
  const said = (seconds: number) => words._(remaining(seconds * 1000))
  expect(said(120)).toBe('deux minutes')
  expect(said(75)).toBe('une minute')
  expect(said(40)).toBe('30 secondes')
  expect(said(16)).toBe('30 secondes')
  expect(said(15)).toBe('15 secondes')
  expect(said(1)).toBe('1 seconde')
  expect(stillLeft(60_000, (message) => words._(message))).toBe('encore une minute')
})
