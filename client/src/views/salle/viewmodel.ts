import {
  type Agenda,
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
import { besideMe } from './beside.ts'
import { silenced } from './hearing.ts'
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
  | 'inside'
  | 'carried'
  | 'writes'
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
  const beside = besideMe(view)
  const inside = (id: string) =>
    people[id] !== undefined && people[id]?.left !== true && (beside === undefined || beside.has(id))
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
  // Who sits in the inner circle is told of her while she speaks too: the others know by it whose seat is taken.
  const inside = view.floor?.inside?.includes(id) === true
  if (!round && speaker === id)
    return { mark: inCentre ? 'seat' : 'speaking', word: inside ? 'inside' : 'speaking' }
  if (!round && inside) return { mark: 'after', word: 'inside' }
  if (view.hands?.[id]) return { mark: 'none', badge: 'hand', word: 'hand' }
  if (person?.listen) return { mark: 'none', badge: 'ear', word: 'listen' }
  if (person?.behind !== undefined) return { mark: 'none', badge: 'phone', word: 'carried' }
  if (person?.writes) return { mark: 'none', word: 'writes' }
  if (person?.role === 'facilitator') return { mark: 'none', word: 'facilitation' }
  if (person?.role === 'cofacilitator') return { mark: 'none', word: 'cofacilitation' }
  return { mark: 'none' }
}

/** Whether the clock of this turn runs: not in a pause, a suspension, nor while somebody asks the holder something. */
export function turnGoes(round: Round, holder: Holder): boolean {
  return round.state === 'running' && holder.suspended_at === undefined && holder.clarifying === undefined
}

/** Milliseconds left to the holder at that instant of the server's clock. */
export function leftOf(round: Round, holder: Holder, now: number): number {
  return !turnGoes(round, holder) ? holder.left_ms : holder.left_ms - Math.max(0, now - holder.since)
}

/** The clock is looked at once a second, and was set over a line: a step that begins has this much too much, ms. */
const slack = 1500

/** Whole minutes left until `end`, negative once it has passed; a step of twenty minutes begins with twenty. */
export function minutesLeft(end: number, now: number): number {
  return Math.ceil((end - now - slack) / 60_000)
}

/** The instant at which the meeting's clock stands: that of its pause while it pauses, else now. */
export function meetingNow({ agenda }: Pick<SessionView, 'agenda'>, now: number): number {
  return agenda?.pause === undefined ? now : Math.min(now, agenda.pause.since)
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
  /** `complete`: nobody was left to be heard. */
  | { readonly is: 'ended'; readonly question: string; readonly complete: boolean }
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
  if (round?.state === 'ended' && round.phase === phase?.id)
    return { is: 'ended', question: round.question, complete: round.why === 'complete' }
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

/** Whether my microphone carries: the server says so and enforces it, and this device sends nothing else either. */
export function carries({ voice, me }: SessionView): 'mine' | 'all' | 'none' {
  if (!voice) return 'all'
  if (voice.turn?.includes(me.member)) return 'mine'
  return voice.others?.includes(me.member) ? 'all' : 'none'
}

/** Whether the scenario asks of everybody more than who is heard (NoteLine says it). */
export function asksMore(phase: Phase | undefined): boolean {
  return phase?.rule?.note !== undefined || (phase?.rule?.rounds ?? 1) > 1
}

/** Why my camera rests for now: everybody’s does in a break, and hers who turns her back. */
export function cameraRests(view: SessionView): 'break' | 'back' | null {
  const phase = presentPhase(view)
  if (phase?.kind === 'break') return 'break'
  return phase?.rule?.note === 'back' && silenced(view).includes(view.me.member) ? 'back' : null
}

/** Whether I may run phases, rounds and boards: the server says so by my role, or nobody who does is here. */
export function mayRun(view: SessionView): boolean {
  if (facilitates(view.me.role)) return true
  if (view.me.role !== 'member') return false
  return !Object.values(view.people ?? {}).some(
    (person) => person.here && person.left !== true && facilitates(person.role),
  )
}

/** The group in which I am, when I may run its rounds, its rule, its sheets and votes: I facilitate, or sit there and nobody who facilitates is in it. */
export function groupToRun(view: SessionView): string | undefined {
  const { group, me } = view
  if (!group) return undefined
  if (facilitates(me.role)) return group.group
  if ((me.role !== 'member' && me.role !== 'guest') || !group.members.includes(me.member)) return undefined
  const led = [...group.members, ...group.visitors].some((id) => {
    const one = view.people?.[id]
    return one?.here === true && facilitates(one.role)
  })
  return led ? undefined : group.group
}

/** Whether I run what happens in the circle where I am: the meeting's, or my small group's. */
export function mayRunHere(view: SessionView): boolean {
  return mayRun(view) || groupToRun(view) !== undefined
}

/** The steps after the present one, without those that are passed over. */
export function comingOf({ phases, at, skipped }: Agenda): readonly Phase[] {
  return phases.slice(at + 1).filter((phase) => !skipped?.includes(phase.id))
}

/** The run of show as it would be if a pause of the meeting ended now: the time of its step stands still until then. */
export function stands(agenda: Agenda, now: number): Agenda {
  const { started_at: begun, ends_at: ends } = agenda
  const still = now - meetingNow({ agenda }, now)
  if (still === 0 || begun === undefined || ends === undefined) return agenda
  return { ...agenda, started_at: begun + still, ends_at: ends + still }
}

/** When each phase to come would begin, from now, if each lasts as planned. Unix milliseconds by phase id. */
export function planOf(view: SessionView, now: number): Readonly<Record<string, number>> {
  const times: Record<string, number> = {}
  if (!view.agenda) return times
  const agenda = stands(view.agenda, now)
  let next = agenda.at < 0 ? now : Math.max(now, agenda.ends_at ?? now)
  for (const phase of comingOf(agenda)) {
    times[phase.id] = next
    next += phase.minutes * 60_000
  }
  return times
}
