import {
  type FromClient,
  type FromServer,
  isFinalClose,
  parse,
  sentAway,
  subprotocol,
} from '../wire/messages.ts'

/** What the line to the server is doing. `ended` says why it will not come back. */
export type LineState =
  | {
      readonly is: 'connecting'
      readonly attempt: number
      /** The server sent the page away: another one, or the same in a moment, takes it in. */
      readonly moving?: true
    }
  | { readonly is: 'open' }
  | { readonly is: 'ended'; readonly code: number; readonly fr?: string; readonly en?: string }

/** The parts of a WebSocket that are used, so that a test can be the other end. */
export type Wire = Pick<WebSocket, 'send' | 'close' | 'readyState'> & {
  onopen: ((event: Event) => void) | null
  onmessage: ((event: MessageEvent<string>) => void) | null
  onclose: ((event: CloseEvent) => void) | null
}

/** Where time and chance come from. Spans in milliseconds. */
export type Surroundings = {
  readonly open: (url: string, protocol: string) => Wire
  readonly now: () => number
  readonly chance: () => number
  readonly after: (ms: number, act: () => void) => () => void
}

export const browser: Surroundings = {
  open: (url, protocol) => new WebSocket(url, protocol),
  now: () => Date.now(),
  chance: () => Math.random(),
  after: (ms, act) => {
    const timer = setTimeout(act, ms)
    return () => clearTimeout(timer)
  },
}

export type Listener = {
  /** The line is open and greeted: join rooms now. */
  readonly opened: (member: string) => void
  readonly received: (message: FromServer) => void
  readonly changed: (state: LineState) => void
}

const firstRetry = 300
const longestRetry = 8_000

/** No byte for this long, in milliseconds, although pings were sent: the line is dead, whatever the browser thinks. */
const silence = 12_000

/**
 * One socket that comes back. It greets, keeps the server's clock, notices a dead line before
 * the browser does, and reconnects with growing, scattered delays; rooms live above it.
 */
export class Connection {
  readonly #url: string
  readonly #client: string
  readonly #lang: string
  readonly #listener: Listener
  readonly #around: Surroundings
  #wire: Wire | undefined
  #attempt = 0
  #offset = 0
  #heard = 0
  #ping = 0
  readonly #pings = new Map<number, number>()
  #stopBeat = () => {}
  #stopRetry = () => {}
  #hint: number | undefined
  #moving = false
  #words: { fr: string; en: string } | undefined
  #over = false
  #greeted = false

  constructor(url: string, client: string, lang: string, listener: Listener, around: Surroundings = browser) {
    this.#url = url
    this.#client = client
    this.#lang = lang
    this.#listener = listener
    this.#around = around
  }

  /** The server's clock, in Unix milliseconds, as well as the last pong tells. */
  serverNow(): number {
    return this.#around.now() + this.#offset
  }

  start(): void {
    if (this.#over || this.#wire) return
    this.#tellConnecting()
    const wire = this.#around.open(this.#url, subprotocol)
    this.#wire = wire
    this.#greeted = false
    this.#words = undefined
    this.#heard = this.#around.now()
    this.#watch()
    wire.onopen = () => {
      this.#heard = this.#around.now()
      wire.send(
        JSON.stringify({ t: 'hello', v: 1, client: this.#client, lang: this.#lang } satisfies FromClient),
      )
    }
    wire.onmessage = (event) => this.#take(event.data)
    wire.onclose = (event) => this.#closed(wire, event.code)
  }

  /** Tries again at once: the network is back, or the person asked. */
  hurry(): void {
    if (this.#wire || this.#over) return
    this.#stopRetry()
    this.start()
  }

  /** Ends the line for good, by the person's own wish. */
  stop(): void {
    this.#over = true
    this.#stopRetry()
    this.#stopBeat()
    this.#wire?.close(1000)
    this.#wire = undefined
  }

  /** Sends now or not at all: what must arrive is kept in an outbox above. */
  send(message: FromClient): boolean {
    if (!this.#greeted || this.#wire?.readyState !== 1) return false
    this.#wire.send(JSON.stringify(message))
    return true
  }

  #take(text: string): void {
    this.#heard = this.#around.now()
    const message = parse(text)
    if (!message) return
    switch (message.t) {
      case 'welcome':
        this.#attempt = 0
        this.#moving = false
        this.#greeted = true
        this.#offset = message.now - this.#around.now()
        this.#listener.changed({ is: 'open' })
        this.#listener.opened(message.member)
        return
      case 'pong': {
        const sent = this.#pings.get(message.i)
        this.#pings.delete(message.i)
        if (sent !== undefined) {
          const back = this.#around.now()
          this.#offset = message.now - (sent + (back - sent) / 2)
        }
        return
      }
      case 'bye':
        this.#hint = message.retry_ms
        this.#words = { fr: message.fr, en: message.en }
        break
    }
    this.#listener.received(message)
  }

  #watch(): void {
    this.#stopBeat()
    const beat = () => {
      const quiet = this.#around.now() - this.#heard
      if (quiet > silence) {
        const wire = this.#wire
        if (wire) {
          wire.onclose = null
          wire.close()
          this.#closed(wire, 1006)
        }
        return
      }
      if (quiet > 4_000 && this.#greeted) {
        this.#ping += 1
        this.#pings.set(this.#ping, this.#around.now())
        this.send({ t: 'ping', i: this.#ping })
      }
      this.#stopBeat = this.#around.after(2_000, beat)
    }
    this.#stopBeat = this.#around.after(2_000, beat)
  }

  #tellConnecting(): void {
    const moving = this.#moving ? { moving: true as const } : {}
    this.#listener.changed({ is: 'connecting', attempt: this.#attempt, ...moving })
  }

  #closed(wire: Wire, code: number): void {
    if (this.#wire !== wire) return
    this.#wire = undefined
    this.#greeted = false
    this.#pings.clear()
    this.#stopBeat()
    if (this.#over) return
    if (isFinalClose(code)) {
      this.#over = true
      this.#listener.changed({ is: 'ended', code, ...this.#words })
      return
    }
    this.#attempt += 1
    this.#moving ||= code === sentAway
    this.#tellConnecting()
    const grown = Math.min(longestRetry, firstRetry * 2 ** Math.min(this.#attempt - 1, 6))
    const wait = this.#hint ?? grown
    this.#hint = undefined
    this.#stopRetry = this.#around.after(wait * (0.5 + this.#around.chance()), () => this.start())
  }
}
