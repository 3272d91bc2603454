import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import type { Round } from '../../session/view.ts'
import { BoardPane } from './BoardPane.tsx'
import { Chat } from './Chat.tsx'
import { Inside, sessionOf } from './inside.test-env.tsx'
import { MainAction } from './MainAction.tsx'
import { RoundControls } from './RoundControls.tsx'
import { useGestures } from './useGestures.ts'

// Roles are slow to look for on a machine that does other things.
vi.setConfig({ testTimeout: 30_000 })

// There is no screen here: no question about one finds it small.
vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }))

const round = (change: Partial<Round> = {}): Round => ({
  id: 'r1',
  number: 1,
  question: 'Un mot pour arriver?',
  state: 'running',
  gate: 'holder',
  clock: 'soft',
  turn_ms: 90_000,
  order: ['c', 'a', 'b'],
  seats: {},
  next: [],
  ...change,
})

const heldBy = (member: string, grant: number) =>
  sessionOf({ round: round({ holder: { member, grant, since: 0, left_ms: 60_000 } }) })

test('a private word goes to the one it was begun for, though the stick has passed on, and is kept when refused', async () => {
  const user = userEvent.setup({ delay: null })
  const inside = new Inside(heldBy('b', 4))
  inside.shows(<RoundControls />)
  await user.click(screen.getByRole('button', { name: 'Un mot en privé' }))
  await user.type(screen.getByRole('textbox'), 'À vous')
  inside.becomes(heldBy('c', 5))
  expect(screen.getByRole('dialog', { name: 'Un mot à Benoît, en privé' })).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Dire' }))
  expect(inside.asked('stick.nudge').map((one) => one.a)).toEqual([{ grant: 4, text: 'À vous' }])
  await inside.refuses('stick.nudge')
  expect(screen.getByRole('textbox')).toHaveValue('À vous')
})

test('changing the question of a proposed round keeps the order that was arranged', async () => {
  const user = userEvent.setup({ delay: null })
  const inside = new Inside(sessionOf({ round: round({ state: 'proposed' }) }))
  inside.shows(<RoundControls />)
  await user.click(screen.getByRole('button', { name: 'Modifier' }))
  await user.type(screen.getByRole('textbox', { name: 'La question' }), ' Court')
  await user.click(screen.getByRole('button', { name: 'Proposer la ronde' }))
  expect(inside.asked('stick.prepare').at(-1)?.a).toMatchObject({
    round: 'r1',
    question: 'Un mot pour arriver? Court',
    order: ['c', 'a', 'b'],
  })
  await inside.refuses('stick.prepare')
  // Who left meanwhile would have the whole order refused.
  const people = Object.fromEntries(
    Object.entries(sessionOf().people ?? {}).map(([who, one]) => [who, { ...one, left: who === 'c' }]),
  )
  inside.becomes(sessionOf({ people, round: round({ state: 'proposed' }) }))
  await user.click(screen.getByRole('button', { name: 'Proposer la ronde' }))
  expect(inside.asked('stick.prepare').at(-1)?.a).toMatchObject({ order: ['a', 'b'] })
  await inside.refuses('stick.prepare')
  await user.click(screen.getByRole('radio', { name: 'En premier' }))
  await user.click(screen.getByRole('button', { name: 'Proposer la ronde' }))
  expect(inside.asked('stick.prepare').at(-1)?.a).not.toHaveProperty('order')
})

test('a round that began meanwhile is shown as it runs, not as it was being changed', async () => {
  const user = userEvent.setup({ delay: null })
  const inside = new Inside(sessionOf({ round: round({ state: 'proposed' }) }))
  inside.shows(<RoundControls />)
  await user.click(screen.getByRole('button', { name: 'Modifier' }))
  inside.becomes(heldBy('b', 1))
  expect(screen.getByRole('button', { name: 'Terminer la ronde' })).toBeVisible()
})

test('words refused after the panel was closed are there when it opens again', async () => {
  const user = userEvent.setup({ delay: null })
  const inside = new Inside(sessionOf())
  const { rerender } = inside.shows(<Chat onClose={() => {}} />)
  await user.type(screen.getByRole('textbox', { name: 'Votre message' }), 'Je vous lis{Enter}')
  expect(screen.getByRole('textbox', { name: 'Votre message' })).toHaveValue('')
  rerender(inside.around(null))
  await inside.refuses('chat.say')
  rerender(inside.around(<Chat onClose={() => {}} />))
  expect(screen.getByRole('textbox', { name: 'Votre message' })).toHaveValue('Je vous lis')
})

test('a board asked for by two presses is one board', async () => {
  const user = userEvent.setup({ delay: null })
  const inside = new Inside(sessionOf())
  inside.shows(<BoardPane onClose={() => {}} />)
  await user.click(screen.getByRole('button', { name: 'Nouveau tableau' }))
  await user.type(screen.getByRole('textbox', { name: 'Son nom' }), 'Carte des appuis')
  await user.dblClick(screen.getByRole('button', { name: 'Ouvrir le tableau' }))
  expect(inside.asked('boards.open')).toHaveLength(1)
  await inside.refuses('boards.open')
  await waitFor(() =>
    expect(screen.getByRole('textbox', { name: 'Son nom' })).toHaveValue('Carte des appuis'),
  )
})

function Action() {
  return <MainAction gestures={useGestures()} openNotes={() => {}} />
}

test('a hand pressed twice before the answer is raised once, and alone in the room it shows too', async () => {
  const user = userEvent.setup({ delay: null })
  const { a } = sessionOf().people ?? {}
  const alone = sessionOf(a ? { people: { a } } : {})
  const inside = new Inside(alone)
  inside.shows(<Action />)
  await user.dblClick(screen.getByRole('button', { name: /^Demander la parole/ }))
  expect(inside.asked('hands.raise')).toHaveLength(1)
  expect(inside.asked('hands.lower')).toHaveLength(0)
  inside.becomes({ ...alone, hands: { a: { since: 1, seq: 2 } } })
  // The room shows it before the answer has come: the next press is another gesture.
  await user.click(screen.getByRole('button', { name: /^Baisser la main/ }))
  expect(inside.asked('hands.lower')).toHaveLength(1)
})
