import { expect, test } from 'vitest'
import type { Floor, Round, SessionView } from '../../session/view.ts'
import { momentOf, nameable } from './moment.ts'
import { carries } from './viewmodel.ts'

const person = (order: number, role: 'facilitator' | 'member' = 'member') => ({ role, here: true, order })

/** A session as Benoît, a member, sees it; Awa facilitates, Rosa is on the telephone beside him. */
function seen(change: Partial<SessionView> = {}): SessionView {
  return {
    kind: 'session',
    status: 'open',
    opened_at: 1,
    mode: 'open',
    me: { member: 'b', role: 'member', waiting: false },
    listed: false,
    people: { a: person(1, 'facilitator'), b: person(2), r: { ...person(3), behind: 'b' }, c: person(4) },
    company: { r: {} },
    agenda: { phases: [{ id: 'p', title: 'Étape', kind: 'plenary', minutes: 5 }], at: 0 },
    hands: {},
    ...change,
  }
}

const floor = (change: Partial<Floor>): Floor => ({ rule: { kind: 'open' }, grant: 0, ...change })

const round = (change: Partial<Round> = {}): Round => ({
  id: 'r1',
  number: 1,
  question: '',
  state: 'running',
  gate: 'holder',
  clock: 'soft',
  turn_ms: 60_000,
  order: ['a', 'b', 'r', 'c'],
  seats: { a: 'waiting', b: 'waiting', r: 'waiting', c: 'waiting' },
  next: [],
  ...change,
})

test.each<[string, SessionView['voice'], 'mine' | 'all' | 'none']>([
  ['everyone', undefined, 'all'],
  ['nobody', {}, 'none'],
  ['others', { others: ['a', 'c'] }, 'none'],
  ['me, where nobody has a turn', { others: ['c', 'b'] }, 'all'],
  ['me, whose turn it is', { turn: ['b'] }, 'mine'],
  ['another’s turn', { turn: ['c'] }, 'none'],
  ['me, who answers another’s turn', { turn: ['c'], others: ['b'] }, 'all'],
])('my sound follows whom the room hears: %s', (_, voice, want) => {
  expect(carries(seen(voice ? { voice } : {}))).toBe(want)
})

test('a part that is heard alone leaves the others nothing to ask; one that nobody plays leaves the floor free', () => {
  const rule = { kind: 'role', role: 'client' } as const
  expect(momentOf(seen({ floor: floor({ rule }), voice: { others: ['c'] } }))).toEqual({ is: 'role' })
  expect(momentOf(seen({ floor: floor({ rule }) }))).toMatchObject({ is: 'hands' })
})

test('in a round I am asked what the holder lets me ask, and what I read for her', () => {
  const held = (change: object) =>
    seen({ round: round({ holder: { member: 'c', grant: 3, since: 0, left_ms: 1, ...change } }) })
  expect(momentOf(held({ clarifying: { member: 'b', since: 0, until: 9 } }))).toEqual({ is: 'clarifying' })
  expect(momentOf(held({ page: { seq: 1, text: 'Des mots', reader: 'b' } }))).toEqual({
    is: 'reading',
    grant: 3,
  })
})

test('who rang the bell says why', () => {
  const pause = { since: 0, by: 'b', bell: { until: 9, says: true } }
  expect(momentOf(seen({ round: round({ state: 'paused', gate: 'open', pause }) }))).toEqual({
    is: 'rang',
    says: true,
  })
})

// « Une seule personne est entendue : vous », and the large button: « Demander la parole — La parole est libre. »
test('whom the step hears is given her microphone, not a hand to raise', () => {
  const rule = { kind: 'role', role: 'facilitator' } as const
  const leads = { member: 'a', role: 'facilitator', waiting: false } as const
  const alone = seen({ me: leads, company: {}, floor: floor({ rule }), voice: { others: ['a'] } })
  expect(momentOf(alone)).toEqual({ is: 'speaks', others: false })
  expect(momentOf({ ...alone, voice: { others: ['a', 'c'] } })).toEqual({ is: 'speaks', others: true })
  expect(momentOf({ ...alone, me: { member: 'b', role: 'member', waiting: false } })).toEqual({ is: 'role' })
})

test('the stick offered to somebody whom I carry asks me, in her name', () => {
  const view = seen({ round: round(), company: { r: { offer: { round: 'r1', second: false, at: 1 } } } })
  expect(momentOf(view)).toMatchObject({ is: 'offered', round: 'r1', as: 'r' })
})

test('from the centre anyone takes it who has not had it; in popcorn again too', () => {
  const centre = (variant: 'centre' | 'popcorn', mine: 'waiting' | 'heard') =>
    seen({
      company: {},
      round: round({ variant, centre: { since: 0 }, seats: { a: 'heard', b: mine, c: 'waiting' } }),
    })
  expect(momentOf(centre('centre', 'waiting'))).toMatchObject({ is: 'pick', last: true })
  expect(momentOf(centre('centre', 'heard'))).toMatchObject({ is: 'heard' })
  expect(momentOf(centre('popcorn', 'heard'))).toMatchObject({ is: 'pick' })
})

test('the holder names only who is here and still owed an occasion, anyone here in popcorn', () => {
  const holder = { member: 'b', grant: 1, since: 0, left_ms: 1 }
  const seats = { a: 'heard', b: 'holding', c: 'waiting', r: 'later' } as const
  const named = (variant?: 'naming' | 'popcorn') =>
    nameable(seen({ round: round({ holder, seats, ...(variant ? { variant } : {}) }) }))
  expect(named()).toEqual([])
  expect(named('naming')).toEqual(['c', 'r'])
  expect(named('popcorn')).toEqual(['a', 'c', 'r'])
})

test('once a round has ended one may say that there is more to add', () => {
  const ended = seen({ round: round({ state: 'ended', phase: 'p', more: ['b'] }) })
  expect(momentOf(ended)).toMatchObject({ is: 'hands', more: { round: 'r1', on: true } })
})
