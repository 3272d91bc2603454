// What travels on the socket. signaling/wire/PROTOCOL.md says what each message means;
// the shapes of views, commands and events are generated from the server's own.

/** An event's place in a room's log, and the log it is a place of. */
export type Position = { readonly log: string; readonly seq: number }

/** One change of a view: set the value at the path, or remove what is there. */
export type Op = readonly [path: readonly string[], value: unknown] | readonly [path: readonly string[]]

/** A volatile value of a person in a room: cursor, open microphone, reaction… `null` clears it. */
export type Ephemeral = readonly [member: string, kind: string, value: unknown]

export type Names = Readonly<Record<string, string>>

export type FromServer =
  | { t: 'welcome'; v: number; member: string; now: number; beat: number }
  | {
      t: 'joined'
      r: string
      log: string
      seq: number
      term?: number
      mode: 'resume'
      names?: Names
      eph?: readonly Ephemeral[]
    }
  | {
      t: 'joined'
      r: string
      log: string
      seq: number
      term?: number
      mode: 'view'
      view: unknown
      names?: Names
      eph?: readonly Ephemeral[]
    }
  | { t: 'f'; r: string; from: number; to: number; d: readonly unknown[]; names?: Names }
  | { t: 'ok'; r: string; n: number; seq: number; v?: unknown }
  | { t: 'no'; r: string; n: number; code: string; fr: string; en: string; data?: Record<string, unknown> }
  | { t: 'eph'; r: string; d: readonly Ephemeral[] }
  | { t: 'media'; r: string; m: unknown }
  | { t: 'pong'; i: number; now: number }
  | { t: 'left'; r: string; code: string; fr: string; en: string }
  | { t: 'store'; readonly: boolean; fr?: string; en?: string }
  | { t: 'err'; code: string; fr: string; en: string }
  | { t: 'bye'; code: string; fr: string; en: string; retry_ms?: number }

export type FromClient =
  | { t: 'hello'; v: 1; client: string; lang: string }
  | { t: 'join'; r: string; pos?: Position }
  | { t: 'leave'; r: string }
  | { t: 'do'; r: string; term?: number; after?: number; n: number; c: string; a: unknown }
  | { t: 'eph'; r: string; k: string; v: unknown }
  | { t: 'media'; r: string; m: unknown }
  | { t: 'ping'; i: number }

/** The subprotocol asked for at the upgrade. */
export const subprotocol = 'palabre.1'

/** The server stops, or cannot serve for now: another one takes the page in, or the same in a moment. */
export const sentAway = 4000

/** Close codes after which coming back is pointless; every other close is followed by a new connection. */
export function isFinalClose(code: number): boolean {
  return code >= 4400 && code <= 4499
}

/** Parses a frame; a frame that is no message of ours is `undefined`, and is ignored. */
export function parse(text: string): FromServer | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && 't' in value ? (value as FromServer) : undefined
  } catch {
    return undefined
  }
}
