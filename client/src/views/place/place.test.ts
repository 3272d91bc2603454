import { expect, test } from 'vitest'
import { forgetPerson } from './forget.ts'
import { initialsOf } from './initials.ts'
import { returnPath, secretOf, signInPath } from './return.ts'
import { dayNear, dayShort, dayWords, elsewhere, momentOf, underWay, zoneWords } from './when.ts'

test('the way back survives signing in, and never leads off this site', () => {
  expect(returnPath(new URL(`https://palabre.example${signInPath('/c/é?x=1')}`).search)).toBe('/c/é?x=1')
  for (const path of ['https://mal.example', '//mal.example', '/\\mal.example', '\\mal', 'c/1', '/ c', '']) {
    expect(returnPath(`?suite=${encodeURIComponent(path)}`)).toBeUndefined()
  }
  expect(returnPath('')).toBeUndefined()
  expect(secretOf('#abc')).toBe('abc')
  expect(secretOf('#')).toBeUndefined()
})

test('initials of real kinds of names', () => {
  expect(
    ['Marc-André Roy', 'Thuy', 'Hélène de la Tour', 'Élise', ' ', '« Jo » Bé', 'Ruth 2'].map(initialsOf),
  ).toEqual(['MR', 'T', 'HT', 'É', '', 'JB', 'R2'])
})

test('signing out leaves on a shared computer nothing of the person, and all of the device', () => {
  localStorage.clear()
  for (const key of [
    'arrival',
    'notes.m1.awa',
    'rencontre.c1',
    'word',
    'theme',
    'locale',
    'devices',
    'sounds',
  ])
    localStorage.setItem(`palabre.${key}`, 'x')
  forgetPerson([localStorage])
  expect(Object.keys(localStorage).sort()).toEqual(
    ['devices', 'locale', 'sounds', 'theme'].map((key) => `palabre.${key}`),
  )
})

const start = Date.parse('2026-02-17T14:00:00Z')
const meeting = { starts_at: '2026-02-17T14:00:00Z', minutes: 180, status: 'planned', my_role: 'member' }
const minute = 60_000

test('the door opens fifteen minutes before to everyone, at any time to whoever facilitates', () => {
  expect(momentOf(meeting, start - 3 * 24 * 60 * minute)).toBe('ahead')
  expect(momentOf(meeting, start - 15 * minute - 1)).toBe('soon')
  expect(momentOf(meeting, start - 15 * minute)).toBe('open')
  expect(momentOf({ ...meeting, my_role: 'facilitator' }, start - 3 * 24 * 60 * minute)).toBe('open')
  expect(momentOf({ ...meeting, status: 'open' }, start - 60 * minute)).toBe('open')
  expect(momentOf(meeting, start + 300 * minute)).toBe('open')
  expect(momentOf(meeting, start + 361 * minute)).toBe('missed')
  expect(momentOf({ ...meeting, status: 'open' }, start + 400 * minute)).toBe('open')
  expect(momentOf({ ...meeting, status: 'closed' }, start)).toBe('over')
  expect(momentOf({ ...meeting, status: 'cancelled' }, start)).toBe('cancelled')
})

test('a day is near by the clocks of the reader', () => {
  const late = Date.parse('2026-02-17T03:30:00Z')
  expect(dayNear(new Date(start), late, 'fr-CA', 'America/Toronto')).toMatchObject({ message: 'demain' })
  expect(dayNear(new Date(start), late, 'fr-CA', 'Europe/Paris')).toMatchObject({ message: 'aujourd’hui' })
  expect(dayNear(new Date(start), Date.parse('2026-02-10T14:00:00Z'), 'fr-CA', 'America/Toronto')).toBe(
    'mardi 17 février',
  )
  expect(dayNear(new Date(start), Date.parse('2025-02-10T14:00:00Z'), 'fr-CA', 'America/Toronto')).toBe(
    'mardi 17 février 2026',
  )
})

test('another zone is told only when its clocks differ', () => {
  expect(elsewhere(meeting.starts_at, 'America/Toronto', 'fr-CA', 'America/Toronto')).toBeUndefined()
  expect(elsewhere(meeting.starts_at, 'America/Toronto', 'fr-CA', 'America/New_York')).toBeUndefined()
  expect(elsewhere(meeting.starts_at, 'America/Toronto', 'fr-CA', 'Europe/Paris')).toBe('9\u00a0h')
})

test('the first of the month is « 1er » in the words of meetings too', () => {
  const first = new Date('2026-12-01T14:00:00Z')
  expect(dayWords(first, start, 'fr-CA', 'America/Toronto')).toBe('mardi 1er décembre')
  expect(dayShort(first, 'fr-CA')).toMatch(/^1er déc/)
})

// A meeting set in « l’Est (Montréal) » was told as « UTC+00:00 (9 h à Toronto) ».
test('a zone is called as people call it', () => {
  const at = new Date(start)
  expect(zoneWords(at, 'fr-CA', 'America/Toronto')).toBe('heure de l’Est')
  expect(zoneWords(at, 'fr-CA', 'America/Montreal')).toBe('heure de l’Est')
  for (const locale of ['fr-CA', 'fr-FR', 'en-CA'] as const) expect(zoneWords(at, locale, 'UTC')).toBe('UTC')
})

// A meeting under way was « Votre prochaine rencontre », and « Prochaine : 6 h 45 ».
test('a meeting is under way once its hour has come and its room is open', () => {
  const open = { ...meeting, status: 'open' }
  expect(underWay(open, start)).toBe(true)
  expect(underWay(open, start - 1)).toBe(false)
  expect(underWay(meeting, start + minute)).toBe(false)
  expect(underWay({ ...meeting, status: 'closed' }, start + minute)).toBe(false)
})
