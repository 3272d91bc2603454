import { expect, test } from 'vitest'
import type { Round, SessionView } from '../../session/view.ts'
import { momentOf } from './moment.ts'
import { shortNames } from './names.ts'
import {
  centreOf,
  circleOf,
  comingOf,
  leftOf,
  mayRun,
  minutesLeft,
  planOf,
  seatsOf,
  travelledOf,
} from './viewmodel.ts'

const names = { a: 'Hélène Martin', b: 'Thuy Nguyen', c: 'Odile Roy', d: 'Odile Bélanger' }

const person = (order: number, more: object = {}) => ({ role: 'member' as const, here: true, order, ...more })

function viewOf(change: Partial<SessionView> = {}): SessionView {
  return {
    kind: 'session',
    status: 'open',
    opened_at: 1,
    mode: 'confidential',
    me: { member: 'b', role: 'member', waiting: false },
    listed: false,
    people: { a: person(1, { role: 'facilitator' }), b: person(2), c: person(3), d: person(4) },
    agenda: { phases: [], at: -1 },
    hands: {},
    ...change,
  }
}

function roundOf(change: Partial<Round> = {}): Round {
  return {
    id: 'r1',
    number: 1,
    question: 'Pourquoi ?',
    state: 'running',
    gate: 'holder',
    clock: 'soft',
    turn_ms: 90_000,
    order: ['c', 'a', 'b', 'd'],
    seats: { c: 'holding', a: 'waiting', b: 'waiting', d: 'waiting' },
    next: ['a', 'b'],
    holder: { member: 'c', grant: 3, since: 1000, left_ms: 60_000 },
    ...change,
  }
}

const held = viewOf({ round: roundOf() })

test('the circle follows the round, then the order of arrival; who left is not in it', () => {
  expect(circleOf(viewOf())).toEqual(['a', 'b', 'c', 'd'])
  expect(circleOf(held)).toEqual(['c', 'a', 'b', 'd'])
  const people = { ...held.people, e: person(5), a: person(1, { left: true }) }
  expect(circleOf({ ...held, people })).toEqual(['c', 'b', 'd', 'e'])
})

test('two people of the same first name are told apart', () => {
  expect(shortNames(['a', 'c', 'd'], names)).toEqual({ a: 'Hélène', c: 'Odile R.', d: 'Odile B.' })
  expect(shortNames(['x', 'y'], { x: 'Luc Roy', y: 'Luc Rivard' })).toEqual({ x: 'Luc Roy', y: 'Luc Rivard' })
})

test('seats say where the stick is, and nothing of who passed', () => {
  const seats = seatsOf(held, names, null, 6)
  expect(seats.map(({ id, mark, word }) => [id, mark, word])).toEqual([
    ['c', 'seat', 'centre'],
    ['a', 'next', 'next'],
    ['b', 'after', 'after'],
    ['d', 'none', undefined],
  ])
  const heard = viewOf({
    round: roundOf({ seats: { c: 'holding', a: 'heard', b: 'heard', d: 'heard' }, next: [] }),
  })
  expect(
    seatsOf(heard, names, null, 6)
      .filter((seat) => seat.id !== 'c')
      .map((seat) => seat.mark),
  ).toEqual(['none', 'none', 'none'])
})

test('an absent person is shown as waited for, whatever her turn', () => {
  const people = { ...held.people, a: person(1, { here: false, away_since: 5 }) }
  expect(seatsOf({ ...held, people }, names, null, 6)[1]).toMatchObject({
    id: 'a',
    mark: 'away',
    word: 'away',
    badge: 'away',
  })
})

// Whoever had closed her page an hour ago was « en suspens » still, as if the room waited for her.
test('who is absent for more than a minute is waited for no longer', () => {
  const people = { ...held.people, a: person(1, { here: false, away_since: 5000 }) }
  const word = (now: number) => seatsOf({ ...held, people }, names, null, now)[1]?.word
  expect(word(4000)).toBe('away')
  expect(word(64_000)).toBe('away')
  expect(word(65_000)).toBe('offline')
})

test('a second offer is seen by its person alone', () => {
  const round = roundOf({
    seats: { c: 'heard', a: 'heard', b: 'offered', d: 'heard' },
    next: [],
    second: true,
  })
  const { holder: _none, ...free } = round
  const others = viewOf({ round: free, me: { member: 'd', role: 'member', waiting: false } })
  expect(seatsOf(others, names, null, 6).some((seat) => seat.mark === 'offered')).toBe(false)
  expect(centreOf(others, null)).toMatchObject({ is: 'centre', next: null, ending: true })
  expect(momentOf(others)).toEqual({ is: 'heard', again: false })
  const mine = viewOf({ round: free, my_offer: { round: 'r1', second: true, at: 1 } })
  expect(momentOf(mine)).toEqual({ is: 'offered', round: 'r1', second: true, reminded: false, still: false })
})

// Both kinds of « à revenir » were told alike, and the screen promised a place that was no longer kept.
test('a seat missed twice may ask to come back, one put off is only told that its place is kept', () => {
  const round = roundOf({ seats: { c: 'holding', a: 'heard', b: 'later', d: 'later' }, next: [] })
  const asking = viewOf({ round, me: { member: 'b', role: 'member', waiting: false, missed: true } })
  expect(momentOf(asking)).toEqual({ is: 'missed', round: 'r1', still: false })
  const paused = { ...asking, round: { ...round, state: 'paused' as const } }
  expect(momentOf(paused)).toEqual({ is: 'missed', round: 'r1', still: true })
  const kept = viewOf({ round, me: { member: 'd', role: 'member', waiting: false } })
  expect(momentOf(kept)).toMatchObject({ is: 'turn', saved: true })
  const offered = { ...asking, my_offer: { round: 'r1', second: false, at: 1 } }
  expect(momentOf(offered)).toMatchObject({ is: 'offered' })
})

// The stick in the centre of a paused round was still to be taken, and the server refused it.
test('in a pause the stick in the centre, or held out, waits', () => {
  const { holder: _none, ...free } = roundOf({ centre: { since: 1 }, next: ['b'], state: 'paused' })
  expect(momentOf(viewOf({ round: free }))).toEqual({ is: 'pick', still: true, last: true })
  expect(centreOf(viewOf({ round: free }), null)).toMatchObject({ is: 'centre', paused: true })
  const offer = { round: 'r1', second: false, at: 1 }
  expect(momentOf(viewOf({ round: free, my_offer: offer }))).toMatchObject({ is: 'offered', still: true })
})

test('the large action follows the moment', () => {
  expect(momentOf(viewOf())).toEqual({ is: 'hands', up: false, others: 0 })
  expect(momentOf(viewOf({ hands: { b: { since: 1, seq: 1 }, c: { since: 2, seq: 2 } } }))).toEqual({
    is: 'hands',
    up: true,
    others: 1,
  })
  expect(momentOf(held)).toEqual({ is: 'turn', after: 'a', saved: false, round: 'r1' })
  expect(momentOf({ ...held, me: { member: 'a', role: 'member', waiting: false } })).toMatchObject({
    is: 'turn',
    after: 'c',
  })
  expect(momentOf({ ...held, me: { member: 'd', role: 'member', waiting: false } })).toMatchObject({
    is: 'turn',
    after: null,
  })
  expect(momentOf({ ...held, me: { member: 'c', role: 'member', waiting: false } })).toEqual({
    is: 'holding',
    grant: 3,
    over: false,
    still: false,
  })
  const { holder: _none, ...free } = roundOf({ next: ['b', 'd'], centre: { since: 4 } })
  expect(momentOf(viewOf({ round: free }))).toEqual({ is: 'pick', still: false, last: false })
  expect(momentOf(viewOf({ round: roundOf({ seats: { c: 'holding' } }) }))).toEqual({
    is: 'listen',
    leads: false,
  })
})

// « Vous écoutez seulement. » was said to a facilitator who had only kept no seat for herself.
test('whoever facilitates a round without a seat leads it, unless she chose to listen', () => {
  const round = roundOf({ seats: { c: 'holding' } })
  const leads = viewOf({ round, me: { member: 'b', role: 'facilitator', waiting: false } })
  expect(momentOf(leads)).toEqual({ is: 'listen', leads: true })
  const people = { b: { role: 'facilitator', here: true, order: 1, listen: true } } as const
  expect(momentOf({ ...leads, people })).toEqual({ is: 'listen', leads: false })
})

test('what is left runs on the server’s clock and stands still in a pause, a suspension or a question asked of the holder', () => {
  const round = roundOf()
  const holder = { member: 'c', grant: 3, since: 1000, left_ms: 60_000 }
  expect(leftOf(round, holder, 31_000)).toBe(30_000)
  expect(leftOf(round, holder, 500)).toBe(60_000)
  expect(leftOf(round, holder, 71_000)).toBe(-10_000)
  expect(leftOf({ ...round, state: 'paused' }, holder, 31_000)).toBe(60_000)
  expect(leftOf(round, { ...holder, suspended_at: 2000 }, 31_000)).toBe(60_000)
  // « Votre temps est arrêté », said the banner, while the ring emptied.
  const clarifying = { member: 'b', since: 1000, until: 121_000 }
  expect(leftOf(round, { ...holder, clarifying }, 31_000)).toBe(60_000)
})

test('members run the room only while nobody who facilitates is there', () => {
  expect(mayRun(viewOf())).toBe(false)
  const alone = viewOf({ people: { b: person(2), a: person(1, { role: 'facilitator', here: false }) } })
  expect(mayRun(alone)).toBe(true)
  expect(mayRun({ ...alone, me: { member: 'b', role: 'guest', waiting: false } })).toBe(false)
})

test('the trail goes from the first of the round to where the stick is', () => {
  expect(travelledOf(held)).toBeNull()
  expect(
    travelledOf(viewOf({ round: roundOf({ holder: { member: 'b', grant: 4, since: 1, left_ms: 1 } }) })),
  ).toEqual({
    from: 'c',
    to: 'b',
  })
  expect(travelledOf(viewOf({ round: roundOf({ state: 'ended' }) }))).toBeNull()
})

test('phases to come are timed from the end of the present one', () => {
  const phase = (id: string, minutes: number) => ({ id, title: id, kind: 'plenary' as const, minutes })
  const agenda = { phases: [phase('x', 5), phase('y', 10), phase('z', 20)], at: 0, ends_at: 100_000 }
  expect(planOf(viewOf({ agenda }), 40_000)).toEqual({ y: 100_000, z: 700_000 })
  expect(planOf(viewOf({ agenda }), 160_000)).toEqual({ y: 160_000, z: 760_000 })
})

// The bar said « puis Pause », and the end was told twenty minutes too late: the step was skipped.
test('a step that is passed over is neither next nor counted', () => {
  const phase = (id: string, minutes: number) => ({ id, title: id, kind: 'plenary' as const, minutes })
  const phases = [phase('x', 5), phase('y', 10), phase('z', 20)]
  const agenda = { phases, at: 0, ends_at: 100_000, skipped: ['y'] }
  expect(comingOf(agenda).map((one) => one.id)).toEqual(['z'])
  expect(planOf(viewOf({ agenda }), 40_000)).toEqual({ z: 100_000 })
})

test('a step of twenty minutes begins with twenty, though the clock was read a moment before it', () => {
  const end = 20 * 60_000
  expect(minutesLeft(end, -999)).toBe(20)
  expect(minutesLeft(end, 0)).toBe(20)
  expect(minutesLeft(end, 61_000)).toBe(19)
  expect(minutesLeft(end, end - 30_000)).toBe(1)
  expect(minutesLeft(end, end + 90_000)).toBe(-1)
})

// A round was proposed while she spoke: her seat became an empty place, and the centre showed the proposal.
test('nobody vanishes: a seat is empty only while the centre shows its person', () => {
  const spoken = viewOf()
  const { holder: _none, ...proposed } = roundOf({ state: 'proposed' })
  for (const view of [
    spoken,
    viewOf({ round: proposed }),
    viewOf({ round: roundOf({ state: 'ended' }) }),
    held,
  ]) {
    const centre = centreOf(view, 'd')
    const shown = centre.is === 'speaker' ? centre.member : centre.is === 'held' ? centre.holder.member : null
    const empty = seatsOf(view, names, 'd', 6).filter((seat) => seat.mark === 'seat')
    expect(empty.map((seat) => seat.id)).toEqual(shown === null ? [] : [shown])
  }
  const d = seatsOf(viewOf({ round: proposed }), names, 'd', 6).find((seat) => seat.id === 'd')
  expect(d).toMatchObject({ mark: 'speaking', word: 'speaking' })
})

test('whoever passed is told that it comes once more, while it does', () => {
  const round = roundOf({ seats: { c: 'holding', b: 'heard' } })
  expect(
    momentOf(viewOf({ round, me: { member: 'b', role: 'member', waiting: false, again: true } })),
  ).toEqual({
    is: 'heard',
    again: true,
  })
})

// Whoever spoke in the fishbowl lost the sign of her seat in the centre, for eyes and for screen readers.
test('who speaks in the inner circle still sits there', () => {
  const floor = {
    rule: { kind: 'inside' as const, seats: 4, free: 1 },
    grant: 1,
    inside: ['c', 'd'],
    places: 5,
  }
  const words = (speaker: string | null) =>
    seatsOf(viewOf({ floor }), names, speaker, 6).flatMap(({ id, word }) => (word ? [`${id} ${word}`] : []))
  expect(words(null)).toEqual(words('c'))
  expect(words('c')).toContain('c inside')
})
