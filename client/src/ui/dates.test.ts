import { CalendarDate } from '@internationalized/date'
import { expect, test } from 'vitest'
import { inWords } from './Dates.tsx'

test('the day that is chosen is said as people write it', () => {
  const first = new CalendarDate(2026, 12, 1)
  expect(inWords(first, 'fr-CA')).toBe('mardi 1er décembre 2026')
  expect(inWords(first.add({ days: 10 }), 'fr-FR')).toBe('vendredi 11 décembre 2026')
  expect(inWords(first, 'en-CA')).toBe('Tuesday, December 1, 2026')
})
