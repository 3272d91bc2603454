import { facilitates, type MyOffer, type Round, type SessionView } from '../../session/view.ts'
import { freeSeats, onMyLine } from './hearing.ts'
import { activeRound, carries, presentPhase } from './viewmodel.ts'

/** What the large action is for, now and for me. */
export type Moment =
  | {
      readonly is: 'offered'
      readonly round: string
      readonly second: boolean
      readonly reminded: boolean
      readonly still: boolean
      /** For whom, when it is for somebody whom I carry. */
      readonly as?: string
    }
  | {
      readonly is: 'holding'
      readonly grant: number
      readonly over: boolean
      readonly still: boolean
      readonly as?: string
    }
  /** `last`: nobody present comes after, so there is nothing to put off to. */
  | { readonly is: 'pick'; readonly still: boolean; readonly last: boolean; readonly as?: string }
  /** My bell: all are silent, then I say why. */
  | { readonly is: 'rang'; readonly says: boolean; readonly as?: string }
  /** The holder lets me ask. */
  | { readonly is: 'clarifying'; readonly as?: string }
  | { readonly is: 'reading'; readonly grant: number }
  /** I was given the floor. */
  | { readonly is: 'floor'; readonly grant: number; readonly as?: string }
  | { readonly is: 'inside'; readonly invited: boolean; readonly as?: string }
  | { readonly is: 'outside'; readonly free: number }
  /** One part alone is heard, and it is mine, with nobody else's or with `others`. */
  | { readonly is: 'speaks'; readonly others: boolean }
  /** The floor is somebody else's: one part alone is heard. */
  | { readonly is: 'role' }
  | { readonly is: 'turn'; readonly after: string | null; readonly saved: boolean; readonly round: string }
  | { readonly is: 'missed'; readonly round: string; readonly still: boolean }
  /** `again`: she passed, and will be offered it once more. */
  | { readonly is: 'heard'; readonly again: boolean }
  /** `leads`: she prepared the round without a seat for herself. */
  | { readonly is: 'listen'; readonly leads: boolean }
  /** `more`: a round has just ended, and whoever has something to add says so. */
  | {
      readonly is: 'hands'
      readonly up: boolean
      readonly others: number
      /** One speaks when one is given the floor. */
      readonly asked?: boolean
      readonly more?: { readonly round: string; readonly on: boolean }
      /** No step has begun: the meeting waits for me, who run it. */
      readonly begins?: boolean
    }
  | { readonly is: 'write' }
  | { readonly is: 'break' }

/** Reads the moment from the view: the server decided it, nothing is decided here. */
export function momentOf(view: SessionView): Moment {
  const me = view.me.member
  const round = activeRound(view)
  if (round) return inRound(view, round)
  const phase = presentPhase(view)
  if (phase?.kind === 'break') return { is: 'break' }
  const floor = onFloor(view)
  if (floor) return floor
  if (phase?.kind === 'write') return { is: 'write' }
  const hands = Object.keys(view.hands ?? {})
  const ended = view.round
  const adds =
    ended?.state === 'ended' && ended.phase === phase?.id && view.people?.[me]?.listen !== true
      ? { more: { round: ended.id, on: ended.more?.includes(me) === true } }
      : {}
  return {
    is: 'hands',
    up: hands.includes(me),
    others: hands.filter((id) => id !== me).length,
    ...(view.floor?.rule.kind === 'hands' ? { asked: true } : {}),
    ...adds,
    ...(begins(view) ? { begins: true } : {}),
  }
}

/** Whether nothing of the run has begun, and it is for me to begin it. */
function begins({ agenda, me }: SessionView): boolean {
  return facilitates(me.role) && agenda !== undefined && agenda.at < 0 && agenda.phases.length > 0
}

/** What the rule of the floor makes of this moment; nothing when all may speak, or ask to. */
function onFloor(view: SessionView): Moment | undefined {
  const { floor } = view
  switch (floor?.rule.kind) {
    case 'silence':
      return { is: 'write' }
    case 'inside':
      return insideOf(view, floor.inside ?? [])
    case 'role':
      return roleOf(view)
    case 'hands':
      return floor.holder && onMyLine(view, floor.holder.member)
        ? { is: 'floor', grant: floor.holder.grant, ...asOf(view, floor.holder.member) }
        : undefined
    default:
      return undefined
  }
}

/** Of a step that hears one part: nothing where everyone is heard, for nobody plays it. */
function roleOf(view: SessionView): Moment | undefined {
  if (!view.voice) return undefined
  if (carries(view) === 'none') return { is: 'role' }
  return { is: 'speaks', others: view.voice.others?.some((id) => id !== view.me.member) === true }
}

/** My seat of the inner circle, or hers whom I carry; mine first, when both sit there. */
function insideOf(view: SessionView, inside: readonly string[]): Moment {
  const me = view.me.member
  const id = inside.includes(me) ? me : inside.find((one) => onMyLine(view, one))
  if (id === undefined) return { is: 'outside', free: freeSeats(view) }
  const invited = id === me ? view.me.invited : view.company?.[id]?.invited
  return { is: 'inside', invited: invited === true, ...asOf(view, id) }
}

/** Whose gesture it would be: mine, or `as` somebody's whom I carry. */
const asOf = (view: SessionView, id: string) => (id === view.me.member ? {} : { as: id })

function inRound(view: SessionView, round: Round): Moment {
  const me = view.me.member
  const paused = round.state === 'paused'
  const offered = offerHere(view)
  if (offered) {
    const { round: id, second, reminded } = offered.offer
    return {
      is: 'offered',
      round: id,
      second,
      reminded: reminded === true,
      still: paused,
      ...asOf(view, offered.to),
    }
  }
  const { holder, pause } = round
  if (pause?.bell && onMyLine(view, pause.by)) {
    return { is: 'rang', says: pause.bell.says === true, ...asOf(view, pause.by) }
  }
  if (holder && onMyLine(view, holder.member)) {
    const still = paused || holder.suspended_at !== undefined
    const over = holder.over === true
    return { is: 'holding', grant: holder.grant, over, still, ...asOf(view, holder.member) }
  }
  const asker = holder?.clarifying?.member
  if (asker !== undefined && onMyLine(view, asker)) return { is: 'clarifying', ...asOf(view, asker) }
  if (holder?.page && onMyLine(view, holder.page.reader)) return { is: 'reading', grant: holder.grant }
  const picks = picker(view, round)
  if (picks !== undefined) {
    const last = round.variant !== undefined || round.next.length < 2
    return { is: 'pick', still: paused, last, ...asOf(view, picks) }
  }
  const seat = round.seats[me]
  const listens = view.people?.[me]?.listen === true
  if (listens || seat === undefined) return { is: 'listen', leads: !listens && facilitates(view.me.role) }
  if (seat === 'heard') return { is: 'heard', again: view.me.again === true }
  if (view.me.missed) return { is: 'missed', round: round.id, still: paused }
  return { is: 'turn', after: beforeMe(round, me), saved: seat === 'later', round: round.id }
}

/** An offer that I answer: mine, or that of somebody whom I carry. */
function offerHere(view: SessionView): { to: string; offer: MyOffer } | undefined {
  if (view.my_offer) return { to: view.me.member, offer: view.my_offer }
  for (const [to, { offer }] of Object.entries(view.company ?? {})) if (offer) return { to, offer }
  return undefined
}

/** Who of my line may take the stick from the centre. */
function picker(view: SessionView, round: Round): string | undefined {
  if (!round.centre || round.second) return undefined
  const mine = [view.me.member, ...Object.keys(view.company ?? {})]
  const waits = (id: string) => round.seats[id] === 'waiting' || round.seats[id] === 'later'
  switch (round.variant) {
    case 'centre':
      return mine.find(waits)
    case 'popcorn':
      return mine.find(waits) ?? mine.find((id) => round.seats[id] === 'heard')
    default:
      return mine.find((id) => round.next[0] === id)
  }
}

/** To whom the holder may hand the stick by name; nobody where the order alone decides. */
export function nameable(view: SessionView): readonly string[] {
  const round = activeRound(view)
  const variant = round?.variant
  if (!round || (variant !== 'naming' && variant !== 'popcorn')) return []
  return Object.keys(round.seats).filter((id) => {
    const seat = round.seats[id]
    if (id === round.holder?.member || view.people?.[id]?.here !== true) return false
    return seat === 'waiting' || seat === 'later' || (variant === 'popcorn' && seat === 'heard')
  })
}

/** After whom my turn comes, when that is already known: one of the next two. */
function beforeMe(round: Round, me: string): string | null {
  if (round.next[0] === me) return round.holder?.member ?? round.offer?.to ?? null
  if (round.next[1] === me) return round.next[0] ?? null
  return null
}
