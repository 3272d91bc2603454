// What a live session shows to one person. The Go types of palabre/rooms/session are the source:
// members that may be absent are optional here, and instants are Unix milliseconds.

import type { Own, Together } from './together.ts'

export type Role = 'facilitator' | 'cofacilitator' | 'member' | 'guest'

export type PhaseKind = 'plenary' | 'stick' | 'board' | 'write' | 'groups' | 'vote' | 'break' | 'closing'

/** How the stick goes from one to the next; none is the circle's order. */
export type Variant = 'centre' | 'naming' | 'popcorn'

export type HandOrder = 'arrival' | 'first' | 'least'

/** Who is heard where no round runs. */
export type FloorRule = {
  readonly kind: 'open' | 'hands' | 'role' | 'silence' | 'stick' | 'inside'
  readonly role?: string
  /** Who plays this part is not heard. */
  readonly not?: string
  readonly order?: HandOrder
  readonly seats?: number
  readonly free?: number
}

/** What a scenario asks of everybody in a step: the notes of palabre/rooms/scenario. */
export type Note =
  | 'questions'
  | 'facts'
  | 'agree'
  | 'listens'
  | 'back'
  | 'one_each'
  | 'move'
  | 'ideas'
  | 'dots'
  | 'meta'
  | 'read'
  | 'optional'

/** The same as a phase plans it, with what concerns its round. */
export type PhaseRule = FloorRule & {
  readonly turn_s?: number
  readonly variant?: Variant
  readonly once?: boolean
  readonly first?: string
  /** Who plays this part answers each turn, and is heard with the holder. */
  readonly answers?: string
  /** How many times the stick is planned to go around. */
  readonly rounds?: number
  /** What the scenario asks of those who speak or write. */
  readonly note?: Note
}

export type Why = 'arrival' | 'not_spoken' | 'spoke_less' | 'not_opened'

/** A place in an order, with its reason. */
export type Place = { readonly member: string; readonly why: Why }

export type Floor = {
  readonly rule: FloorRule
  readonly changed?: boolean
  readonly holder?: { readonly member: string; readonly grant: number; readonly since: number }
  readonly grant: number
  readonly line?: readonly Place[]
  readonly inside?: readonly string[]
  readonly places?: number
  readonly full?: boolean
}

/** A part of the scenario: without a title the facilitator's, without a member nobody's. */
export type CastPart = {
  readonly part: string
  readonly title?: string
  readonly group?: string
  readonly member?: string
}

export type Post = 'lead' | 'guardian' | 'scribe' | 'technique'

export type Team = {
  readonly posts: Readonly<Partial<Record<Post, string>>>
  readonly last?: {
    readonly at: number
    readonly why: 'first' | 'handed' | 'took_over' | 'followed' | 'taken_back'
    readonly from?: string
  }
}

/** What the rest of the meeting would become so that it ends in time. */
export type Replan = {
  readonly phases: readonly { readonly phase: string; readonly minutes: number; readonly turn_s?: number }[]
  readonly ends: number
  readonly late: number
}

export type Spread = {
  readonly people: number
  readonly median_ms: number
  /** The share of the three most heard, in percent. */
  readonly top_three: number
  readonly unheard: number
  /** The same of the season, when it has earlier meetings. */
  readonly season?: { readonly median_ms: number; readonly top_three: number; readonly unheard: number }
}

export type Phase = {
  readonly id: string
  readonly title: string
  readonly kind: PhaseKind
  readonly minutes: number
  readonly question?: string
  /** Seconds of a turn of the stick. */
  readonly turn_s?: number
  readonly board?: string
  readonly rule?: PhaseRule
  readonly artifact?: string
  /** What stays of how it went: all when absent. */
  readonly traces?: 'full' | 'bare' | 'none'
}

export type HintKind = 'offer_reminder' | 'time_up' | 'conclude' | 'nudge' | 'taken_back' | 'second_offer'

/** A private word; `seq` lets it be shown once. */
export type Hint = { readonly seq: number; readonly kind: HintKind; readonly text?: string }

export type Person = {
  readonly role: Role
  readonly here: boolean
  readonly away_since?: number
  readonly listen?: boolean
  readonly order: number
  readonly left?: boolean
  /** Whose connection carries her: a voice on the telephone, somebody at the same device. */
  readonly behind?: string
  /** She takes part in writing. */
  readonly writes?: boolean
}

/** `heard` hides whether she spoke or passed. */
export type SeatView = 'waiting' | 'offered' | 'holding' | 'heard' | 'later' | 'away'

export type Gate = 'holder' | 'open'
export type TurnClock = 'soft' | 'strict'

/** `left_ms` is what remained at `since`; the clock stands still while suspended or paused. */
export type Holder = {
  readonly member: string
  readonly grant: number
  readonly since: number
  readonly left_ms: number
  readonly over?: boolean
  readonly suspended_at?: number
  readonly clarifying?: { readonly member: string; readonly since: number; readonly until: number }
  readonly page?: { readonly seq: number; readonly text: string; readonly reader?: string }
}

export type Round = {
  readonly id: string
  readonly number: number
  readonly phase?: string
  readonly question: string
  readonly state: 'proposed' | 'running' | 'paused' | 'ended'
  /** Why it has ended: all had the stick before them, those who run it ended it, or its circle is closed. */
  readonly why?: 'complete' | 'ended' | 'closed'
  readonly gate: Gate
  readonly clock: TurnClock
  readonly turn_ms: number
  readonly order: readonly string[]
  readonly seats: Readonly<Record<string, SeatView>>
  readonly next: readonly string[]
  readonly offer?: { readonly to: string; readonly at: number; readonly by?: string }
  readonly second?: boolean
  readonly holder?: Holder
  readonly centre?: { readonly since: number }
  readonly variant?: Variant
  readonly among?: boolean
  /** Those who have something to add, once it has ended. */
  readonly more?: readonly string[]
  /** With a bell: until when it is silent, then who rang says why. */
  readonly pause?: {
    readonly since: number
    readonly by: string
    readonly bell?: { readonly until: number; readonly says?: boolean }
  }
  readonly reminder?: { readonly seq: number; readonly at: number }
}

export type Message = {
  readonly seq: number
  readonly by: string
  readonly at: number
  readonly text: string
  readonly kept?: boolean
  readonly retracted?: boolean
  /** Read by those who facilitate alone. */
  readonly team?: boolean
}

export type RecordItem = {
  readonly seq: number
  readonly kind: 'decision' | 'follow_up' | 'summary'
  readonly text: string
  readonly who?: string
  /** A date, "2026-12-01". */
  readonly due?: string
  readonly by: string
}

export type Facil = {
  readonly offer_unanswered?: string
  /** It is her second: after it she is no longer offered the stick unless she asks. */
  readonly offer_again?: boolean
  readonly holder_over?: number
  readonly suspended?: { readonly member: string; readonly since: number; readonly until: number }
  readonly rest_until?: number
  readonly taken_back?: { readonly member: string; readonly reason: string }
}

export type BoardEntry = {
  readonly title: string
  readonly order: number
  readonly shown?: boolean
  /** The small group that has it while groups are open: nobody else but those who facilitate sees it. */
  readonly group?: string
}

export type Agenda = {
  readonly phases: readonly Phase[]
  /** The index of the present phase, -1 before the first. */
  readonly at: number
  readonly started_at?: number
  readonly ends_at?: number
  /** When the meeting should be over. */
  readonly by?: number
  readonly pause?: { readonly by: string; readonly since: number; readonly until: number }
  readonly skipped?: readonly string[]
}

/** The stick offered to one person. */
export type MyOffer = {
  readonly round: string
  readonly second: boolean
  readonly at: number
  readonly reminded?: boolean
}

/** What somebody whom I carry would be told alone. */
export type Companion = Own & {
  readonly offer?: MyOffer
  readonly hint?: Hint
  readonly missed?: boolean
  readonly again?: boolean
  readonly asking?: readonly string[]
  readonly asked?: boolean
  readonly listed?: boolean
  readonly invited?: boolean
  readonly share?: Share
}

/** What somebody was heard, while the group counts it. */
export type Share = {
  readonly heard_ms: number
  readonly turns: number
  readonly season_ms: number
  readonly since?: number
}

/** A person outside (not entered yet, at the door, refused, gone) gets the first members alone. */
export type SessionView = Together & {
  readonly kind: 'session'
  readonly status: 'open' | 'closed'
  readonly opened_at: number
  readonly closed_at?: number
  readonly mode: 'open' | 'confidential'
  readonly me: {
    readonly member: string
    readonly role: Role
    readonly waiting: boolean
    /** When a door that is closed for the whole meeting should open to me. */
    readonly until?: number
    readonly outside?: boolean
    readonly refused?: boolean
    /** My offers went by unanswered twice: the stick comes back to me only if I ask. */
    readonly missed?: boolean
    /** I passed in the round that runs, and will be offered it once more. */
    readonly again?: boolean
    /** Nobody else is connected in my small group. */
    readonly alone?: boolean
    readonly hint?: Hint
    /** Those who would have me, the holder, make something clear. */
    readonly asking?: readonly string[]
    /** I would have the holder make something clear. */
    readonly asked?: boolean
    /** I have been in the inner circle longest, and it is full. */
    readonly invited?: boolean
    /** I may take the lead again, which I lost by absence. */
    readonly claim?: boolean
  }
  readonly listed: boolean
  readonly my_offer?: MyOffer
  /** Those whom I carry. */
  readonly company?: Readonly<Record<string, Companion>>
  readonly people?: Readonly<Record<string, Person>>
  readonly agenda?: Agenda
  readonly hands?: Readonly<Record<string, { readonly since: number; readonly seq: number }>>
  /** Whose lines are heard in my circle, and no others: those whose turn it is, and others. Without it everyone is. */
  readonly voice?: { readonly turn?: readonly string[]; readonly others?: readonly string[] }
  readonly floor?: Floor
  readonly cast?: readonly CastPart[]
  /** The parts of every small group, for those who facilitate. */
  readonly cast_all?: readonly CastPart[]
  readonly team?: Team
  readonly share?: Share
  readonly round?: Round
  readonly chat?: Readonly<Record<string, Message>>
  readonly record?: Readonly<Record<string, RecordItem>>
  readonly boards?: Readonly<Record<string, BoardEntry>>
  readonly closing?: { readonly by: string; readonly at: number }
  readonly door?: Readonly<Record<string, { readonly since: number }>>
  readonly facil?: Facil
  /** For those who facilitate: what they may say, how the word is shared, the order that the next circle is proposed. */
  readonly says?: Readonly<Record<string, string>>
  readonly spread?: Spread
  readonly order?: readonly Place[]
  readonly replan?: Replan
  readonly takeover?: readonly string[]
}

/** Whether the role may run phases and the stick. */
export function facilitates(role: Role): boolean {
  return role === 'facilitator' || role === 'cofacilitator'
}
