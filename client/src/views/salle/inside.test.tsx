import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import type { Round } from '../../session/view.ts'
import { AlertBanners } from './Alerts.tsx'
import { Animation } from './Animation.tsx'
import { BoardPane } from './BoardPane.tsx'
import { Chat } from './Chat.tsx'
import { Inside, sessionOf } from './inside.test-env.tsx'
import { MainAction } from './MainAction.tsx'
import { RoundControls } from './RoundControls.tsx'
import { useGestures } from './useGestures.ts'

// Roles are slow to look for on a machine that does other things.
vi.setConfig({ testTimeout: 30_000 })

// There is no screen here: no question about one finds it small.
vi.stubGlobal('matchMedia', () => ({
  matches: false,
  addEventListener: () => {},
  removeEventListener: () => {},
}))

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

// A scenario's 140 seconds became 180: only lengths of a fixed list could be proposed.
test('a round is proposed with the very turn that its phase plans', async () => {
  const user = userEvent.setup({ delay: null })
  const phase = { id: 'p1', title: 'Première ronde', kind: 'stick' as const, minutes: 25, turn_s: 140 }
  const inside = new Inside(sessionOf({ agenda: { phases: [phase], at: 0 } }))
  inside.shows(<RoundControls />)
  expect(screen.getByRole('button', { name: /140 secondes/ })).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Proposer la ronde' }))
  expect(inside.asked('stick.prepare').at(-1)?.a).toMatchObject({ turn_s: 140 })
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
  await user.type(
    await screen.findByRole('textbox', { name: 'Son nom' }, { timeout: 10_000 }),
    'Carte des appuis',
  )
  await user.dblClick(screen.getByRole('button', { name: 'Ouvrir le tableau' }))
  expect(inside.asked('boards.open')).toHaveLength(1)
  await inside.refuses('boards.open')
  await waitFor(() =>
    expect(screen.getByRole('textbox', { name: 'Son nom' })).toHaveValue('Carte des appuis'),
  )
})

test('a board is named anew by those who run', async () => {
  const user = userEvent.setup({ delay: null })
  const inside = new Inside(sessionOf({ boards: { b1: { title: 'Tableau', order: 1 } } }))
  inside.shows(<BoardPane onClose={() => {}} />)
  await user.click(screen.getByRole('button', { name: 'Renommer' }))
  const box = await screen.findByRole('textbox', { name: 'Son nom' }, { timeout: 10_000 })
  expect(box).toHaveValue('Tableau')
  await user.clear(box)
  await user.type(box, 'Carte des appuis')
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Renommer' }))
  expect(inside.asked('boards.rename').at(-1)?.a).toEqual({ board: 'b1', title: 'Carte des appuis' })
})

// The stick was offered with the question of its round nowhere on the page, when a board stood in the place of the centre.
test('beside a board the offer says what is asked', async () => {
  const round_ = round({ state: 'running', question: 'Qu’avons-nous réussi?', offer: { to: 'a', at: 1 } })
  const offer = { round: 'r1', second: false, at: 1 }
  const inside = new Inside(sessionOf({ round: round_, my_offer: offer }))
  inside.shows(<Action folded />)
  expect(screen.getByText('« Qu’avons-nous réussi? »')).toBeVisible()
})

function Action({ folded = false }: { folded?: boolean }) {
  return <MainAction board={folded} folded={folded} gestures={useGestures()} openNotes={() => {}} />
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

// Nothing told who ran her first meeting that it was to be begun in « Animation ».
test('before the first step the large action of who runs the meeting begins it, once, and nobody else’s does', async () => {
  const user = userEvent.setup({ delay: null })
  const phases = [{ id: 'p1', title: 'Accueil', kind: 'plenary' as const, minutes: 10 }]
  const waiting = sessionOf({ agenda: { phases, at: -1 } })
  const inside = new Inside(waiting)
  inside.shows(<Action />)
  const begin = await screen.findByRole('button', { name: 'Commencer la rencontre' }, { timeout: 20_000 })
  await user.dblClick(begin)
  expect(inside.asked('agenda.next').map((one) => one.a)).toEqual([{ from: -1 }])
  expect(screen.getByRole('button', { name: /^Demander la parole/ })).toBeVisible()
  for (const change of [
    { agenda: { phases, at: 0 } },
    { agenda: { phases: [], at: -1 } },
    { me: { ...waiting.me, role: 'member' as const } },
  ]) {
    inside.becomes({ ...waiting, ...change })
    expect(screen.queryByRole('button', { name: 'Commencer la rencontre' })).toBeNull()
  }
})

test('the microphone closes before the stick leaves, and opens again when the room refuses', async () => {
  const user = userEvent.setup({ delay: null })
  const inside = new Inside(heldBy('a', 7))
  inside.shows(<Action />)
  await user.click(screen.getByRole('button', { name: 'Transmettre' }))
  expect(inside.mic).toEqual(['closed'])
  expect(inside.asked('stick.release').map((one) => one.a)).toEqual([{ grant: 7 }])
  await inside.refuses('stick.release')
  expect(inside.mic).toEqual(['closed', 'again'])
  await user.click(screen.getByRole('button', { name: 'Transmettre' }))
  await inside.does('stick.release')
  expect(inside.mic).toEqual(['closed', 'again', 'closed'])
})

test('from the centre whoever comes next may pass, and come back later if somebody comes after', async () => {
  const user = userEvent.setup({ delay: null })
  const centre = (next: string[]) => sessionOf({ round: round({ centre: { since: 1 }, next }) })
  const inside = new Inside(centre(['a', 'b']))
  inside.shows(<Action />)
  await user.click(screen.getByRole('button', { name: 'Revenir à moi' }))
  await inside.refuses('stick.later')
  await user.click(screen.getByRole('button', { name: 'Passer' }))
  expect([...inside.asked('stick.later'), ...inside.asked('stick.pass')].map((one) => one.a)).toEqual([
    { round: 'r1' },
    { round: 'r1' },
  ])
  inside.becomes(centre(['a']))
  expect(screen.queryByRole('button', { name: 'Revenir à moi' })).toBeNull()
})

test('an offer unanswered and a suspended stick are settled without the panel', async () => {
  const user = userEvent.setup({ delay: null })
  const inside = new Inside(sessionOf({ round: round({ next: ['c'] }), facil: { offer_unanswered: 'b' } }))
  inside.shows(<AlertBanners shown />)
  expect(screen.getByText(/^Benoît n’a pas répondu/)).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Tendre à la personne suivante' }))
  expect(inside.asked('stick.offer')).toHaveLength(1)
  inside.becomes(sessionOf({ round: round(), facil: { suspended: { member: 'c', since: 1, until: 2 } } }))
  await user.click(screen.getByRole('button', { name: 'Attendre encore' }))
  await user.click(screen.getByRole('button', { name: 'Continuer; Chantal reprendra après' }))
  expect(inside.asked('stick.wait')).toHaveLength(1)
  expect(inside.asked('stick.go_on')).toHaveLength(1)
  inside.becomes(sessionOf({ round: round() }))
  expect(screen.queryByRole('button')).toBeNull()
})

// « Sa place sera gardée » was promised of a last and second offer, and « Tendre à la personne suivante » ended the round.
test('an offer unanswered says what going on will do: who comes next, and whether her place is kept', async () => {
  const user = userEvent.setup({ delay: null })
  const asked = (next: string[], offer_again?: true) =>
    sessionOf({
      round: round({ next }),
      facil: { offer_unanswered: 'b', ...(offer_again ? { offer_again } : {}) },
    })
  const inside = new Inside(asked(['c']))
  inside.shows(<AlertBanners shown />)
  expect(screen.getByRole('status')).toHaveTextContent(/place sera gardée.*avance de lui-même/)
  inside.becomes(asked([]))
  expect(screen.getByText(/personne ne vient après/)).toBeVisible()
  expect(screen.getByRole('button', { name: 'Tendre le bâton de nouveau' })).toBeVisible()
  inside.becomes(asked(['c'], true))
  expect(screen.getByText(/deux fois. Cette personne peut encore demander/)).toBeVisible()
  expect(screen.getByRole('button', { name: 'Tendre à la personne suivante' })).toBeVisible()
  inside.becomes(asked([], true))
  await user.click(screen.getByRole('button', { name: 'Remettre au centre' }))
  expect(inside.asked('stick.offer')).toHaveLength(1)
  const seats = { b: 'later' } as const
  inside.becomes(sessionOf({ round: round({ centre: { since: 1 }, seats }), facil: { rest_until: 9 } }))
  expect(screen.getByText(/peut encore le demander/)).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Terminer la ronde' }))
  expect(inside.asked('stick.go_on')).toHaveLength(1)
})

test('the panel holds out to the next only when someone comes next', () => {
  const inside = new Inside(sessionOf({ round: round({ centre: { since: 1 }, next: ['c'] }) }))
  inside.shows(<RoundControls />)
  expect(screen.getByRole('button', { name: 'Tendre à la personne suivante' })).toBeVisible()
  inside.becomes(sessionOf({ round: round({ centre: { since: 1 } }) }))
  expect(screen.queryByRole('button', { name: 'Tendre à la personne suivante' })).toBeNull()
})

// The panel was closed, everything was grey, and nothing offered to go on.
test('a paused round is resumed without the panel, by those who may', async () => {
  const user = userEvent.setup({ delay: null })
  const paused = {
    round: round({ state: 'paused', pause: { since: 1, by: 'a' } }),
    facil: { offer_unanswered: 'b' },
  }
  const inside = new Inside(sessionOf(paused))
  inside.shows(<AlertBanners shown />)
  await user.click(screen.getByRole('button', { name: 'Poursuivre la ronde' }))
  expect(inside.asked('stick.resume')).toHaveLength(1)
  // Every other clock stands still.
  expect(screen.queryByRole('button', { name: 'Attendre encore' })).toBeNull()
  inside.becomes(sessionOf({ round: paused.round, me: { member: 'b', role: 'member', waiting: false } }))
  expect(screen.queryByRole('button')).toBeNull()
})

// At a step of rounds the one green button skipped the round, which was prepared below the fold.
test('at a step of rounds the round comes first, and the steps are folded', async () => {
  const user = userEvent.setup({ delay: null })
  const step = (id: string, kind: 'plenary' | 'stick') => ({ id, title: `Étape ${id}`, kind, minutes: 5 })
  const phases = [step('p', 'plenary'), step('q', 'stick'), step('r', 'plenary'), step('s', 'plenary')]
  const hands = { c: { since: 1, seq: 1 } }
  const inside = new Inside(sessionOf({ agenda: { phases, at: 1 }, hands }))
  inside.shows(<Animation onCloseMeeting={() => {}} />)
  const parts = () => screen.getAllByRole('region').map((one) => one.getAttribute('aria-label'))
  expect(parts()).toEqual([
    'La parole',
    'Ronde du bâton',
    'Déroulement',
    'Sous-groupes',
    'Écrire et choisir',
    'Partage de la parole',
  ])
  expect(screen.queryByText('Étape p')).toBeNull()
  expect(screen.queryByText('Étape s')).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Voir tout le déroulement' }))
  expect(screen.getByText('Étape s')).toBeVisible()
  const over = round({ state: 'ended', phase: 'q' })
  inside.becomes(sessionOf({ agenda: { phases, at: 1 }, hands, round: over }))
  expect(parts()).toEqual([
    'La parole',
    'Déroulement',
    'Ronde du bâton',
    'Sous-groupes',
    'Écrire et choisir',
    'Partage de la parole',
  ])
})

// « Fermer la rencontre » was what one saw once the round had begun: the panel had kept its scroll.
test('the panel goes back to its top when the round moves on', () => {
  const inside = new Inside(sessionOf({ round: round({ state: 'proposed' }) }))
  const { container } = inside.shows(<Animation onCloseMeeting={() => {}} />)
  container.scrollTop = 300
  inside.becomes(sessionOf({ round: round() }))
  expect(container.scrollTop).toBe(0)
  container.scrollTop = 300
  inside.becomes(sessionOf({ round: round({ next: ['c'] }) }))
  expect(container.scrollTop).toBe(300)
  inside.becomes(sessionOf({ round: round({ state: 'paused' }) }))
  expect(container.scrollTop).toBe(0)
})

// The panel stayed scrolled to its end, and the gesture that begins the round was out of sight.
test.each(['view', 'answer'])(
  'a round proposed puts its beginning under the hand (%s first)',
  async (first) => {
    const user = userEvent.setup({ delay: null })
    const phases = [{ id: 'p', title: 'Accueil', kind: 'plenary', minutes: 5 } as const]
    const inside = new Inside(sessionOf({ agenda: { phases, at: 0 } }))
    inside.shows(<Animation onCloseMeeting={() => {}} />)
    await user.click(screen.getByRole('button', { name: 'Proposer la ronde' }))
    const shows = async () =>
      inside.becomes(sessionOf({ agenda: { phases, at: 0 }, round: round({ state: 'proposed' }) }))
    const answers = () => inside.does('stick.prepare')
    for (const step of first === 'view' ? [shows, answers] : [answers, shows]) await step()
    expect(screen.getByRole('button', { name: 'Commencer la ronde' })).toHaveFocus()
  },
)
