import { act, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import type { SessionView } from '../../session/view.ts'
import { Animation } from './Animation.tsx'
import { Inside as InsideCircle, Outside as OutsideCircle } from './anime/Bocal.tsx'
import { Company } from './anime/Company.tsx'
import { MyParts } from './anime/MyParts.tsx'
import { Roles } from './anime/Roles.tsx'
import { Calls } from './groupes/Calls.tsx'
import { MyGroup } from './groupes/MyGroup.tsx'
import { ProposedGroups } from './groupes/ProposedGroups.tsx'
import { Inside, sessionOf } from './inside.test-env.tsx'
import { momentOf } from './moment.ts'
import { Notes } from './Notes.tsx'
import { mayRunHere } from './viewmodel.ts'
import { PaperControls } from './votes/PaperControls.tsx'
import { Papers } from './votes/Papers.tsx'
import { PreparePoll } from './votes/PreparePoll.tsx'
import { Waiting } from './votes/Waiting.tsx'

// Roles are slow to look for on a machine that does other things.
vi.setConfig({ testTimeout: 30_000 })

const table = { group: 's1-2', members: ['a', 'b'], visitors: [], title: 'Table du fleuve' }
const set = { set: 's1', by: 'chosen', state: 'open', round: 1, groups: { 's1-2': { n: 2, count: 2 } } }

/** Awa, a member, who sits at a table with Benoît; Chantal facilitates in the plenary. */
const atTable = (change: Partial<SessionView> = {}): SessionView =>
  sessionOf({
    me: { member: 'a', role: 'member', waiting: false },
    people: {
      a: { role: 'member', here: true, order: 1 },
      b: { role: 'member', here: true, order: 2 },
      c: { role: 'facilitator', here: true, order: 3 },
    },
    groups: set as SessionView['groups'] & object,
    group: table,
    ...change,
  })

const sheet = {
  order: 1,
  group: 's1-2',
  unsigned: false,
  per: 10,
  chars: 280,
  life: 'open',
  done: 0,
  of: 2,
} as const

// The room let the people of a small group run a round of theirs, and no screen did while somebody facilitated the plenary.
test.each(['member', 'guest'] as const)(
  'in a group that nobody leads, a %s prepares its round',
  async (role) => {
    const user = userEvent.setup({ delay: null })
    const view = atTable({ me: { member: 'a', role, waiting: false }, agenda: { phases: [], at: -1 } })
    const inside = new Inside({ ...view, people: { ...view.people, a: { role, here: true, order: 1 } } })
    expect(mayRunHere(view)).toBe(true)
    inside.shows(<Animation onCloseMeeting={() => {}} />)
    expect(screen.queryByRole('button', { name: 'Fermer la rencontre' })).toBeNull()
    await user.type(screen.getByRole('textbox', { name: 'La question' }), 'Qu’apportons-nous?')
    await user.click(screen.getByRole('button', { name: 'Proposer la ronde' }))
    expect(inside.asked('stick.prepare')[0]?.a).toMatchObject({ question: 'Qu’apportons-nous?' })
  },
)

test('in a group that somebody who facilitates visits, she runs it', () => {
  expect(mayRunHere(atTable({ group: { ...table, visitors: ['c'] } }))).toBe(false)
})

test('a group that nobody leads opens its own writing, and reveals it on its own board', async () => {
  const user = userEvent.setup({ delay: null })
  const inside = new Inside(atTable())
  inside.shows(<Papers onClose={() => {}} />)
  await user.click(screen.getByRole('button', { name: 'Écrire en silence' }))
  expect(screen.getByText(/Le groupe seul y écrit et le voit/)).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Ouvrir l’écriture' }))
  expect(inside.asked('cards.open')[0]?.a).toMatchObject({ group: 's1-2' })
  inside.becomes(
    atTable({
      sheets: { f1: sheet },
      group: { ...table, board: 'fleuve' },
      boards: { fleuve: { title: 'Fleuve', order: 2, group: 's1-2' }, mur: { title: 'Mur', order: 1 } },
    }),
  )
  await user.click(screen.getByRole('button', { name: 'Poser les cartes sur « Fleuve »' }))
  expect(inside.asked('cards.reveal')[0]?.a).toMatchObject({ sheet: 'f1', board: 'fleuve' })
})

test('the people of a group that somebody who facilitates visits do not run it', () => {
  new Inside(atTable({ group: { ...table, visitors: ['c'] } })).shows(<Papers onClose={() => {}} />)
  expect(screen.queryByRole('button', { name: 'Écrire en silence' })).toBeNull()
})

test('once its group has closed nobody writes on a sheet: it says whose it was', () => {
  const { groups: _, group: __, ...view } = atTable({ sheets: { f1: { ...sheet, of: 0 } } })
  new Inside(view).shows(<Papers onClose={() => {}} />)
  expect(screen.getByText('Groupe 2')).toBeVisible()
  expect(screen.getByText(/Ce groupe n’écrit plus/)).toBeVisible()
  expect(screen.queryByRole('textbox', { name: 'Votre carte' })).toBeNull()
})

test('a group that calls is shown to whoever facilitates; one gesture goes there', async () => {
  const user = userEvent.setup({ delay: null })
  const led = { set: 's1', by: 'chosen', state: 'open', unplaced: [], willing: [] }
  const groups = { 's1-2': { ...table, members: ['b', 'c'], help: { by: 'b', at: 5 } } }
  const inside = new Inside(sessionOf({ led: { ...led, groups } as unknown as SessionView['led'] & object }))
  inside.shows(<Calls />)
  expect(screen.getByText(/Benoît appelle l’animation : Table du fleuve/)).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Y aller' }))
  expect(inside.asked('groups.visit')[0]?.a).toEqual({ group: 's1-2' })
})

test('each is told her group before it opens, with whom, and who hosts', () => {
  const { groups: _, group: __, ...view } = atTable({ coming: { ...table, host: 'b' } })
  const inside = new Inside(view)
  inside.shows(<MyGroup />)
  expect(screen.getByText('Bientôt : Table du fleuve')).toBeVisible()
  expect(screen.getByText(/Avec Benoît/)).toHaveTextContent('accueil : Benoît')
  inside.becomes({ ...view, coming: { ...table, host: 'a' } })
  expect(screen.getByText(/Vous accueillez cette table/)).toBeVisible()
})

test('whoever proposes groups announces them, once', async () => {
  const user = userEvent.setup({ delay: null })
  const led = { set: 's1', by: 'lot', state: 'proposed', groups: {}, unplaced: [], willing: [] }
  const inside = new Inside(sessionOf())
  const { rerender } = inside.shows(<ProposedGroups led={led} />)
  await user.click(screen.getByRole('button', { name: 'Annoncer à chaque personne son groupe' }))
  expect(inside.asked('groups.announce')[0]?.a).toEqual({ set: 's1' })
  await inside.refuses('groups.announce')
  expect(await screen.findByText('Trop tard.')).toBeVisible()
  rerender(inside.around(<ProposedGroups led={{ ...led, announced: true }} />))
  expect(screen.queryByRole('button', { name: /Annoncer/ })).toBeNull()
})

test('what is retained is written by those who keep the circle', async () => {
  const user = userEvent.setup({ delay: null })
  const inside = new Inside(sessionOf())
  inside.shows(<Notes onClose={() => {}} />)
  await user.click(screen.getByRole('radio', { name: 'Décisions et suivis' }))
  await user.click(screen.getByRole('radio', { name: 'Retenu' }))
  await user.type(screen.getByRole('textbox', { name: 'Ce que nous en retenons' }), 'Les visites du jeudi')
  await user.click(screen.getByRole('button', { name: 'Ajouter' }))
  expect(inside.asked('record.add')[0]?.a).toMatchObject({ kind: 'summary', text: 'Les visites du jeudi' })
})

test('a member decides and follows up, and leaves what is retained to others', async () => {
  const user = userEvent.setup({ delay: null })
  new Inside(atTable()).shows(<Notes onClose={() => {}} />)
  await user.click(screen.getByRole('radio', { name: 'Décisions et suivis' }))
  expect(screen.queryByRole('radio', { name: 'Retenu' })).toBeNull()
})

// Codéveloppement: the client answers each turn, then listens; everybody reads which.
test('who listens or answers by her part is said to all, and to her', () => {
  const phase = (rule: object) => ({
    at: 0,
    phases: [{ id: 'CD4', title: 'Pistes', kind: 'stick', minutes: 25, rule: { kind: 'open', ...rule } }],
  })
  const client = (member: string) => [{ part: 'client', member }]
  const view = (rule: object, who: string) =>
    sessionOf({ agenda: phase(rule), cast: client(who) } as unknown as Partial<SessionView>)
  const inside = new Inside(view({ not: 'client' }, 'b'))
  inside.shows(<Roles />)
  expect(screen.getByText('À l’écoute pendant cette étape : Benoît.')).toBeVisible()
  inside.becomes(view({ not: 'client' }, 'a'))
  expect(screen.getByText('Vous écoutez : votre son ne part pas pendant cette étape.')).toBeVisible()
  inside.becomes(view({}, 'a'))
  expect(screen.queryByText(/écoute/)).toBeNull()
})

test('whoever carries a voice asks for the floor for it', async () => {
  const user = userEvent.setup({ delay: null })
  const inside = new Inside(sessionOf({ company: { b: {} } }))
  inside.shows(<Company />)
  await user.click(screen.getByRole('button', { name: /Demander la parole pour Benoît/ }))
  expect(inside.asked('hands.raise')[0]?.a).toEqual({ as: 'b' })
  inside.becomes(sessionOf({ company: { b: {} }, hands: { b: { seq: 3, since: 1 } } }))
  await user.click(screen.getByRole('button', { name: /Baisser la main de Benoît/ }))
  expect(inside.asked('hands.lower')[0]?.a).toEqual({ member: 'b' })
})

const parts = [
  { part: 'client', title: 'Cliente ou client' },
  { part: 'gardienne', title: 'Gardienne', member: 'c' },
]

// Who was carried had her gestures as commands, and no button on anybody's screen.
test('whoever carries a voice takes a part for it, hands it over and leaves it', async () => {
  const user = userEvent.setup({ delay: null })
  const inside = new Inside(sessionOf({ company: { b: {} }, cast: parts }))
  inside.shows(<Company />)
  await user.click(screen.getByRole('button', { name: 'Prendre ce rôle pour Benoît : Cliente ou client' }))
  expect(inside.asked('cast.volunteer')[0]?.a).toEqual({ part: 'client', as: 'b' })
  expect(screen.queryByText('Gardienne')).toBeNull()
  inside.becomes(sessionOf({ company: { b: {} }, cast: [{ ...parts[0], member: 'b' }] as typeof parts }))
  await user.click(screen.getByRole('button', { name: 'Confier ce rôle : Cliente ou client' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Chantal' }))
  expect(inside.asked('cast.hand')[0]?.a).toEqual({ part: 'client', member: 'c', as: 'b' })
  await user.click(screen.getByRole('button', { name: 'Laisser ce rôle : Cliente ou client' }))
  expect(inside.asked('cast.leave')[0]?.a).toEqual({ part: 'client', as: 'b' })
})

test('one takes a part oneself, where nobody plays it', async () => {
  const user = userEvent.setup({ delay: null })
  const inside = new Inside(sessionOf({ cast: parts }))
  inside.shows(<MyParts />)
  await user.click(screen.getByRole('button', { name: 'Prendre ce rôle : Cliente ou client' }))
  expect(inside.asked('cast.volunteer')[0]?.a).toEqual({ part: 'client' })
})

test('her time of speech is told to whoever carries her, while the group counts it', () => {
  const share = { heard_ms: 120_000, turns: 2, season_ms: 0 }
  const inside = new Inside(sessionOf({ company: { b: { share } } }))
  inside.shows(<Company />)
  expect(document.body).toHaveTextContent(/Temps de parole de Benoît Exemple aujourd’hui : 2\smin/)
  inside.becomes(sessionOf({ company: { b: {} } }))
  expect(document.body).not.toHaveTextContent(/Temps de parole/)
})

const secret = {
  order: 1,
  kind: 'ballot',
  question: 'Qui apporte le récit?',
  secret: true,
  life: 'open',
  cast: 1,
  of: 3,
  options: [
    { id: 'x', text: 'Au sort' },
    { id: 'y', text: 'Qui veut' },
  ],
} as const

test('a secret ballot is cast for whom one carries, apart from one’s own', async () => {
  const user = userEvent.setup({ delay: null })
  const polls = { v1: secret } as unknown as SessionView['polls'] & object
  const inside = new Inside(sessionOf({ polls, ballots: { v1: { choice: 'x' } }, company: { b: {} } }))
  inside.shows(<Papers onClose={() => {}} />)
  expect(screen.getByRole('radio', { name: /Au sort/ })).toBeChecked()
  await user.click(screen.getByRole('radio', { name: 'Pour Benoît' }))
  // What I chose is not hers.
  expect(screen.getByRole('radio', { name: /Au sort/ })).not.toBeChecked()
  await user.click(screen.getByRole('radio', { name: /Qui veut/ }))
  await user.click(screen.getByRole('button', { name: 'Voter pour Benoît' }))
  expect(inside.asked('poll.vote').map(({ a }) => a)).toEqual([
    { poll: 'v1', ballot: { choice: 'y' }, as: 'b' },
  ])
})

test('what one carried has not voted yet is said once one has voted oneself', () => {
  const polls = { v1: secret } as unknown as SessionView['polls'] & object
  const view = (own: SessionView['ballots'] & object, hers: SessionView['ballots'] & object) =>
    sessionOf({ polls, ballots: own, company: { b: { ballots: hers } } })
  const inside = new Inside(view({}, {}))
  inside.shows(<Waiting onOpen={() => {}} />)
  expect(screen.getByText('Un vote est ouvert : Qui apporte le récit?')).toBeVisible()
  inside.becomes(view({ v1: {} }, {}))
  expect(screen.getByText('Benoît n’a pas encore voté : Qui apporte le récit?')).toBeVisible()
  inside.becomes(view({ v1: {} }, { v1: {} }))
  expect(screen.queryByRole('button', { name: 'Voter' })).toBeNull()
})

const fishbowl = (inside: string[], change: Partial<SessionView> = {}): SessionView =>
  sessionOf({
    company: { b: {} },
    people: {
      a: { role: 'facilitator', here: true, order: 1 },
      b: { role: 'guest', here: true, order: 2, behind: 'a' },
      c: { role: 'member', here: true, order: 3 },
    },
    floor: { rule: { kind: 'inside', seats: 1, free: 1 }, grant: 0, places: 2, inside },
    ...change,
  })

// « Laisser mon siège » left nobody's when she whom I carry sat there.
test('a seat of the inner circle is taken and left for whom one carries', async () => {
  const user = userEvent.setup({ delay: null })
  const inside = new Inside(fishbowl([]))
  inside.shows(<OutsideCircle free={2} />)
  await user.click(screen.getByRole('button', { name: 'Un siège au centre pour Benoît' }))
  expect(inside.asked('floor.enter')[0]?.a).toEqual({ member: 'b' })
  const seated = fishbowl(['b', 'c'], { company: { b: { invited: true } } })
  expect(momentOf(seated)).toEqual({ is: 'inside', invited: true, as: 'b' })
  const within = new Inside(seated)
  within.shows(<InsideCircle invited as="b" />)
  expect(screen.getByText(/Benoît y est depuis le plus longtemps/)).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Laisser le siège de Benoît' }))
  expect(within.asked('floor.leave')[0]?.a).toEqual({ member: 'b' })
})

// Two people who had written without names in a group could never show their cards.
test('cards without names of groups that came back are shown as one lot', async () => {
  const user = userEvent.setup({ delay: null })
  const one = { ...sheet, unsigned: true, of: 0, phase: 'p1' }
  const sheets = {
    f1: { ...one, group: 's1-1' },
    f2: { ...one, order: 2 },
    f3: { ...one, order: 3, phase: 'p9' },
  }
  const inside = new Inside(sessionOf({ sheets }))
  inside.shows(<PaperControls />)
  const all = screen.getAllByRole('button', { name: 'Montrer les cartes ici' })
  expect(all).toHaveLength(2)
  expect(screen.getByText(/rien ne dira de quel groupe/)).toBeVisible()
  await user.click(all[1] as HTMLElement)
  expect(inside.asked('cards.reveal')[0]?.a).toMatchObject({ sheet: 'f2', with: ['f1'] })
})

test('a group of two is told where its cards without names will appear', () => {
  const inside = new Inside(atTable({ sheets: { f1: { ...sheet, unsigned: true } } }))
  inside.shows(<Papers onClose={() => {}} />)
  expect(screen.getAllByText(/ces cartes paraîtront en plénière/).length).toBeGreaterThan(0)
  inside.becomes(atTable({ sheets: { f1: { ...sheet, unsigned: true, of: 3 } } }))
  expect(screen.queryByText(/ces cartes paraîtront en plénière/)).toBeNull()
})

// CP7 asks for sentences « sans votre nom », and whoever typed and pressed was shown at once with hers.
test('in a circle without traces a sentence is offered without a name, unless one says otherwise', async () => {
  const user = userEvent.setup({ delay: null })
  const phase = { id: 'CP7', title: 'Phrases offertes', kind: 'vote', minutes: 5, traces: 'none' } as const
  const inside = new Inside(atTable({ agenda: { phases: [phase], at: 0 } }))
  inside.shows(<Papers onClose={() => {}} />)
  await user.type(screen.getByRole('textbox', { name: 'Ma phrase' }), 'Merci.')
  await user.click(screen.getByRole('radio', { name: /La communauté/ }))
  await user.click(screen.getByRole('button', { name: 'Offrir cette phrase' }))
  expect(inside.asked('harvest.offer')[0]?.a).toMatchObject({ text: 'Merci.', unsigned: true })
})

// The server takes 120 characters of an option: 200 could be typed, and were refused afterwards.
test('the bounds of a vote are told before it is sent', async () => {
  const user = userEvent.setup({ delay: null })
  const inside = new Inside(sessionOf())
  inside.shows(<PreparePoll onDone={() => {}} />)
  await user.type(screen.getByRole('textbox', { name: 'La question du vote' }), 'Laquelle?')
  const options = screen.getByRole('textbox', { name: /Les options/ })
  await user.click(options)
  await user.paste(`Une\n${'é'.repeat(121)}`)
  const prepare = () => screen.getByRole('button', { name: 'Préparer ce vote' })
  await user.click(prepare())
  expect(inside.asked('poll.prepare')).toHaveLength(0)
  expect(screen.getByText('La ligne 2 dépasse 120 caractères. Raccourcissez-la.')).toBeInTheDocument()
  await user.clear(options)
  await user.click(options)
  await user.paste(Array.from({ length: 41 }, (_, n) => `Option ${n}`).join('\n'))
  expect(screen.getByText('Il y a plus de 40 lignes. Regroupez-en quelques-unes.')).toBeInTheDocument()
  await user.clear(options)
  await user.click(options)
  await user.paste(`Une\n${'é'.repeat(120)}`)
  await user.click(prepare())
  expect(inside.asked('poll.prepare')).toHaveLength(1)
})

// A vote was closed, and neither who facilitates nor who had her panel closed was told where its result is.
test('what came of a vote leads to it, until it is read', async () => {
  const user = userEvent.setup({ delay: null })
  const poll = { order: 1, kind: 'consent', question: 'On garde?', life: 'open', cast: 0, of: 2, options: [] }
  const at = (life: string) => sessionOf({ polls: { v1: { ...poll, life } }, ballots: { v1: {} } } as never)
  const inside = new Inside(at('open'))
  const onOpen = vi.fn()
  inside.shows(<Waiting onOpen={onOpen} />)
  expect(screen.queryByRole('button')).toBeNull()
  act(() => inside.becomes(at('closed')))
  await user.click(await screen.findByRole('button', { name: 'Voir le résultat' }))
  expect(onOpen).toHaveBeenCalled()
  expect(screen.queryByRole('button', { name: 'Voir le résultat' })).toBeNull()
})

test('what a group wrote keeps its name when the group is no more', () => {
  const named = { ...set, groups: { 's1-2': { n: 2, count: 2, title: 'Table du fleuve' } } }
  const inside = new Inside(atTable({ sheets: { f1: sheet }, groups: named as never }))
  inside.shows(<Papers onClose={() => {}} />)
  expect(screen.getAllByText('Table du fleuve').length).toBeGreaterThan(0)
  const {
    groups: _groups,
    group: _group,
    ...back
  } = atTable({ sheets: { f1: { ...sheet, life: 'revealed' } } })
  act(() => inside.becomes(back))
  expect(screen.getAllByText('Table du fleuve').length).toBeGreaterThan(0)
  expect(screen.queryByText('Groupe 2')).toBeNull()
})
