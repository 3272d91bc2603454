import { expect, test } from 'vitest'
import type { Phase } from './plan.ts'
import { joined, needing, played, playingOf, renamed, tables, withoutRole, withRole } from './roles.ts'

const step = (id: string, rule: NonNullable<Phase['rule']>, cast?: string[]): Phase => ({
  id,
  title: id,
  kind: 'stick',
  minutes: 10,
  rule,
  ...(cast ? { cast } : {}),
})

test('a role removed leaves no step that waits for it', () => {
  const phases = [
    step('situation', { kind: 'role', role: 'client' }, ['client']),
    step('faits', { kind: 'stick', answers: 'client', answer_s: 30 }),
    step('pistes', { kind: 'stick', not: 'client' }, ['client', 'gardienne']),
    step('mots', { kind: 'open' }),
  ]
  expect(needing(phases, 'client')).toEqual(['situation', 'faits', 'pistes'])
  const left = withoutRole(phases, 'client')
  expect(needing(left, 'client')).toEqual([])
  expect(left[0]?.rule).toEqual({ kind: 'role', role: 'facilitator' })
  expect(left[1]?.rule).toEqual({ kind: 'stick' })
  expect(left[2]?.cast).toEqual(['gardienne'])
  expect(left[3]).toBe(phases[3])
  expect(needing(phases, 'client')).toHaveLength(3)
})

test('roles have ids of their own, whatever was removed before', () => {
  const two = withRole(withRole([], 'Cliente', { group: false }), 'Hôte', { group: true })
  const again = withRole(two.slice(1), 'Scribe', { group: false })
  expect(new Set(again.map(({ id }) => id)).size).toBe(2)
  expect(two[1]).toMatchObject({ title: 'Hôte', group: true })
  expect(renamed(again, again[0]?.id ?? '', 'Accueil').map(({ title }) => title)).toEqual([
    'Accueil',
    'Scribe',
  ])
})

test('a role stays at its table, or goes round with a loop, never both', () => {
  const [host] = withRole([], 'Hôte', { group: true, stays: true })
  if (!host) throw new Error('no role')
  expect(host).toMatchObject({ group: true, stays: true })
  expect(playingOf(host)).toEqual({ group: true, stays: true })
  const [round] = played([host], host.id, { group: true, loop: 'turn' })
  expect(round).toEqual({ id: host.id, title: 'Hôte', group: true, loop: 'turn' })
  const [one] = played([host], host.id, { group: false, stays: true })
  expect(one).toEqual({ id: host.id, title: 'Hôte' })
})

test('the steps of a loop wait for the role that goes round with it', () => {
  const around = { ...step('raconte', { kind: 'open' }), loop: { id: 'turn', pass: 1, of: 2 } }
  const role = { id: 'client', title: 'Cliente', loop: 'turn' }
  const [first, other] = joined([around, step('mots', { kind: 'open' })], role)
  expect(first?.cast).toEqual(['client'])
  expect(other?.cast).toBeUndefined()
  expect(joined([first as Phase], role)).toEqual([first])
})

test('tables that follow each other stay open while a host stays, and close again without one', () => {
  const table = (id: string, more: object = {}): Phase => ({
    ...step(id, { kind: 'open' }),
    kind: 'groups',
    groups: { by: 'fresh', size: 4, ...more },
  })
  const phases = [step('questions', { kind: 'open' }), table('a'), table('b'), table('c', { keep: true })]
  const open = tables(phases, true)
  expect(open.map(({ groups }) => groups?.keep_hosts)).toEqual([undefined, undefined, true, undefined])
  expect(tables(open, false)).toEqual(phases)
})
