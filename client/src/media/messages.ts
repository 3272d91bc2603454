// What the page and the media server say to each other, inside the socket's `media` messages.
// The Go types of palabre/signaling/sfu are the source; their order and meaning are told there.

/** A size of picture. */
export type Layer = 'none' | 'low' | 'high'

/** One m-line of what is received; `member` is whose voice or picture it carries now, absent for nobody's. */
export type Line = {
  readonly mid: string
  readonly kind: 'stick' | 'talk' | 'video'
  readonly member?: string
}

export type FromClient =
  | { type: 'start'; attempt: string }
  | {
      type: 'pub.offer'
      epoch: number
      sdp: string
      tracks: readonly { mid: string; source: 'mic' | 'cam' }[]
    }
  | { type: 'sub.answer'; epoch: number; sdp: string }
  | { type: 'restart'; attempt: string }
  | { type: 'sending'; mic: boolean; cam: boolean }
  | { type: 'wants'; audio_only: boolean; video: Readonly<Record<string, Layer>> }

export type ToClient =
  | { type: 'sub.offer'; attempt: string; epoch: number; sdp: string; lines: readonly Line[] }
  | { type: 'pub.answer'; epoch: number; sdp: string }
  | { type: 'lines'; lines: readonly Line[] }
  | { type: 'reset'; reason: 'unknown' | 'failed' | 'unspoken' }
  | { type: 'closed'; reason: 'replaced' | 'ended' }
  | { type: 'refused'; code: string; fr: string; en: string }

const known = new Set(['sub.offer', 'pub.answer', 'lines', 'reset', 'closed', 'refused'])

/** Reads a message; one of a later server is `undefined`, and is ignored. */
export function toClient(value: unknown): ToClient | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value)) return undefined
  return typeof value.type === 'string' && known.has(value.type) ? (value as ToClient) : undefined
}
