import { act } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Phase, Round, SessionView } from '../../session/view.ts'
import { LiveRegion } from '../../ui/LiveRegion.tsx'
import { Inside, sessionOf } from './inside.test-env.tsx'
import { Told } from './Told.tsx'
import { useAnnouncements } from './useAnnouncements.ts'
import { centreOf } from './viewmodel.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function Announcing() {
  useAnnouncements()
  return <Told />
}

const phases: readonly Phase[] = [
  { id: 'p1', title: 'Accueil', kind: 'plenary', minutes: 10 },
  { id: 'p2', title: 'Nos récits', kind: 'board', minutes: 20, question: 'Qu’est-ce qui nous porte?' },
]

function hears(view: SessionView) {
  const inside = new Inside(view)
  inside.shows(
    <LiveRegion>
      <Announcing />
    </LiveRegion>,
  )
  return {
    becomes: (next: SessionView) => {
      inside.becomes(next)
      act(() => void vi.advanceTimersByTime(3000))
    },
    said: () => document.querySelector('[data-live="polite"]')?.textContent,
  }
}

// A screen reader learned that there was a board only by looking for one.
test('a step is announced with its length, its question, who is heard and the board that it brings', () => {
  const room = (at: number, change: Partial<SessionView> = {}) =>
    sessionOf({ agenda: { phases, at }, ...change })
  const { becomes, said } = hears(room(0))
  expect(said()).toBe('')
  const boards = { t1: { title: 'Mur de mots', order: 1, shown: true } }
  becomes(room(1, { boards }))
  expect(said()).toMatch(
    /^Étape : Nos récits, 20\smin\. « Qu’est-ce qui nous porte\? » La parole est libre\. Tableau : Mur de mots\.$/,
  )
  becomes(room(0, { boards }))
  expect(said()).not.toContain('Tableau')
})

test('everybody is told that the time of speech is counted no longer, or again', () => {
  const share = { heard_ms: 0, turns: 0, season_ms: 0 }
  const room = (change: Partial<SessionView>) => sessionOf({ agenda: { phases, at: 0 }, ...change })
  const { becomes, said } = hears(room({ share }))
  expect(said()).toBe('')
  becomes(room({}))
  expect(said()).toBe('Le temps de parole n’est plus compté.')
  becomes(room({ share }))
  expect(said()).toBe('Le temps de parole est compté de nouveau.')
})

test('who leads now is told to all, and who left the lead by a lost line is named', () => {
  const team = (lead: string, last: object) =>
    sessionOf({ team: { posts: { lead }, last } as NonNullable<SessionView['team']> })
  const { becomes, said } = hears(team('c', { at: 1, why: 'first' }))
  becomes(team('b', { at: 2, why: 'took_over', from: 'c' }))
  expect(said()).toBe('Chantal n’est plus là : Benoît mène la rencontre.')
  becomes(team('a', { at: 3, why: 'handed', from: 'b' }))
  expect(said()).toBe('Vous menez la rencontre.')
})

// The panel came or went without a word.
test('who comes to facilitate is told so, and when she no longer does', () => {
  const as = (role: 'member' | 'cofacilitator') => sessionOf({ me: { member: 'a', role, waiting: false } })
  const { becomes, said } = hears(as('member'))
  expect(said()).toBe('')
  becomes(as('cofacilitator'))
  expect(said()).toMatch(/^L’animation vous est confiée aussi\s: ouvrez « Animation » quand vous voulez\.$/)
  becomes(as('member'))
  expect(said()).toBe('L’animation ne vous est plus confiée.')
})

// The panel of those who facilitate had the reason; who only listens learned a name.
test('who was given the floor is told with the reason of her place, to herself in her own person', () => {
  const floor = (change: object) =>
    sessionOf({
      floor: { rule: { kind: 'hands', order: 'first' }, grant: 0, ...change } as NonNullable<
        SessionView['floor']
      >,
    })
  const line = [
    { member: 'b', why: 'not_spoken' },
    { member: 'a', why: 'arrival' },
  ]
  const { becomes, said } = hears(floor({ line }))
  becomes(floor({ line: line.slice(1), holder: { member: 'b', grant: 1, since: 1 }, grant: 1 }))
  expect(said()).toMatch(/^Benoît a la parole\s: n’a pas encore parlé\.$/)
  becomes(floor({ line: [{ member: 'a', why: 'not_spoken' }], grant: 1 }))
  becomes(floor({ holder: { member: 'a', grant: 2, since: 2 }, grant: 2 }))
  expect(said()).toMatch(
    /^Vous avez la parole\s: vous n’avez pas encore parlé\. M pour ouvrir votre micro\.$/,
  )
  becomes(floor({ grant: 2 }))
  becomes(floor({ holder: { member: 'b', grant: 3, since: 3 }, grant: 3 }))
  expect(said()).toBe('Benoît a la parole.')
})

const round = (change: Partial<Round> = {}): Round => ({
  id: 'r1',
  number: 1,
  question: '',
  state: 'running',
  gate: 'holder',
  clock: 'soft',
  turn_ms: 60_000,
  order: ['a', 'b', 'c'],
  seats: { a: 'heard', b: 'waiting', c: 'waiting' },
  next: ['b', 'c'],
  ...change,
})

// The chime of the strict clock sounded for all but the one from whom the stick was about to be taken.
test('the end of a strict turn is said to the holder herself, in her own words', () => {
  const holds = (member: string, over: boolean) =>
    sessionOf({
      round: round({ clock: 'strict', holder: { member, grant: 1, since: 1, left_ms: 1, over } }),
    })
  const { becomes, said } = hears(holds('a', false))
  becomes(holds('a', true))
  expect(said()).toMatch(
    /^Votre temps est écoulé\. Terminez votre idée\s: le bâton passera dans un instant\.$/,
  )
  becomes(holds('b', false))
  becomes(holds('b', true))
  expect(said()).toBe('Le temps du tour est écoulé.')
})

// « Tout le monde a eu l’occasion de parler », said of a round ended after two people of seven.
test.each([
  ['complete', 'La ronde est terminée. Tout le monde a eu l’occasion de parler.'],
  ['ended', 'La ronde est terminée.'],
  ['closed', 'La ronde est terminée.'],
] as const)('the end of a round says that all could speak only when it is so (%s)', (why, want) => {
  const { becomes, said } = hears(sessionOf({ round: round() }))
  const view = sessionOf({ round: round({ state: 'ended', next: [], why }) })
  becomes(view)
  expect(said()).toBe(want)
  expect(centreOf(view, null)).toMatchObject({ is: 'ended', complete: why === 'complete' })
})
