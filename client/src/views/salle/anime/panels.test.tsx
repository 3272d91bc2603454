import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { api } from '../../../api/client.ts'
import type { Agenda, Phase, SessionView } from '../../../session/view.ts'
import { fetchToasts } from '../../../ui/Toast.tsx'
import { Inside, sessionOf } from '../inside.test-env.tsx'
import { EquitySection } from './Equity.tsx'
import { ReplanCard } from './Replan.tsx'
import { Run } from './Run.tsx'
import { Seats } from './Seats.tsx'
import { TeamSection } from './Team.tsx'

// Roles are slow to look for on a machine that does other things.
vi.setConfig({ testTimeout: 30_000 })

vi.stubGlobal('matchMedia', () => ({
  matches: false,
  addEventListener: () => {},
  removeEventListener: () => {},
}))
afterEach(() => void vi.restoreAllMocks())

const phase = (id: string, title: string, minutes: number, change: Partial<Phase> = {}): Phase => ({
  id,
  title,
  kind: 'plenary',
  minutes,
  ...change,
})

const steps = [phase('p1', 'Accueil', 10), phase('p2', 'Récits', 40), phase('p3', 'Pause', 15)]
const agendaOf = (change: Partial<Agenda> = {}): Agenda => ({
  phases: steps,
  at: 0,
  started_at: 0,
  ends_at: 600_000,
  ...change,
})

/** One of the two who facilitate; Chantal takes part. */
const both = (change: Partial<SessionView> = {}): SessionView => {
  const one = sessionOf()
  const people = { ...one.people, b: { role: 'cofacilitator' as const, here: true, order: 2 } }
  return { ...one, people, ...change }
}

const user = () => userEvent.setup({ delay: null })
const press = (name: string | RegExp) => user().click(screen.getByRole('button', { name }))
/** What the last command of a kind said. */
const last = (inside: Inside, command: string) => inside.asked(command).at(-1)?.a

/** The sentence of the server is read where the gesture was made. */
async function refusedInWords(inside: Inside, command: string) {
  await fetchToasts()
  await inside.refuses(command)
  await waitFor(() => expect(document.body).toHaveTextContent('Trop tard.'))
}

function runs(change: Partial<Agenda> = {}, view: Partial<SessionView> = {}) {
  const agenda = agendaOf(change)
  const inside = new Inside(sessionOf({ agenda, ...view }))
  inside.shows(<Run agenda={agenda} leading />)
  return inside
}

test('the run of show: each gesture is a command that names the step it was made from', async () => {
  const inside = runs({ at: 1 })
  await press('Étape suivante')
  expect(last(inside, 'agenda.next')).toEqual({ from: 1 })
  await press('Étape d’avant')
  expect(last(inside, 'agenda.back')).toEqual({ from: 1 })
  await press(/^\+ 10/)
  expect(last(inside, 'agenda.extend')).toEqual({ minutes: 10, from: 1, ends_at: 600_000 })
  await press(/^− 5/) // before the answer: what she sees is not yet what she made of it
  expect(last(inside, 'agenda.extend')).toEqual({ minutes: -5, from: 1 })
  await press('Pause de 5 minutes')
  expect(last(inside, 'agenda.pause')).toEqual({ minutes: 5 })
  await refusedInWords(inside, 'agenda.pause')
})

test('the run of show shows the present step and the next, and the whole when asked', async () => {
  const inside = runs({}, { says: { p1: 'Accueillez chaque personne par son nom.' } })
  expect(screen.getAllByRole('listitem').map((one) => one.textContent)).toEqual([
    expect.stringMatching(/^Accueil10\smin$/),
    expect.stringMatching(/^Récits/),
  ])
  expect(screen.getByRole('listitem', { current: 'step' })).toHaveTextContent('Accueil')
  expect(document.body).toHaveTextContent('À dire : Accueillez chaque personne par son nom.')
  await press('Voir tout le déroulement')
  await press('Sauter Récits')
  expect(last(inside, 'agenda.skip')).toEqual({ phase: 'p2', on: true })
})

// The step after a skipped one was not in sight, and « Fin prévue » told the time of a step that would not be.
test('a step that is passed over gives its place, and takes no time', async () => {
  runs({ skipped: ['p2'] })
  expect(screen.getAllByRole('listitem').map((one) => one.textContent)).toEqual([
    expect.stringMatching(/^Accueil/),
    expect.stringMatching(/^Pause/),
  ])
  const end = new Date(1_500_000)
  const minutes = String(end.getMinutes()).padStart(2, '0')
  expect(document.body).toHaveTextContent(new RegExp(`Fin prévue à ${end.getHours()}\\sh\\s${minutes}`))
  await press('Voir tout le déroulement')
  expect(screen.getByRole('button', { name: 'Garder Récits' })).toBeVisible()
  expect(document.body).toHaveTextContent('Récits (sautée)')
})

test('one goes to any step, and comes back', async () => {
  const inside = runs()
  await press('Voir tout le déroulement')
  await press('Y aller : Pause')
  expect(last(inside, 'agenda.go')).toEqual({ phase: 'p3', from: 0 })
})

test('what cannot be done now says why: the last step, a round that runs', async () => {
  const inside = runs({ at: 1, skipped: ['p3'] })
  await press('Étape suivante')
  expect(document.body).toHaveTextContent('C’est la dernière étape.')
  expect(inside.asked('agenda.next')).toEqual([])
})

// « + 10 min » was pressed twice, and the step still said « 10 min ».
test('a step that was made longer says what it lasts now', () => {
  runs({ ends_at: 30 * 60_000 })
  expect(screen.getByRole('listitem', { current: 'step' })).toHaveTextContent(/Accueil\s*30\smin/)
})

test('while the meeting pauses, one gesture takes it up again', async () => {
  const inside = runs({ pause: { by: 'a', since: 0, until: 300_000 } })
  expect(screen.queryByRole('button', { name: 'Pause de 5 minutes' })).toBeNull()
  await press('Reprendre la rencontre')
  expect(inside.asked('agenda.resume')).toHaveLength(1)
})

const replan = { phases: [{ phase: 'p2', minutes: 30 }], ends: 3_000_000, late: 600_000 }

test('a late meeting is told what each step would become, and nothing is applied before a gesture', async () => {
  const inside = new Inside(sessionOf({ agenda: agendaOf(), replan }))
  inside.shows(<ReplanCard />)
  const card = screen.getByRole('group', { name: 'Réajuster le déroulement' })
  expect(card).toHaveTextContent(/la rencontre finirait 10\smin trop tard/)
  expect(card).toHaveTextContent(/Récits40\smin → 30\smin/)
  expect(inside.asked('agenda.replan')).toEqual([])
  await press('Appliquer')
  expect(last(inside, 'agenda.replan')).toEqual({ from: 0, phases: [{ phase: 'p2', minutes: 30 }] })
  await refusedInWords(inside, 'agenda.replan')
})

// A round that fits by shorter turns alone read « 40 min → 40 min ».
test('a round that would have shorter turns says so before they are applied', () => {
  const turns = { ...replan, phases: [{ phase: 'p2', minutes: 40, turn_s: 80 }] }
  new Inside(sessionOf({ agenda: agendaOf(), replan: turns })).shows(<ReplanCard />)
  const card = screen.getByRole('group', { name: 'Réajuster le déroulement' })
  expect(card).toHaveTextContent(/Récitstours de /)
  expect(card).not.toHaveTextContent('→')
})

test('a proposal left aside stays so until it is another', async () => {
  const inside = new Inside(sessionOf({ agenda: agendaOf(), replan }))
  inside.shows(<ReplanCard />)
  await press('Laisser ainsi')
  expect(screen.queryByRole('group', { name: 'Réajuster le déroulement' })).toBeNull()
  const other = { ...replan, late: -120_000, phases: [{ phase: 'p2', minutes: 42 }] }
  inside.becomes(sessionOf({ agenda: agendaOf(), replan: other }))
  expect(screen.getByRole('group', { name: 'Réajuster le déroulement' })).toHaveTextContent(
    /Il reste 2\smin de plus que prévu/,
  )
})

test('the team: who leads hands over, gives posts, and says who takes over', async () => {
  const inside = new Inside(both({ team: { posts: { lead: 'a', scribe: 'b' } }, takeover: ['a', 'b'] }))
  inside.shows(<TeamSection />)
  expect(document.body).toHaveTextContent('Vous menez la rencontre.')
  expect(screen.getByRole('button', { name: /Benoît Prise de notes/ })).toBeVisible()
  await press('Confier la conduite à Benoît')
  expect(last(inside, 'team.hand_over')).toEqual({ to: 'b' })
  const order = screen.getByRole('list', { name: 'Ordre de relève' })
  expect(
    within(order)
      .getAllByRole('listitem')
      .map((one) => one.textContent),
  ).toEqual(['1Awa', '2Benoît'])
  await press('Monter Benoît')
  expect(last(inside, 'team.order')).toEqual({ order: ['b', 'a'] })
  await press(/Veille technique/)
  await user().click(screen.getByRole('option', { name: 'Benoît' }))
  expect(last(inside, 'team.wear')).toEqual({ post: 'technique', member: 'b' })
  await refusedInWords(inside, 'team.wear')
})

// While groups are open the circle is the plenary's: who visited a group was out of the team until she came back.
test('the team: who sits in another circle is of it all the same', () => {
  const group = { group: 's1-1', members: [], visitors: ['a'] }
  const groups = { set: 's1', by: 'chosen', state: 'open', round: 1, groups: {} } as SessionView['groups'] &
    object
  const inside = new Inside(both({ groups, group, team: { posts: { lead: 'a' } }, takeover: ['a', 'b'] }))
  inside.shows(<TeamSection />)
  expect(screen.getByRole('button', { name: 'Confier la conduite à Benoît' })).toBeVisible()
})

test('the team: who does not lead sees who does, and cannot hand it over', () => {
  const inside = new Inside(both({ team: { posts: { lead: 'b' } }, takeover: ['b', 'a'] }))
  inside.shows(<TeamSection />)
  expect(document.body).toHaveTextContent('Benoît mène la rencontre.')
  expect(screen.queryByRole('button', { name: /Confier/ })).toBeNull()
  expect(screen.queryByRole('button', { name: /^Monter/ })).toBeNull()
})

test('the sharing of the word names nobody, and the group may have nothing counted', async () => {
  const share = { heard_ms: 0, turns: 0, season_ms: 0 }
  const season = { median_ms: 300_000, top_three: 55, unheard: 0 }
  const spread = { people: 6, median_ms: 90_000, top_three: 62, unheard: 1, season }
  const inside = new Inside(sessionOf({ share, spread }))
  inside.shows(<EquitySection />)
  const words = document.body.textContent
  expect(words).toMatch(/La moitié des personnes a parlé plus de 2\smin\./)
  expect(words).toMatch(/Les trois voix les plus entendues ont 62\s% du temps\./)
  expect(words).toMatch(/Depuis le début de la saison.*plus de 5\smin, et .* ont 55\s% du temps\./)
  expect(words).toContain('Une voix n’a pas encore été entendue.')
  for (const name of ['Awa', 'Benoît', 'Chantal']) expect(words).not.toContain(name)
  await user().click(screen.getByRole('switch', { name: /Compter le temps de parole/ }))
  expect(last(inside, 'equity.switch')).toBeUndefined()
  expect(screen.getByRole('dialog')).toHaveTextContent('rien n’est perdu')
  await user().click(screen.getByRole('button', { name: 'Ne plus compter' }))
  expect(last(inside, 'equity.switch')).toEqual({ on: false })
  await refusedInWords(inside, 'equity.switch')
})

// « Les trois voix les plus entendues ont 0 % du temps » stood there before anybody had spoken.
test('before anybody spoke, under five people, and when nothing is counted, no figure is told', () => {
  const share = { heard_ms: 0, turns: 0, season_ms: 0 }
  const none = { people: 6, median_ms: 0, top_three: 0, unheard: 6 }
  const inside = new Inside(sessionOf({ share, spread: none }))
  inside.shows(<EquitySection />)
  expect(document.body).toHaveTextContent('Personne n’a encore pris la parole.')
  inside.becomes(sessionOf({ share }))
  expect(document.body).toHaveTextContent('À moins de cinq personnes, rien n’est montré')
  inside.becomes(sessionOf())
  expect(document.body).toHaveTextContent('Le groupe ne compte pas le temps de parole.')
  expect(document.body).not.toHaveTextContent(/\d\s%/)
})

test('a relayed seat: asked with its name and who carries it; a refusal is told, and the words stay', async () => {
  const no = { code: 'full', fr: 'Le cercle est complet.', en: 'The circle is full.' }
  type Answer = Awaited<ReturnType<typeof api.POST>>
  const answers = (status: number, body: object) =>
    ({ response: new Response(null, { status }), ...body }) as unknown as Answer
  const post = vi.spyOn(api, 'POST').mockResolvedValueOnce(answers(409, { error: no }))
  await fetchToasts()
  new Inside(sessionOf()).shows(<Seats />)
  await press('Ajouter un siège de voix relais')
  await press('Ajouter ce siège')
  expect(post).not.toHaveBeenCalled()
  await user().type(screen.getByRole('textbox', { name: 'Son nom' }), 'Gisèle Inventée')
  await press('Ajouter ce siège')
  expect(post).toHaveBeenCalledWith('/api/meetings/{meeting}/seats', {
    params: { path: { meeting: 'm1' } },
    body: { name: 'Gisèle Inventée', behind: 'a' },
  })
  await waitFor(() => expect(document.body).toHaveTextContent('Le cercle est complet.'))
  expect(screen.getByRole('textbox', { name: 'Son nom' })).toHaveValue('Gisèle Inventée')
  post.mockResolvedValueOnce(answers(201, { data: { member: 'g' } }))
  await press('Ajouter ce siège')
  await waitFor(() => expect(screen.queryByRole('textbox', { name: 'Son nom' })).toBeNull())
})
