import { createStore } from 'zustand/vanilla'
import type { FromServer } from '../wire/messages.ts'
import { browser, Connection, type LineState, type Surroundings } from './connection.ts'
import { type Folder, Room } from './room.ts'

/** What every screen of the room may know of the line. */
export type Line = {
  readonly line: LineState
  readonly member: string | undefined
  /** Set when the server can write nothing for now: a banner says so. */
  readonly readOnly: { readonly fr: string; readonly en: string } | undefined
}

/** The socket's address for a page's own address. */
export function socketURL(page: { protocol: string; host: string }): string {
  return `${page.protocol === 'https:' ? 'wss:' : 'ws:'}//${page.host}/ws`
}

/**
 * One person's presence: the line, and the rooms she is in over it. A new tab, or a reload, is a
 * new client; her seat, role, hand and turn are the server's to remember.
 */
export class Session {
  readonly store = createStore<Line>(() => ({
    line: { is: 'connecting', attempt: 0 },
    member: undefined,
    readOnly: undefined,
  }))
  readonly client: string
  readonly #connection: Connection
  readonly #around: Surroundings
  readonly #rooms = new Map<string, Room<unknown>>()
  /** The last number said in rooms that were left: the server knows what this tab said there, and numbers go on. */
  readonly #last = new Map<string, number>()

  constructor(url: string, client: string, lang: string, around: Surroundings = browser) {
    this.client = client
    this.#around = around
    this.#connection = new Connection(
      url,
      client,
      lang,
      {
        opened: (member) => {
          // A server that cannot keep things says so right after its welcome, and only then.
          this.store.setState({ member, readOnly: undefined })
          for (const room of this.#rooms.values()) room.resume()
        },
        received: (message) => this.#dispatch(message),
        changed: (line) => {
          if (line.is !== 'open') for (const room of this.#rooms.values()) room.suspend()
          this.store.setState({ line })
        },
      },
      around,
    )
  }

  start(): void {
    this.#connection.start()
  }

  stop(): void {
    this.#connection.stop()
  }

  hurry(): void {
    this.#connection.hurry()
  }

  /** The server's clock in Unix milliseconds: deadlines of the room are read against it. */
  now(): number {
    return this.#connection.serverNow()
  }

  /** The room of this id, joined once the line is open; the same object however often asked. */
  room<View>(id: string, folder?: Folder<View>): Room<View> {
    const known = this.#rooms.get(id)
    if (known) return known as Room<View>
    const room = new Room<View>(
      id,
      (message) => this.#connection.send(message),
      folder,
      this.#around,
      this.#last.get(id),
    )
    this.#rooms.set(id, room as Room<unknown>)
    if (this.store.getState().line.is === 'open') room.join()
    return room
  }

  leave(id: string): void {
    const room = this.#rooms.get(id)
    if (!room) return
    this.#last.set(id, room.last)
    room.leave()
    this.#rooms.delete(id)
  }

  #dispatch(message: FromServer): void {
    if ('r' in message) {
      this.#rooms.get(message.r)?.receive(message)
      return
    }
    if (message.t === 'store') {
      const words = message.readonly ? { fr: message.fr ?? '', en: message.en ?? '' } : undefined
      this.store.setState({ readOnly: words })
    }
  }
}
