import { expect, test, vi } from 'vitest'
import { Inside, sessionOf } from './inside.test-env.tsx'
import { PhaseBar } from './PhaseBar.tsx'

vi.stubGlobal('matchMedia', () => ({
  matches: false,
  addEventListener: () => {},
  removeEventListener: () => {},
}))

const step = (id: string, title: string) => ({ id, title, kind: 'plenary' as const, minutes: 10 })

const segmentsAt = (at: number, skipped: string[]) => {
  const phases = [step('p1', 'Accueil'), step('p2', 'Récits'), step('p3', 'Clôture')]
  new Inside(sessionOf({ agenda: { phases, at, skipped } })).shows(<PhaseBar menu={null} />)
  return [...document.querySelectorAll<HTMLElement>('[title]')].map((one) => [
    one.dataset['state'],
    one.title,
  ])
}

// A step that nobody lived was drawn as one that was; and, before that, as one to come.
test('a step that is passed over is seen as such, before as after', () => {
  expect(segmentsAt(0, ['p2'])).toEqual([
    ['current', 'Accueil'],
    ['skipped', 'Récits'],
    ['todo', 'Clôture'],
  ])
})

test('a step passed over is not one that was lived', () => {
  expect(segmentsAt(2, ['p2']).map(([state]) => state)).toEqual(['done', 'skipped', 'current'])
})

// The bar said « Encore 4 min », then « Dépasse », all through a pause that moved the end of the step as soon as it was over.
test('the time of the step stands still while the meeting pauses', () => {
  const agenda = {
    phases: [step('p1', 'Accueil'), step('p2', 'Récits')],
    at: 0,
    started_at: -12 * 60_000,
    ends_at: -2 * 60_000, // it is 0 here
    pause: { by: 'a', since: -6 * 60_000, until: -60_000 },
  }
  new Inside(sessionOf({ agenda })).shows(<PhaseBar menu={null} />)
  expect(document.body).toHaveTextContent(/Encore 4\smin/)
})
