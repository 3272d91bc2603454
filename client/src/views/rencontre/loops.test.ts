import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addedEvery,
  changedEvery,
  copiedEvery,
  everyPass,
  loopEnd,
  loopsOf,
  movedEvery,
  removedEvery,
  withoutPass,
  withPass,
} from './loops.ts'
import { type Phase, total } from './plan.ts'

/** A Troïka: a step before, so many passes of these rows in groups, a step after. */
function troika(passes: number, rows: readonly string[] = ['A', 'B', 'C'], each = true): Phase[] {
  const round = Array.from({ length: passes }, (_, n) =>
    rows.map((row): Phase => {
      const keep = n > 0 || row !== rows[0]
      return {
        id: `${row}-${n + 1}`,
        row,
        title: row,
        kind: 'groups',
        minutes: 2,
        rule: { kind: 'open' },
        groups: { by: 'lot', size: 3, ...(keep ? { keep } : {}) },
        loop: { id: 'turn', pass: n + 1, of: passes, ...(each ? { each } : {}) },
      }
    }),
  ).flat()
  const alone = (id: string): Phase => ({ id, title: id, kind: 'plenary', minutes: 5 })
  return [alone('avant'), ...round, alone('après')]
}

const plan = fc
  .tuple(fc.integer({ min: 2, max: 8 }), fc.integer({ min: 1, max: 4 }))
  .map(([passes, rows]) => troika(passes, ['A', 'B', 'C', 'D'].slice(0, rows)))
const ids = (phases: readonly Phase[]) => phases.map(({ id }) => id)
/** The rows of each pass, in order: what may never come apart. */
const passesOf = (phases: readonly Phase[]) => {
  const passes = new Map<number, string[]>()
  for (const { loop, row, title } of phases)
    if (loop) passes.set(loop.pass, [...(passes.get(loop.pass) ?? []), `${row}:${title}`])
  return [...passes.values()]
}

test('a pass more is like the last one and in its groups, and a pass less is what there was', () => {
  fc.assert(
    fc.property(plan, (phases) => {
      const more = withPass(phases, 'turn')
      const [loop] = loopsOf(more)
      const was = loopsOf(phases)[0]
      expect(loop?.passes).toBe((was?.passes ?? 0) + 1)
      expect(new Set(ids(more)).size).toBe(more.length)
      expect(new Set(passesOf(more).map(String)).size).toBe(1)
      const last = more.filter((phase) => phase.loop?.pass === loop?.passes)
      expect(last.every(({ groups }) => groups?.keep)).toBe(true)
      expect(more.every((phase) => !phase.loop || phase.loop.of === loop?.passes)).toBe(true)
      expect(more.at(-1)?.id).toBe('après')
      // Somebody chose how many: it no longer follows how many people sit in a group.
      expect(more.some((phase) => phase.loop?.each)).toBe(false)
      const rows = [...new Set(phases.flatMap(({ row }) => row ?? []))]
      expect(withoutPass(more, 'turn')).toEqual(troika(was?.passes ?? 0, rows, false))
    }),
  )
})

test('what is changed, copied, moved or removed in one pass is so in all', () => {
  fc.assert(
    fc.property(plan, fc.nat(), fc.nat(), (phases, pick, place) => {
      const looped = phases.filter(({ loop }) => loop)
      const one = looped[pick % looped.length] as Phase
      const same = everyPass(phases, one.id)
      const outside = (list: readonly Phase[]) => list.filter(({ loop }) => !loop)
      for (const next of [
        changedEvery(phases, one.id, { title: 'Autre', minutes: 7 }),
        copiedEvery(phases, one.id, 'copie'),
        removedEvery(phases, one.id),
        movedEvery(phases, one.id, place % phases.length),
        addedEvery(phases, { id: 'neuve', title: 'Neuve', kind: 'plenary', minutes: 3 }, one.id),
      ]) {
        expect(new Set(passesOf(next).map(String)).size).toBeLessThanOrEqual(1)
        expect(new Set(ids(next)).size).toBe(next.length)
        expect(outside(next)).toEqual(outside(phases))
      }
      expect(total(changedEvery(phases, one.id, { minutes: 7 }))).toBe(total(phases) + 5 * same.length)
    }),
  )
})

test('a step moves to the place of another of its pass, and does not leave it', () => {
  const phases = troika(2)
  expect(ids(movedEvery(phases, 'C-2', 4))).toEqual([
    'avant',
    'C-1',
    'A-1',
    'B-1',
    'C-2',
    'A-2',
    'B-2',
    'après',
  ])
  expect(ids(movedEvery(phases, 'A-1', 2))).toEqual([
    'avant',
    'B-1',
    'A-1',
    'C-1',
    'B-2',
    'A-2',
    'C-2',
    'après',
  ])
  expect(movedEvery(phases, 'A-1', 0)).toEqual(phases)
  expect(movedEvery(phases, 'C-1', 4)).toEqual(phases)
  expect(movedEvery(phases, 'avant', 2)).toEqual(phases)
})

test('groups changed in one pass are changed in all, and later passes still sit in those of the first', () => {
  const changed = changedEvery(troika(3), 'A-1', { groups: { by: 'facet', facet: 'region', size: 3 } })
  const groups = changed.filter(({ row }) => row === 'A').map((phase) => phase.groups)
  expect(groups.map((one) => one?.facet)).toEqual(['region', 'region', 'region'])
  expect(groups.map((one) => one?.keep === true)).toEqual([false, true, true])
})

test('a new step of a loop happens in the groups, and what belongs to no pass stands after the loop', () => {
  const more = addedEvery(troika(2), { id: 'neuve', title: 'Neuve', kind: 'plenary', minutes: 3 }, 'B-1')
  expect(more.filter(({ row }) => row === 'neuve').map(({ kind, groups }) => [kind, groups?.keep])).toEqual([
    ['groups', true],
    ['groups', true],
  ])
  expect(loopEnd(more, 'A-1')).toBe('C-2')
  expect(loopEnd(more, 'avant')).toBe('avant')
  expect(loopEnd(more, undefined)).toBeUndefined()
})

test('a step changed in its own pass alone stays the same step', () => {
  const phases = troika(3).map((phase) => (phase.id === 'B-2' ? { ...phase, title: 'À part' } : phase))
  expect(everyPass(phases, 'B-2')).toEqual(['B-1', 'B-2', 'B-3'])
  expect(everyPass(phases, 'avant')).toEqual(['avant'])
})
