// What a live session shows to one person. The Go types of palabre/rooms/session are the source:
// members that may be absent are optional here, and instants are Unix milliseconds.

export type Role = 'facilitator' | 'cofacilitator' | 'member' | 'guest'

export type PhaseKind = 'plenary' | 'stick' | 'board' | 'write' | 'break' | 'closing'

export type Phase = {
  readonly id: string
  readonly title: string
  readonly kind: PhaseKind
  readonly minutes: number
  readonly question?: string
  /** Seconds of a turn of the stick. */
  readonly turn_s?: number
  readonly board?: string
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
}

export type Round = {
  readonly id: string
  readonly number: number
  readonly phase?: string
  readonly question: string
  readonly state: 'proposed' | 'running' | 'paused' | 'ended'
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
  readonly pause?: { readonly since: number; readonly by: string }
  readonly reminder?: { readonly seq: number; readonly at: number }
}

export type Message = {
  readonly seq: number
  readonly by: string
  readonly at: number
  readonly text: string
  readonly kept?: boolean
  readonly retracted?: boolean
}

export type RecordItem = {
  readonly seq: number
  readonly kind: 'decision' | 'follow_up'
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

export type BoardEntry = { readonly title: string; readonly order: number; readonly shown?: boolean }

export type Agenda = {
  readonly phases: readonly Phase[]
  /** The index of the present phase, -1 before the first. */
  readonly at: number
  readonly started_at?: number
  readonly ends_at?: number
}

/** A person outside (not entered yet, at the door, refused, gone) gets the first members alone. */
export type SessionView = {
  readonly kind: 'session'
  readonly status: 'open' | 'closed'
  readonly opened_at: number
  readonly closed_at?: number
  readonly mode: 'open' | 'confidential'
  readonly me: {
    readonly member: string
    readonly role: Role
    readonly waiting: boolean
    readonly outside?: boolean
    readonly refused?: boolean
    /** My offers went by unanswered twice: the stick comes back to me only if I ask. */
    readonly missed?: boolean
    /** I passed in the round that runs, and will be offered it once more. */
    readonly again?: boolean
    readonly hint?: Hint
  }
  readonly listed: boolean
  readonly my_offer?: {
    readonly round: string
    readonly second: boolean
    readonly at: number
    readonly reminded?: boolean
  }
  readonly people?: Readonly<Record<string, Person>>
  readonly agenda?: Agenda
  readonly hands?: Readonly<Record<string, { readonly since: number; readonly seq: number }>>
  readonly round?: Round
  readonly chat?: Readonly<Record<string, Message>>
  readonly record?: Readonly<Record<string, RecordItem>>
  readonly boards?: Readonly<Record<string, BoardEntry>>
  readonly closing?: { readonly by: string; readonly at: number }
  readonly door?: Readonly<Record<string, { readonly since: number }>>
  readonly facil?: Facil
}

/** Whether the role may run phases and the stick. */
export function facilitates(role: Role): boolean {
  return role === 'facilitator' || role === 'cofacilitator'
}
