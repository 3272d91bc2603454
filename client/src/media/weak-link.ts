/** What was counted of everything received, since the connection began. */
export type Count = { readonly received: number; readonly lost: number; readonly roundTrip?: number }

/** What is known of the link. `streak` counts assessments in a row that disagree with `weak`. */
export type Link = { readonly weak: boolean; readonly streak: number; readonly last?: Count }

export const goodLink: Link = { weak: false, streak: 0 }

/** Assessments come every `pace` milliseconds. */
export const pace = 2000

const weakAfter = 3
const goodAfter = 10
const tooMuchLoss = 0.08
const littleLoss = 0.02
const tooSlow = 0.8 // seconds there and back
const tooFew = 20 // packets: less says nothing (a silence is a packet now and then)

/**
 * Judges the link from the next count. It turns weak after three bad assessments in a row (6 s) and good again only
 * after ten good ones (20 s), so that the picture does not come and go.
 */
export function assess(link: Link, count: Count): Link {
  const received = count.received - (link.last?.received ?? 0)
  const lost = count.lost - (link.last?.lost ?? 0)
  if (received < 0 || received + lost < tooFew) return { ...link, last: count }
  const loss = Math.max(0, lost) / (received + Math.max(0, lost))
  const slow = (count.roundTrip ?? 0) > tooSlow
  const disagrees = link.weak ? loss < littleLoss && !slow : loss > tooMuchLoss || slow
  const streak = disagrees ? link.streak + 1 : 0
  if (streak < (link.weak ? goodAfter : weakAfter)) return { weak: link.weak, streak, last: count }
  return { weak: !link.weak, streak: 0, last: count }
}

/** Adds up a stats report. */
export function countOf(report: Iterable<RTCStatsLike>): Count {
  let received = 0
  let lost = 0
  let roundTrip: number | undefined
  for (const s of report) {
    if (s.type === 'inbound-rtp') {
      received += s.packetsReceived ?? 0
      lost += s.packetsLost ?? 0
    }
    if (s.type === 'candidate-pair' && s.nominated && s.currentRoundTripTime !== undefined) {
      roundTrip = Math.max(roundTrip ?? 0, s.currentRoundTripTime)
    }
  }
  return roundTrip === undefined ? { received, lost } : { received, lost, roundTrip }
}

/** The part of RTCStats that is read. */
export type RTCStatsLike = {
  readonly type: string
  readonly packetsReceived?: number
  readonly packetsLost?: number
  readonly nominated?: boolean
  readonly currentRoundTripTime?: number
}
