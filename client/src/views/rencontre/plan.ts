import type { Schema } from '../../api/client.ts'

/** What is done in a step of the run of show. */
export type PhaseKind = 'plenary' | 'stick' | 'board' | 'write' | 'groups' | 'vote' | 'break' | 'closing'

/** A step of the run of show; `turn_s` is seconds per turn of a stick round. */
export type Phase = Omit<Schema<'CommunityPhase'>, 'kind'> & { kind: PhaseKind }

/** Who is heard in a step. */
export type Rule = NonNullable<Phase['rule']>

/** The scenario that a run of show came from. */
export type Origin = Schema<'CommunityOrigin'>

export const phaseKinds: readonly PhaseKind[] = [
  'plenary',
  'stick',
  'board',
  'write',
  'groups',
  'vote',
  'break',
  'closing',
]

const longest = 720

/** What the server sent, with a kind we know. */
export function known(phases: readonly Schema<'CommunityPhase'>[] | null | undefined): Phase[] {
  return (phases ?? []).map((phase) => ({
    ...phase,
    kind: phaseKinds.find((kind) => kind === phase.kind) ?? 'plenary',
  }))
}

/** All the minutes of a run of show. */
export function total(phases: readonly Phase[]): number {
  return phases.reduce((sum, phase) => sum + phase.minutes, 0)
}

/** When each step begins, in ms, from when the meeting does. */
export function starts(phases: readonly Phase[], startsAt: number): number[] {
  let at = startsAt
  return phases.map((phase) => {
    const begins = at
    at += phase.minutes * 60_000
    return begins
  })
}

/** The next length up or down: minute by minute, then by five from twenty on. */
export function stepped(minutes: number, way: 1 | -1): number {
  const bounded = (value: number) => Math.min(longest, Math.max(1, value))
  if (way > 0) return bounded(minutes < 20 ? minutes + 1 : (Math.floor(minutes / 5) + 1) * 5)
  return bounded(minutes <= 20 ? minutes - 1 : (Math.ceil(minutes / 5) - 1) * 5)
}

/**
 * Changes one step. What belongs to another kind of step goes with it: turns to a round, a board to a board, groups to groups.
 * A step that came from a scenario, and becomes another kind, gets that kind's own rule.
 */
export function changed(phases: readonly Phase[], id: string, change: Partial<Phase>): Phase[] {
  return phases.map((phase) => {
    if (phase.id !== id) return phase
    const { turn_s, board, rule, groups, seats, ...next } = { ...phase, ...change }
    const round = next.kind === 'stick'
    const asked = change.rule ?? (next.kind === phase.kind ? rule : rule && usual(next.kind))
    const turn = change.rule?.turn_s ?? turn_s ?? 120
    const ruled = asked && (round ? { ...asked, turn_s: turn } : asked)
    const apart = next.kind === 'groups' ? (groups ?? pairs) : round ? groups : undefined
    return {
      ...next,
      ...(round ? { turn_s: turn } : {}),
      ...(round && seats !== undefined ? { seats } : {}),
      ...(ruled ? { rule: ruled } : {}),
      ...(apart ? { groups: apart } : {}),
      ...(board && (next.kind === 'board' || ruled) ? { board } : {}),
    }
  })
}

const pairs = { by: 'lot', size: 2 }

/** The rule that a kind of step has when nobody chose another. */
export function usual(kind: PhaseKind): Rule {
  if (kind === 'stick') return { kind: 'stick', turn_s: 120 }
  if (kind === 'write' || kind === 'break') return { kind: 'silence' }
  return { kind: 'open' }
}

/** The rules that somebody may choose for a kind of step; none where there is only one. */
export function rulesOf(kind: PhaseKind): Rule['kind'][] {
  if (kind === 'stick' || kind === 'write' || kind === 'break') return []
  return ['open', 'hands', 'role', 'silence', 'inside']
}

/** A rule of another kind, with what that kind needs. */
export function ruleAs(kind: Rule['kind']): Rule {
  if (kind === 'hands') return { kind, order: 'first' }
  if (kind === 'role') return { kind, role: 'facilitator' }
  if (kind === 'inside') return { kind, seats: 4, free: 1 }
  return { kind }
}

/** The same step once more, just after itself; a pass of a loop is then a step like any other. */
export function copied(phases: readonly Phase[], id: string, as: string): Phase[] {
  const at = phases.findIndex((phase) => phase.id === id)
  const phase = phases[at]
  if (!phase) return [...phases]
  const { loop: _loop, row: _row, ...own } = phase
  return [...phases.slice(0, at + 1), { ...own, id: as }, ...phases.slice(at + 1)]
}

/** Moves a step to another place; places beyond the ends are the ends. */
export function moved(phases: readonly Phase[], id: string, to: number): Phase[] {
  const from = phases.findIndex((phase) => phase.id === id)
  const phase = phases[from]
  if (!phase) return [...phases]
  const others = phases.filter((one) => one.id !== id)
  others.splice(Math.min(others.length, Math.max(0, to)), 0, phase)
  return others
}

export function removed(phases: readonly Phase[], id: string): Phase[] {
  return phases.filter((phase) => phase.id !== id)
}

/** Puts a step after another one, or before a closing that ends the meeting. */
export function added(phases: readonly Phase[], phase: Phase, after?: string): Phase[] {
  const named = after === undefined ? -1 : phases.findIndex((one) => one.id === after)
  const closing = phases.at(-1)?.kind === 'closing' ? phases.length - 1 : phases.length
  const at = named >= 0 ? named + 1 : closing
  return [...phases.slice(0, at), phase, ...phases.slice(at)]
}

/** The one thing worth saying of a run of show now, the weightiest first. */
export type Advice =
  | { kind: 'nameless'; phase: string }
  | { kind: 'tight'; phase: string; needed: number }
  | { kind: 'pause'; after: string }
  | { kind: 'over'; minutes: number }
  | { kind: 'under'; minutes: number }
  | { kind: 'closing' }

const withoutPause = 100

/** By how much the run goes beyond the announced length: said for as long as it lasts, whatever else there is to say, for people would be told the wrong hour. */
export function overrun(phases: readonly Phase[], planned: number): Advice | undefined {
  const over = total(phases) - planned
  return over > 0 ? { kind: 'over', minutes: over } : undefined
}

/** `seats` is how many people a round goes through, `planned` the announced length in minutes. An overrun is told beside it. */
export function advice(phases: readonly Phase[], planned: number, seats: number): Advice | undefined {
  const nameless = phases.find((phase) => phase.title.trim() === '')
  if (nameless) return { kind: 'nameless', phase: nameless.id }
  const tight = phases.find((phase) => phase.kind === 'stick' && roundMinutes(phase, seats) > phase.minutes)
  if (tight) return { kind: 'tight', phase: tight.id, needed: roundMinutes(tight, seats) }
  const after = missingPause(phases)
  if (after !== undefined) return { kind: 'pause', after }
  if (phases.length > 0 && !phases.some((phase) => phase.kind === 'closing' || phase.rule))
    return { kind: 'closing' }
  const spare = planned - total(phases)
  if (spare >= 10 && phases.length > 0) return { kind: 'under', minutes: spare }
  return undefined
}

/** Seconds from one turn to the next. */
const between = 10

/** How long a round lasts if everyone takes her whole turn, in whole minutes up. */
export function roundMinutes(phase: Phase, seats: number): number {
  const rule = phase.rule
  if (!rule) return Math.ceil(((phase.turn_s ?? 0) * seats) / 60)
  const apart = phase.groups?.size ?? seats
  const sit = Math.max(1, Math.min(seats, apart) - (rule.not || rule.answers ? 1 : 0))
  const turn = (rule.turn_s ?? 0) + (rule.answer_s ?? 0) + between
  return Math.ceil((Math.max(1, rule.rounds ?? 1) * sit * turn) / 60)
}

// The step in the middle of the first stretch that is too long without a pause.
function missingPause(phases: readonly Phase[]): string | undefined {
  let stretch: Phase[] = []
  const tooLong = () => stretch.length > 1 && total(stretch) > withoutPause
  for (const phase of phases) {
    if (phase.kind !== 'break') {
      stretch.push(phase)
      continue
    }
    if (tooLong()) break
    stretch = []
  }
  if (!tooLong()) return undefined
  let sum = 0
  for (const phase of stretch.slice(0, -1)) {
    sum += phase.minutes
    if (sum >= total(stretch) / 2) return phase.id
  }
  return stretch.at(-2)?.id
}
