import type { Schema } from '../../api/client.ts'

/** What is done in a step of the run of show. */
export type PhaseKind = 'plenary' | 'stick' | 'board' | 'write' | 'break' | 'closing'

/** A step of the run of show; `turn_s` is seconds per turn of a stick round. */
export type Phase = Omit<Schema<'CommunityPhase'>, 'kind'> & { kind: PhaseKind }

export const phaseKinds: readonly PhaseKind[] = ['plenary', 'stick', 'board', 'write', 'break', 'closing']

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

/** Changes one step. A step that is no longer a stick round has no turn; one that is no longer a board has no board. */
export function changed(phases: readonly Phase[], id: string, change: Partial<Phase>): Phase[] {
  return phases.map((phase) => {
    if (phase.id !== id) return phase
    const { turn_s, board, ...next } = { ...phase, ...change }
    return {
      ...next,
      ...(next.kind === 'stick' ? { turn_s: turn_s ?? 120 } : {}),
      ...(next.kind === 'board' && board ? { board } : {}),
    }
  })
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

/** `seats` is how many people a round goes through, `planned` the announced length in minutes. */
export function advice(phases: readonly Phase[], planned: number, seats: number): Advice | undefined {
  const nameless = phases.find((phase) => phase.title.trim() === '')
  if (nameless) return { kind: 'nameless', phase: nameless.id }
  const tight = phases.find((phase) => phase.kind === 'stick' && roundMinutes(phase, seats) > phase.minutes)
  if (tight) return { kind: 'tight', phase: tight.id, needed: roundMinutes(tight, seats) }
  const after = missingPause(phases)
  if (after !== undefined) return { kind: 'pause', after }
  const spare = planned - total(phases)
  if (spare < 0) return { kind: 'over', minutes: -spare }
  if (phases.length > 0 && !phases.some((phase) => phase.kind === 'closing')) return { kind: 'closing' }
  if (spare >= 10 && phases.length > 0) return { kind: 'under', minutes: spare }
  return undefined
}

/** How long a round lasts if everyone takes her whole turn, in whole minutes up. */
export function roundMinutes(phase: Phase, seats: number): number {
  return Math.ceil(((phase.turn_s ?? 0) * seats) / 60)
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
