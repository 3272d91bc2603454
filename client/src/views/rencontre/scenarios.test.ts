import { expect, test } from 'vitest'
import { type ScenarioCard, shown, textIn } from './scenarios.ts'

const card = (id: string, source: ScenarioCard['source']): ScenarioCard => ({
  id,
  source,
  shared: false,
  title: { fr: id },
  purpose: { fr: id },
  credit: {},
  seats: { from: 2, to: 12, for: 8 },
  minutes: 60,
  closed: false,
  track: [],
  leaves: [],
})

const library = ['TT', 'CP', 'CD', 'QT', 'TR', 'CC', 'BO', 'WC', 'AP', 'AR', 'RA', 'RB', 'RM']
const all = [card('a', 'community'), card('b', 'network'), ...library.map((id) => card(id, 'library'))]
const ids = (cards: readonly ScenarioCard[]) => cards.map(({ id }) => id)

test('the usual scenarios stand first, the others come when they are asked for', () => {
  const few = shown(all, undefined, false)
  expect([ids(few.own), ids(few.network)]).toEqual([['a'], ['b']])
  expect(ids(few.library)).toEqual(['RM', 'TT', 'CP', 'CD'])
  expect(few.more).toBe(9)
  const whole = shown(all, undefined, true)
  expect(ids(whole.library).toSorted()).toEqual(library.toSorted())
  expect(whole.more).toBe(0)
})

test('the one that was chosen is always there', () => {
  const some = shown(all, 'WC', false)
  expect(ids(some.library)).toEqual(['RM', 'TT', 'CP', 'CD', 'WC'])
  expect(some.more).toBe(8)
})

test('words are those of the page’s language, or of the other one', () => {
  expect(textIn({ fr: 'Ronde', en: 'Round' }, 'en-CA')).toBe('Round')
  expect(textIn({ fr: 'Ronde' }, 'en-CA')).toBe('Ronde')
  expect(textIn({ en: 'Round' }, 'fr-CA')).toBe('Round')
})
