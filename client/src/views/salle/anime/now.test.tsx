import { act, fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Holder, Round, SessionView } from '../../../session/view.ts'
import { Inside, sessionOf } from '../inside.test-env.tsx'
import { Bell } from './Bell.tsx'
import { Now } from './Now.tsx'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const roundOf = (change: Partial<Round> = {}): Round => ({
  id: 'r1',
  number: 1,
  question: '',
  state: 'running',
  gate: 'holder',
  clock: 'soft',
  turn_ms: 90_000,
  order: ['a', 'b', 'c'],
  seats: {},
  next: [],
  ...change,
})

const held = (member: string, change: Partial<Holder> = {}) =>
  roundOf({ holder: { member, grant: 4, since: 0, left_ms: 60_000, ...change } })

function shows(view: Partial<SessionView>) {
  const inside = new Inside(sessionOf(view))
  inside.shows(<Now />)
  return inside
}

const said = () => screen.queryAllByRole('status').map((one) => one.textContent)
const press = (name: string) => act(async () => void fireEvent.click(screen.getByRole('button', { name })))

test('nothing lasting, nothing said', () => {
  shows({ round: held('b') })
  expect(said()).toEqual([])
})

test('a pause of the meeting says until when, and whoever runs it takes it up again', async () => {
  const until = new Date(2026, 10, 2, 10, 25).getTime()
  const inside = shows({ agenda: { phases: [], at: 0, pause: { by: 'b', since: 0, until } } })
  expect(said()[0]).toMatch(/^Pause de la rencontre, jusqu’à 10\sh\s25 environ\./)
  await press('Reprendre la rencontre')
  expect(inside.asked('agenda.resume')).toHaveLength(1)
})

// The bell's silence had no length on screen: somebody spoke into it after ten seconds.
test('the bell says who rang, how long the silence lasts in rounded words, then that its reason is told', () => {
  const rung = (says: boolean) =>
    sessionOf({
      round: roundOf({ state: 'paused', pause: { since: 0, by: 'b', bell: { until: 30_000, says } } }),
    })
  const inside = new Inside(rung(false))
  const now = vi.spyOn(inside.live.session, 'now').mockReturnValue(0)
  inside.shows(<Now />)
  expect(said()[0]).toContain('Benoît a sonné la cloche. Silence de tout le cercle')
  const timer = screen.getByRole('timer')
  expect(timer).toHaveTextContent('encore 30 secondes')
  expect(timer).toHaveAttribute('aria-live', 'off')
  now.mockReturnValue(21_000)
  act(() => void vi.advanceTimersByTime(1000))
  expect(timer).toHaveTextContent('encore 9 secondes')
  now.mockReturnValue(30_000)
  act(() => void vi.advanceTimersByTime(1000))
  expect(screen.queryByRole('timer')).toBeNull()
  inside.becomes(rung(true))
  expect(said()).toEqual(['Benoît dit pourquoi.'])
})

test('a clarification: its holder alone is asked, and both answers name the turn and who asks', async () => {
  const inside = shows({
    me: { member: 'a', role: 'member', waiting: false, asking: ['c'] },
    round: held('a'),
  })
  expect(said()[0]).toContain('Chantal aimerait une précision. Vous êtes la seule personne à le savoir.')
  await press('Pas maintenant')
  await press('Laisser demander')
  expect(inside.asked('stick.clarify').map((one) => one.a)).toEqual([
    { grant: 4, member: 'c', on: false },
    { grant: 4, member: 'c', on: true },
  ])
})

test('a clarification under way is told to all, and ended by its holder or who runs the round', async () => {
  const clarifying = { member: 'c', since: 0, until: 60_000 }
  const inside = shows({ round: held('b', { clarifying }) })
  expect(said()[0]).toContain('Chantal demande une précision à Benoît. On entend les deux voix.')
  await press('Poursuivre le tour')
  expect(inside.asked('stick.clarified')).toHaveLength(1)
  inside.becomes(
    sessionOf({ me: { member: 'c', role: 'member', waiting: false }, round: held('b', { clarifying }) }),
  )
  expect(screen.queryByRole('button', { name: 'Poursuivre le tour' })).toBeNull()
})

test('a turn in writing is read by all, and one person offers to read it aloud', async () => {
  const inside = shows({ round: held('b', { page: { seq: 9, text: 'Je pense à Rimouski.' } }) })
  expect(said()[0]).toMatch(/^Benoît écrit :.+Je pense à Rimouski\./)
  await press('Lire à voix haute')
  expect(inside.asked('stick.read').map((one) => one.a)).toEqual([{ grant: 4 }])
  inside.becomes(
    sessionOf({ round: held('b', { page: { seq: 9, text: 'Je pense à Rimouski.', reader: 'c' } }) }),
  )
  expect(said()[0]).toMatch(/^Benoît écrit, Chantal lit à voix haute :/)
  expect(screen.queryByRole('button', { name: 'Lire à voix haute' })).toBeNull()
})

test('who lost the lead by a dropped line may take it back, or leave it so', async () => {
  const me = { member: 'a', role: 'facilitator', waiting: false, claim: true } as const
  const inside = shows({ me })
  await press('Reprendre l’animation')
  expect(inside.asked('team.take_back')).toHaveLength(1)
  await press('Laisser ainsi')
  expect(said()).toEqual([])
})

test('a room without anybody to facilitate says so once it lasts, not at a reload', () => {
  const people = {
    a: { role: 'member', here: true, order: 1 },
    b: { role: 'facilitator', here: false, order: 2 },
  } as const
  shows({ people, me: { member: 'a', role: 'member', waiting: false } })
  expect(said()).toEqual([])
  act(() => void vi.advanceTimersByTime(10_000))
  expect(said()[0]).toMatch(/^Personne n’anime en ce moment\. La rencontre continue/)
})

// A bell broke into somebody's tears: in a silence it is asked for twice, and the hand that presses twice leaves the silence be.
test('a bell in a silence that is held asks twice', async () => {
  const onClose = vi.fn()
  const inside = new Inside(sessionOf({ round: held('b') }))
  const { rerender } = inside.shows(<Bell key="first" onClose={onClose} />)
  await press('Sonner la cloche')
  expect(inside.asked('stick.ring')).toEqual([])
  expect(screen.getByRole('status')).toHaveTextContent('Benoît tient le bâton, et se tait.')
  await press('Laisser le silence')
  expect(onClose).toHaveBeenCalledOnce()
  expect(inside.asked('stick.ring')).toEqual([])
  rerender(inside.around(<Bell key="second" onClose={onClose} />))
  await press('Sonner la cloche')
  await press('Sonner quand même')
  expect(inside.asked('stick.ring').map(({ a }) => a)).toEqual([{ seconds: 30 }])
})

test('while the holder is heard, or holds it oneself, a bell asks once', async () => {
  const onClose = vi.fn()
  const inside = new Inside(sessionOf({ round: held('b') }))
  inside.says({ t: 'eph', r: 'ses_1', d: [['b', 'level', 3]] })
  const { unmount } = inside.shows(<Bell onClose={onClose} />)
  await press('Sonner la cloche')
  expect(inside.asked('stick.ring')).toHaveLength(1)
  unmount()
  const mine = new Inside(sessionOf({ round: held('a') }))
  mine.shows(<Bell onClose={onClose} />)
  await press('Sonner la cloche')
  expect(mine.asked('stick.ring')).toHaveLength(1)
})

// Private words to somebody on the telephone, and whoever asked her for a word more, reached nobody's eyes.
test('what is told to whom I carry alone is told to me, and I answer for her', async () => {
  const view = (member: string) =>
    sessionOf({
      round: held(member),
      company: { b: { hint: { seq: 9, kind: 'nudge', text: 'Encore une minute?' }, asking: ['c'] } },
    })
  const inside = new Inside(view('b'))
  inside.shows(<Now />)
  expect(said().join()).toContain('L’animation dit en privé à Benoît : Encore une minute?')
  expect(said().join()).toContain('Chantal aimerait une précision de Benoît : demandez-lui.')
  await press('Laisser demander')
  expect(inside.asked('stick.clarify')[0]?.a).toEqual({ grant: 4, member: 'c', on: true, as: 'b' })
  await press('C’est dit')
  expect(said().join()).not.toContain('Encore une minute?')
})
