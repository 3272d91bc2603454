import { changed, type Phase } from './plan.ts'

/** Steps of the run of show that come back, once per pass. */
export type Loop = {
  id: string
  passes: number
  /** The steps of its first pass. */
  steps: readonly Phase[]
  /** As many passes as people in the largest group. */
  each: boolean
}

/** As few and as many passes as a loop may have, and as many steps as a run of show may. */
export const fewestPasses = 2
export const mostPasses = 8
export const mostSteps = 40

/** The loops of a run of show, in the order in which they begin. */
export function loopsOf(phases: readonly Phase[]): Loop[] {
  const ids = new Set(phases.flatMap(({ loop }) => (loop ? [loop.id] : [])))
  return [...ids].map((id) => {
    const own = phases.filter(({ loop }) => loop?.id === id)
    const passes = [...new Set(own.map(({ loop }) => loop?.pass ?? 0))]
    return {
      id,
      passes: passes.length,
      steps: own.filter(({ loop }) => loop?.pass === passes[0]),
      each: own.some(({ loop }) => loop?.each === true),
    }
  })
}

/** The same step in every pass of its loop, itself included; itself alone outside of loops. */
export function everyPass(phases: readonly Phase[], id: string): string[] {
  const one = phases.find((phase) => phase.id === id)
  if (!one?.loop || one.row === undefined) return [id]
  return phases.filter((phase) => phase.id === id || same(phase, one)).map((phase) => phase.id)
}

function same(a: Phase, b: Phase): boolean {
  return a.row === b.row && a.loop?.id === b.loop?.id && (a.loop?.step ?? 0) === (b.loop?.step ?? 0)
}

/** Changes a step in every pass. A later pass stays in the groups of the first. */
export function changedEvery(phases: readonly Phase[], id: string, change: Partial<Phase>): Phase[] {
  return everyPass(phases, id).reduce<Phase[]>(
    (all, one) => {
      const keep = all.find((phase) => phase.id === one)?.groups?.keep
      const { groups } = change
      return changed(
        all,
        one,
        one !== id && groups && keep ? { ...change, groups: { ...groups, keep } } : change,
      )
    },
    [...phases],
  )
}

/** Takes a step out of every pass. */
export function removedEvery(phases: readonly Phase[], id: string): Phase[] {
  const gone = everyPass(phases, id)
  return phases.filter((phase) => !gone.includes(phase.id))
}

/** The same step once more in every pass, just after itself; `as` names what the copies have in common. */
export function copiedEvery(phases: readonly Phase[], id: string, as: string): Phase[] {
  const doubled = everyPass(phases, id)
  return phases.flatMap((phase) => {
    if (!phase.loop || !doubled.includes(phase.id)) return [phase]
    const { step: _step, ...loop } = phase.loop
    return [phase, { ...phase, id: phase.id === id ? as : crypto.randomUUID(), row: as, loop }]
  })
}

/**
 * Puts a new step after another one in every pass. Where people sit in groups it happens there too: a step of the plenary
 * would bring everyone back in the middle of each pass.
 */
export function addedEvery(phases: readonly Phase[], phase: Phase, after: string): Phase[] {
  const marks = everyPass(phases, after)
  return phases.flatMap((mark) => {
    if (!mark.loop || !marks.includes(mark.id)) return [mark]
    const { step: _step, ...loop } = mark.loop
    const apart: Partial<Phase> = mark.groups
      ? { kind: 'groups', rule: { kind: 'open' }, groups: { ...mark.groups, keep: true } }
      : {}
    const id = mark.id === after ? phase.id : crypto.randomUUID()
    return [mark, { ...phase, ...apart, id, row: phase.id, loop }]
  })
}

/** The last step of the loop that a step is in: what belongs to no pass stands after it. Outside of loops, the step itself. */
export function loopEnd(phases: readonly Phase[], id: string | undefined): string | undefined {
  const loop = phases.find((phase) => phase.id === id)?.loop?.id
  return loop === undefined ? id : phases.findLast((phase) => phase.loop?.id === loop)?.id
}

/** Moves a step to the place of another of the same pass, in every pass; elsewhere it does not go. */
export function movedEvery(phases: readonly Phase[], id: string, to: number): Phase[] {
  const one = phases.find((phase) => phase.id === id)
  const target = phases[to]
  if (!one?.loop || !target || !samePass(one, target)) return [...phases]
  const before = phases.indexOf(one) > to
  const moving = everyPass(phases, id)
  const marks = everyPass(phases, target.id)
  const stepIn = (mark: Phase, among: readonly string[]) =>
    phases.find((phase) => among.includes(phase.id) && samePass(phase, mark))
  const left = phases.filter((phase) => !(moving.includes(phase.id) && stepIn(phase, marks)))
  return left.flatMap((phase) => {
    const moved = marks.includes(phase.id) ? stepIn(phase, moving) : undefined
    if (!moved) return [phase]
    return before ? [moved, phase] : [phase, moved]
  })
}

function samePass(a: Phase, b: Phase): boolean {
  return a.loop !== undefined && a.loop.id === b.loop?.id && a.loop.pass === b.loop.pass
}

/** One more pass after the last one, like it. How many there are is then what somebody chose, however many people sit in a group. */
export function withPass(phases: readonly Phase[], id: string): Phase[] {
  const last = phases.findLast(({ loop }) => loop?.id === id)
  const pass = last?.loop?.pass
  if (last === undefined || pass === undefined) return [...phases]
  const taken = new Set(phases.map((phase) => phase.id))
  const next = phases
    .filter(({ loop }) => loop?.id === id && loop.pass === pass)
    .map((phase): Phase => {
      const step = phase.loop?.step
      const named = `${phase.row ?? ''}-${pass + 1}${step ? `-${step}` : ''}`
      return {
        ...phase,
        id: phase.row === undefined || taken.has(named) ? crypto.randomUUID() : named,
        loop: { ...phase.loop, id, pass: pass + 1, of: pass + 1 },
        ...(phase.groups ? { groups: { ...phase.groups, keep: true } } : {}),
      }
    })
  const at = phases.indexOf(last) + 1
  return counted([...phases.slice(0, at), ...next, ...phases.slice(at)], id)
}

/** Without its last pass. */
export function withoutPass(phases: readonly Phase[], id: string): Phase[] {
  const pass = phases.findLast(({ loop }) => loop?.id === id)?.loop?.pass
  return counted(
    phases.filter(({ loop }) => loop?.id !== id || loop.pass !== pass),
    id,
  )
}

function counted(phases: readonly Phase[], id: string): Phase[] {
  const of = new Set(phases.flatMap(({ loop }) => (loop?.id === id ? [loop.pass] : []))).size
  return phases.map((phase) => {
    if (phase.loop?.id !== id) return phase
    const { each: _each, ...loop } = phase.loop
    return { ...phase, loop: { ...loop, of } }
  })
}
