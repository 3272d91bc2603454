import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { communityQuery } from '../../../api/queries.ts'
import type { Phase } from '../../../session/view.ts'
import { Inside, sessionOf } from '../inside.test-env.tsx'
import { MakeGroups } from './MakeGroups.tsx'

// Roles are slow to look for on a machine that does other things.
vi.setConfig({ testTimeout: 30_000 })

const member = { role: 'member' } as const
const benoit = { ...member, id: 'b', name: 'Benoît Exemple' }
const chantal = { ...member, id: 'c', name: 'Chantal Fictive' }
/** Not in the room. */
const denise = { ...member, id: 'd', name: 'Denise Roman' }

/** Awa opens the panel in a community of these members, at a phase that plans these groups. */
function opens(members: readonly object[], groups?: object, many = 0) {
  const phase = { id: 'p1', title: 'Échanges', kind: 'groups', minutes: 10, ...(groups ? { groups } : {}) }
  const agenda = { phases: [phase as Phase], at: 0, started_at: 0, ends_at: 600_000 }
  const session = sessionOf({ agenda })
  const more = Object.fromEntries(
    Array.from({ length: many }, (_, i) => [`x${i}`, { role: 'member' as const, here: true, order: 10 + i }]),
  )
  const inside = new Inside({ ...session, people: { ...session.people, ...more } })
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } })
  client.setQueryData(communityQuery('c1').queryKey, { id: 'c1', members } as never)
  inside.shows(
    <QueryClientProvider client={client}>
      <MakeGroups onClose={undefined} />
    </QueryClientProvider>,
  )
  return inside
}

const user = userEvent.setup({ delay: null })
const way = () => screen.getByRole('button', { name: /Comment se forment les groupes/ })

async function offered(): Promise<(string | null)[]> {
  await user.click(way())
  return screen.getAllByRole('option').map((one) => one.textContent)
}

async function proposed(inside: Inside, choice?: string) {
  if (choice) {
    await user.click(way())
    await user.click(screen.getByRole('option', { name: choice }))
  }
  await user.click(screen.getByRole('button', { name: 'Voir la proposition' }))
  return inside.asked('groups.propose').at(-1)?.a
}

test('groups are made only by what two people of the room have said', async () => {
  const leads = { id: 'a', name: 'Awa Modèle', role: 'facilitator', function: 'Coordination' }
  opens([
    leads, // facilitates: she is placed nowhere
    { ...benoit, organization: 'Le Phare fictif', region: 'Côte-Nord', function: 'Intervenant' },
    { ...chantal, region: 'Estrie' },
    { ...denise, organization: 'Le Phare fictif' },
  ])
  expect(await offered()).toEqual([
    'Au hasard',
    'Jamais deux fois les mêmes ensemble',
    'En mêlant les régions',
    'Par région',
    'Au choix de chaque personne',
    'À la main',
  ])
})

test('each facet sends its own values, mixed or brought together', async () => {
  const inside = opens([
    { ...benoit, organization: 'Le Phare', region: 'Côte-Nord', function: 'Intervenant' },
    { ...chantal, organization: 'La Halte', region: 'côte-nord', function: 'Coordination' },
    denise,
  ])
  expect(await proposed(inside, 'Par région')).toMatchObject({
    by: 'facet',
    alike: true,
    values: { b: 'côte-nord', c: 'côte-nord' }, // « Côte-Nord » is where « côte-nord » is
  })
  await inside.does('groups.propose')
  const mixed = await proposed(inside, 'En mêlant les fonctions')
  expect(mixed).toMatchObject({ by: 'facet', values: { b: 'intervenant', c: 'coordination' } })
  expect(mixed).not.toHaveProperty('alike')
  await inside.does('groups.propose')
  expect(await proposed(inside, 'Par organisme')).toMatchObject({
    alike: true,
    values: { b: 'le phare', c: 'la halte' },
  })
})

test('a scenario’s « par région » is chosen when the panel opens', async () => {
  const groups = { by: 'facet', facet: 'region', size: 2 }
  const inside = opens(
    [
      { ...benoit, region: 'Estrie' },
      { ...chantal, region: 'Montérégie' },
    ],
    groups,
  )
  expect(way()).toHaveTextContent('Par région')
  expect(await proposed(inside)).toMatchObject({ by: 'facet', alike: true, size: 2, values: { b: 'estrie' } })
})

test('where nobody said her region, the scenario’s groups are drawn', async () => {
  const inside = opens([benoit, chantal], { by: 'facet', facet: 'region', size: 2 })
  expect(way()).toHaveTextContent('Au hasard')
  expect(await proposed(inside)).toMatchObject({ by: 'lot', size: 2 })
})

test('groups are made as the scenario says: never more than its most, or so many of them', async () => {
  const tables = opens([benoit, chantal], { by: 'lot', size: 6, most: 7 })
  expect(await proposed(tables)).toMatchObject({ by: 'lot', size: 6, most: 7 })
})

test('a scenario that says how many groups is followed, and may be left for a size', async () => {
  const inside = opens([benoit, chantal], { by: 'lot', count: 3 }, 6)
  expect(screen.getByRole('button', { name: /Taille des groupes/ })).toHaveTextContent('3 groupes')
  const asked = await proposed(inside)
  expect(asked).toMatchObject({ by: 'lot', count: 3 })
  expect(asked).not.toHaveProperty('size')
  await inside.does('groups.propose')
  await user.click(screen.getByRole('button', { name: /Taille des groupes/ }))
  await user.click(screen.getByRole('option', { name: 'Trois par trois' }))
  const sized = await proposed(inside)
  expect(sized).toMatchObject({ by: 'lot', size: 3 })
  expect(sized).not.toHaveProperty('count')
})

test('of few people fewer groups are made than the scenario plans: nobody is drawn alone', async () => {
  expect(await proposed(opens([benoit, chantal], { by: 'lot', count: 3 }))).toMatchObject({ count: 1 })
})
