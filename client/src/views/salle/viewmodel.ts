import {
  facilitates,
  type Holder,
  type Person,
  type Phase,
  type Round,
  type SessionView,
} from '../../session/view.ts'
import type { PebbleBadge, PebbleMark } from '../../ui/Pebble.tsx'
import type { Names } from '../../wire/messages.ts'
import { initialsOf } from '../place/initials.ts'
import { shortNames } from './names.ts'

/** The state of a seat, said in a word under the name. */
export type SeatWord =
  | 'centre'
  | 'offered'
  | 'next'
  | 'after'
  | 'later'
  | 'away'
  | 'offline'
  | 'listen'
  | 'hand'
  | 'speaking'
  | 'facilitation'
  | 'cofacilitation'

/** A seat of the circle, before its words are put in a language. */
export type SeatModel = {
  readonly id: string
  readonly name: string
  readonly initials: string
  readonly you: boolean
  readonly mark: PebbleMark
  readonly badge?: PebbleBadge
  readonly word?: SeatWord
}

/** A round that holds the circle: it was begun and has not ended. */
export function activeRound(view: SessionView): Round | undefined {
  const round = view.round
  return round && (round.state === 'running' || round.state === 'paused') ? round : undefined
}

/** Those in the room, in the order of the circle: that of the last round, then of arrival. */
export function circleOf(view: SessionView): readonly string[] {
  const people = view.people ?? {}
  const inside = (id: string) => people[id] !== undefined && people[id]?.left !== true
  const seated = (view.round?.order ?? []).filter(inside)
  const others = Object.keys(people)
    .filter((id) => inside(id) && !seated.includes(id))
    .sort((a, b) => (people[a]?.order ?? 0) - (people[b]?.order ?? 0))
  return [...seated, ...others]
}

/** Names of the circle by id, short. */
export function circleNames(view: SessionView, names: Names): Readonly<Record<string, string>> {
  return shortNames(Object.keys(view.people ?? {}), names)
}

/** How long someone whose line dropped is « en suspens », waited for, before she is only absent, ms. */
const waitedFor = 60_000

/** Whether this person dropped so lately that she is waited for. `now` is the server's, Unix ms. */
export function isWaitedFor(person: Person, now: number): boolean {
  return !person.here && now - (person.away_since ?? 0) < waitedFor
}

/** The seats as everyone sees them; `speaker` is who speaks without a stick, `now` the server's instant. */
export function seatsOf(view: SessionView, names: Names, speaker: string | null, now: number): SeatModel[] {
  const short = circleNames(view, names)
  const inCentre = centreOf(view, speaker).is === 'speaker'
  return circleOf(view).map((id) => ({
    id,
    name: short[id] ?? '',
    initials: initialsOf(names[id] ?? ''),
    you: id === view.me.member,
    ...signOf(view, id, speaker, inCentre, now),
  }))
}

function signOf(
  view: SessionView,
  id: string,
  speaker: string | null,
  inCentre: boolean,
  now: number,
): { mark: PebbleMark; badge?: PebbleBadge; word?: SeatWord } {
  const person = view.people?.[id]
  const round = activeRound(view)
  if (round?.holder?.member === id) return { mark: 'seat', word: 'centre' }
  if (person && !person.here) {
    return { mark: 'away', badge: 'away', word: isWaitedFor(person, now) ? 'away' : 'offline' }
  }
  if (round) {
    const seat = round.seats[id]
    if (seat === 'offered' && round.offer?.to === id) return { mark: 'offered', word: 'offered' }
    if (round.next[0] === id) return { mark: 'next', word: 'next' }
    if (round.next[1] === id) return { mark: 'after', word: 'after' }
    if (seat === 'later') return { mark: 'none', badge: 'return', word: 'later' }
  }
  // A seat is empty only while the centre shows her: a round being proposed has the centre for itself.
  if (!round && speaker === id) return { mark: inCentre ? 'seat' : 'speaking', word: 'speaking' }
  if (view.hands?.[id]) return { mark: 'none', badge: 'hand', word: 'hand' }
  if (person?.listen) return { mark: 'none', badge: 'ear', word: 'listen' }
  if (person?.role === 'facilitator') return { mark: 'none', word: 'facilitation' }
  if (person?.role === 'cofacilitator') return { mark: 'none', word: 'cofacilitation' }
  return { mark: 'none' }
}

/** What the large action is for, now and for me. */
export type Moment =
  | {
      readonly is: 'offered'
      readonly round: string
      readonly second: boolean
      readonly reminded: boolean
      readonly still: boolean
    }
  | { readonly is: 'holding'; readonly grant: number; readonly over: boolean; readonly still: boolean }
  /** `last`: nobody present comes after, so there is nothing to put off to. */
  | { readonly is: 'pick'; readonly still: boolean; readonly last: boolean }
  | { readonly is: 'turn'; readonly after: string | null; readonly saved: boolean; readonly round: string }
  | { readonly is: 'missed'; readonly round: string; readonly still: boolean }
  /** `again`: she passed, and will be offered it once more. */
  | { readonly is: 'heard'; readonly again: boolean }
  /** `leads`: she prepared the round without a seat for herself. */
  | { readonly is: 'listen'; readonly leads: boolean }
  | { readonly is: 'hands'; readonly up: boolean; readonly others: number }
  | { readonly is: 'write' }
  | { readonly is: 'break' }

/** Reads the moment from the view: the server decided it, nothing is decided here. */
export function momentOf(view: SessionView): Moment {
  const me = view.me.member
  const round = activeRound(view)
  if (round) return inRound(view, round)
  const phase = presentPhase(view)
  if (phase?.kind === 'write') return { is: 'write' }
  if (phase?.kind === 'break') return { is: 'break' }
  const hands = Object.keys(view.hands ?? {})
  return { is: 'hands', up: hands.includes(me), others: hands.filter((id) => id !== me).length }
}

function inRound(view: SessionView, round: Round): Moment {
  const me = view.me.member
  const paused = round.state === 'paused'
  if (view.my_offer) {
    const { round: id, second, reminded } = view.my_offer
    return { is: 'offered', round: id, second, reminded: reminded === true, still: paused }
  }
  if (round.holder?.member === me) {
    const still = paused || round.holder.suspended_at !== undefined
    return { is: 'holding', grant: round.holder.grant, over: round.holder.over === true, still }
  }
  if (round.centre && round.next[0] === me) return { is: 'pick', still: paused, last: round.next.length < 2 }
  const seat = round.seats[me]
  const listens = view.people?.[me]?.listen === true
  if (listens || seat === undefined) return { is: 'listen', leads: !listens && facilitates(view.me.role) }
  if (seat === 'heard') return { is: 'heard', again: view.me.again === true }
  if (view.me.missed) return { is: 'missed', round: round.id, still: paused }
  return { is: 'turn', after: beforeMe(round, me), saved: seat === 'later', round: round.id }
}

/** After whom my turn comes, when that is already known: one of the next two. */
function beforeMe(round: Round, me: string): string | null {
  if (round.next[0] === me) return round.holder?.member ?? round.offer?.to ?? null
  if (round.next[1] === me) return round.next[0] ?? null
  return null
}

/** Milliseconds left to the holder at that instant of the server's clock. */
export function leftOf(round: Round, holder: Holder, now: number): number {
  const still = round.state === 'paused' || holder.suspended_at !== undefined
  return still ? holder.left_ms : holder.left_ms - Math.max(0, now - holder.since)
}

/** The clock is looked at once a second, and was set over a line: a step that begins has this much too much, ms. */
const slack = 1500

/** Whole minutes left until `end`, negative once it has passed; a step of twenty minutes begins with twenty. */
export function minutesLeft(end: number, now: number): number {
  return Math.ceil((end - now - slack) / 60_000)
}

/** What the centre of the circle shows. */
export type CentreModel =
  | {
      readonly is: 'mine'
      readonly by: string | null
      readonly question: string
      readonly second: boolean
      readonly reminded: boolean
    }
  | { readonly is: 'held'; readonly round: Round; readonly holder: Holder }
  | { readonly is: 'offered'; readonly to: string | null; readonly question: string }
  | {
      readonly is: 'centre'
      readonly next: string | null
      readonly question: string
      readonly ending: boolean
      readonly paused: boolean
    }
  | { readonly is: 'proposed'; readonly round: Round }
  | { readonly is: 'ended'; readonly question: string }
  | { readonly is: 'speaker'; readonly member: string; readonly question: string | null }
  | { readonly is: 'phase'; readonly phase: Phase }
  | { readonly is: 'welcome' }

export function centreOf(view: SessionView, speaker: string | null): CentreModel {
  const round = view.round
  const phase = presentPhase(view)
  if (round && round.state !== 'ended') {
    const { question } = round
    if (view.my_offer) {
      const { second, reminded } = view.my_offer
      return { is: 'mine', by: round.offer?.by ?? null, question, second, reminded: reminded === true }
    }
    if (round.state === 'proposed') return { is: 'proposed', round }
    if (round.holder) return { is: 'held', round, holder: round.holder }
    if (round.offer) return { is: 'offered', to: round.offer.to, question }
    // A second offer goes to one person alone: for all others the stick lies there.
    const ending = round.second === true
    return {
      is: 'centre',
      next: ending ? null : (round.next[0] ?? null),
      question,
      ending,
      paused: round.state === 'paused',
    }
  }
  if (speaker) return { is: 'speaker', member: speaker, question: phase?.question ?? null }
  if (round?.state === 'ended' && round.phase === phase?.id) return { is: 'ended', question: round.question }
  return phase ? { is: 'phase', phase } : { is: 'welcome' }
}

/** Where the stick has gone in this round, for the trail. */
export function travelledOf(view: SessionView): { from: string; to: string } | null {
  const round = activeRound(view)
  const to = round?.holder?.member ?? round?.offer?.to
  const from = round?.order.find((id) => view.people?.[id]?.left !== true)
  return round && to !== undefined && from !== undefined && from !== to ? { from, to } : null
}

/** The present phase, none before the first. */
export function presentPhase(view: SessionView): Phase | undefined {
  const { agenda } = view
  return agenda && agenda.at >= 0 ? agenda.phases[agenda.at] : undefined
}

/** Whether my microphone carries: the server enforces it, and so this device sends nothing either. */
export function carries(view: SessionView): 'mine' | 'all' | 'none' {
  const round = activeRound(view)
  if (round?.gate === 'holder') {
    const { holder } = round
    const mine = round.state === 'running' && holder?.member === view.me.member
    return mine && holder.suspended_at === undefined ? 'mine' : 'none'
  }
  return presentPhase(view)?.kind === 'write' ? 'none' : 'all'
}

/** Whether I may run phases, rounds and boards: the server says so by my role, or nobody who does is here. */
export function mayRun(view: SessionView): boolean {
  if (facilitates(view.me.role)) return true
  if (view.me.role !== 'member') return false
  return !Object.values(view.people ?? {}).some(
    (person) => person.here && person.left !== true && facilitates(person.role),
  )
}

/** When each phase to come would begin, from now, if each lasts as planned. Unix milliseconds by phase id. */
export function planOf(view: SessionView, now: number): Readonly<Record<string, number>> {
  const { agenda } = view
  const times: Record<string, number> = {}
  if (!agenda) return times
  let next = agenda.at < 0 ? now : Math.max(now, agenda.ends_at ?? now)
  for (const phase of agenda.phases.slice(agenda.at + 1)) {
    times[phase.id] = next
    next += phase.minutes * 60_000
  }
  return times
}
