import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  added,
  advice,
  changed,
  copied,
  moved,
  overrun,
  type Phase,
  phaseKinds,
  removed,
  roundMinutes,
  ruleAs,
  rulesOf,
  starts,
  stepped,
  total,
} from './plan.ts'

const phaseOf = (id: string): fc.Arbitrary<Phase> =>
  fc.record({
    id: fc.constant(id),
    title: fc.string({ minLength: 1 }),
    kind: fc.constantFrom(...phaseKinds),
    minutes: fc.integer({ min: 1, max: 720 }),
  })
const plan = fc
  .integer({ min: 0, max: 12 })
  .chain((n) => fc.tuple(...Array.from({ length: n }, (_, index) => phaseOf(`p${index}`))))
const ids = (phases: readonly Phase[]) => phases.map((phase) => phase.id)

test('moving keeps every step, the order of the others, and their total', () => {
  fc.assert(
    fc.property(plan, fc.nat(), fc.integer({ min: -3, max: 20 }), (phases, pick, to) => {
      const one = phases[pick % Math.max(1, phases.length)]
      const after = moved(phases, one?.id ?? 'nobody', to)
      expect(ids(after).toSorted()).toEqual(ids(phases).toSorted())
      expect(ids(removed(after, one?.id ?? ''))).toEqual(ids(removed(phases, one?.id ?? '')))
      expect(total(after)).toBe(total(phases))
      if (one) expect(after.indexOf(one)).toBe(Math.min(phases.length - 1, Math.max(0, to)))
    }),
  )
})

test('each step begins when the one before it ends', () => {
  fc.assert(
    fc.property(plan, (phases) => {
      const times = starts(phases, 1_000)
      expect(times).toHaveLength(phases.length)
      times.forEach((time, index) => {
        const end = time + (phases[index]?.minutes ?? 0) * 60_000
        expect(times[index + 1] ?? 1_000 + total(phases) * 60_000).toBe(end)
      })
    }),
  )
})

test('a step longer and then shorter comes back, except off the marks of five', () => {
  for (let minutes = 1; minutes < 720; minutes++) {
    const up = stepped(minutes, 1)
    expect(up).toBeGreaterThan(minutes)
    expect(up - minutes).toBeLessThanOrEqual(5)
    if (minutes < 20 || minutes % 5 === 0) expect(stepped(up, -1)).toBe(minutes)
  }
  expect(stepped(1, -1)).toBe(1)
  expect(stepped(720, 1)).toBe(720)
})

test('a new step stands before the closing, or just after the one it was asked from', () => {
  const [a, b] = [step('a', 'stick', 60), step('b', 'closing', 15)]
  expect(ids(added([a, b], step('c', 'plenary', 10)))).toEqual(['a', 'c', 'b'])
  expect(ids(added([a, b], step('c', 'plenary', 10), 'b'))).toEqual(['a', 'b', 'c'])
  expect(ids(added([], step('c', 'plenary', 10)))).toEqual(['c'])
})

test('a step that stops being a round loses its turn, and gets one back when it is a round again', () => {
  const round = changed([step('a', 'plenary', 20)], 'a', { kind: 'stick' })
  expect(round[0]?.turn_s).toBe(120)
  expect(changed(round, 'a', { kind: 'board', board: 'b1' })[0]).toEqual({
    ...step('a', 'board', 20),
    board: 'b1',
  })
})

test('a copy stands just after its step, under its own id, and out of the loop', () => {
  fc.assert(
    fc.property(plan, fc.nat(), (phases, pick) => {
      const one = phases[pick % Math.max(1, phases.length)]
      const looped = phases.map((phase) => ({ ...phase, row: 'TR2', loop: { id: 'L', pass: 1, of: 3 } }))
      const after = copied(looped, one?.id ?? 'nobody', 'copy')
      if (!one) {
        expect(after).toEqual(looped)
        return
      }
      const { loop: _loop, row: _row, ...own } = looped.find(({ id }) => id === one.id) as Phase
      const at = looped.findIndex(({ id }) => id === one.id)
      expect(after[at + 1]).toEqual({ ...own, id: 'copy' })
      expect(removed(after, 'copy')).toEqual(looped)
    }),
  )
})

test('a step of a scenario keeps its rule until its kind no longer suits it', () => {
  const asked: Phase = {
    ...step('a', 'stick', 20, 45),
    rule: { kind: 'stick', turn_s: 45, answers: 'client', answer_s: 45, rounds: 2 },
    say: 'Des questions seulement.',
    seats: 6,
  }
  const longer = changed([asked], 'a', { turn_s: 60 })[0]
  expect(longer).toMatchObject({ turn_s: 60, rule: { turn_s: 60, answers: 'client', rounds: 2 }, seats: 6 })
  const board = changed([asked], 'a', { kind: 'board' })[0]
  expect(board).toEqual({
    ...step('a', 'board', 20),
    rule: { kind: 'open' },
    say: 'Des questions seulement.',
  })
  for (const kind of phaseKinds) {
    const [next] = changed([asked], 'a', { kind })
    expect(next?.rule?.turn_s === undefined).toBe(kind !== 'stick')
    expect(next?.groups === undefined).toBe(kind !== 'groups')
    for (const rule of rulesOf(kind)) expect(ruleAs(rule).kind).toBe(rule)
  }
})

test('a round of a scenario lasts seats times the turn, its answer and ten seconds', () => {
  const round = (rule: Phase['rule']): Phase => ({ ...step('a', 'stick', 20, 60), ...(rule ? { rule } : {}) })
  expect(roundMinutes(round({ kind: 'stick', turn_s: 60 }), 12)).toBe(14)
  expect(
    roundMinutes(round({ kind: 'stick', turn_s: 45, answers: 'client', answer_s: 45, rounds: 2 }), 7),
  ).toBe(20)
  expect(roundMinutes(round({ kind: 'stick', turn_s: 90, not: 'client', rounds: 2 }), 7)).toBe(20)
  const tables: Phase = { ...round({ kind: 'stick', turn_s: 60 }), groups: { by: 'lot', size: 5 } }
  expect(roundMinutes(tables, 20)).toBe(6)
})

test('one advice at a time, the weightiest first', () => {
  const long = [step('a', 'plenary', 60), step('b', 'stick', 40, 60), step('c', 'closing', 60)]
  expect(advice([step('x', 'plenary', 10, undefined, ' ')], 10, 8)).toEqual({ kind: 'nameless', phase: 'x' })
  expect(advice([step('x', 'stick', 10, 120)], 10, 8)).toEqual({ kind: 'tight', phase: 'x', needed: 16 })
  expect(advice(long, 180, 8)).toEqual({ kind: 'pause', after: 'b' })
  const paused = added(long, step('p', 'break', 15), 'b')
  expect(advice(paused, 160, 8)).toBeUndefined()
  expect(advice(paused, 175, 8)).toBeUndefined()
  expect(advice(paused, 220, 8)).toEqual({ kind: 'under', minutes: 45 })
  expect(advice(removed(paused, 'c'), 115, 8)).toEqual({ kind: 'closing' })
  expect(advice([], 180, 8)).toBeUndefined()
})

// People were told the announced end of a run that lasted half an hour more: a lesser advice had taken the place of this one.
test('an overrun is told for as long as it lasts, whatever else is advised', () => {
  const runs = [
    [step('x', 'plenary', 30, undefined, ' ')],
    [step('x', 'stick', 30, 240)],
    [step('a', 'plenary', 80), step('b', 'plenary', 80)],
    [step('a', 'plenary', 30)],
  ]
  for (const run of runs) {
    expect(advice(run, total(run) - 10, 10)).toBeDefined()
    expect(overrun(run, total(run) - 10)).toEqual({ kind: 'over', minutes: 10 })
    expect(overrun(run, total(run))).toBeUndefined()
  }
})

test('taking the advice on pauses ends it', () => {
  fc.assert(
    fc.property(plan, fc.integer({ min: 2, max: 30 }), (phases, seats) => {
      let now = phases.map((phase) => ({
        ...phase,
        title: phase.title.trim() || 'x',
        minutes: Math.min(phase.minutes, 90),
      }))
      for (let turn = 0; turn < 40; turn++) {
        const told = advice(now, total(now), seats)
        if (told?.kind !== 'pause') return
        now = added(now, step(`pause${turn}`, 'break', 10), told.after)
      }
      expect.unreachable('a pause is still asked for')
    }),
  )
})

function step(id: string, kind: Phase['kind'], minutes: number, turn_s?: number, title = id): Phase {
  return { id, title, kind, minutes, ...(turn_s === undefined ? {} : { turn_s }) }
}
