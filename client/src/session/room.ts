import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Ephemeral, FromClient, FromServer, Names, Op } from '../wire/messages.ts'
import { browser, type Surroundings } from './connection.ts'
import { fold } from './fold.ts'
import { type Answer, Outbox } from './outbox.ts'

/** What a screen sees of a room. */
export type RoomState<View> = {
  readonly view: View | undefined
  readonly names: Names
  /** Volatile values: kind → member → value. */
  readonly volatile: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Why the room was left, when the server said so. */
  readonly left?: { readonly code: string; readonly fr: string; readonly en: string }
  /** Commands that no answer came to yet. */
  readonly unanswered: number
}

type RoomMessage = Extract<FromServer, { r: string }>

/** How a frame changes the view: by paths for a session; a board brings its own. */
export type Folder<View> = (view: View, changes: readonly unknown[]) => View

const byPath = <View>(view: View, changes: readonly unknown[]) => fold(view, changes as readonly Op[])

/** The room does not answer for now, and nobody knows what became of what was asked: the page asks again by itself. */
const unknown = 'room_unavailable'

/** How long the page waits before it asks such a room to take it in again, in milliseconds, scattered by a half. */
const knockAfter = 2_000

/** A reaction shows for a while and is never kept. */
const passing = new Set(['react'])

/**
 * One room as this tab knows it: the view at a position of the log, moved on by frames, and the
 * commands on their way. A frame that does not start at the position makes the room join again.
 */
export class Room<View> {
  readonly id: string
  readonly store: StoreApi<RoomState<View>>
  readonly #send: (message: FromClient) => boolean
  readonly #fold: Folder<View>
  readonly #around: Pick<Surroundings, 'after' | 'chance'>
  readonly #outbox: Outbox
  readonly #frames = new Set<(changes: readonly unknown[], to: number) => void>()
  readonly #views = new Set<(view: View, seq: number) => void>()
  readonly #joins = new Set<() => void>()
  readonly #told = new Set<(told: readonly Ephemeral[]) => void>()
  readonly #media = new Set<(message: unknown) => void>()
  readonly #passing = new Set<(member: string, kind: string, value: unknown) => void>()
  #log = ''
  #seq = 0
  /** Of the newest host that this page heard of in `#log`: what it says to that one, no other may decide. */
  #term: number | undefined
  #joined = false
  #lasting = new Map<string, unknown>()
  #stopKnock: (() => void) | undefined

  constructor(
    id: string,
    send: (message: FromClient) => boolean,
    folder: Folder<View> = byPath,
    around: Pick<Surroundings, 'after' | 'chance'> = browser,
    last = 0,
  ) {
    this.id = id
    this.#send = send
    this.#fold = folder
    this.#around = around
    this.#outbox = new Outbox((command) => {
      const term = this.#term === undefined ? {} : { term: this.#term }
      if (this.#joined) this.#send({ t: 'do', r: this.id, ...term, ...command })
    }, last)
    this.store = createStore(() => ({ view: undefined, names: {}, volatile: {}, unanswered: 0 }))
  }

  /** The number of the last command that this tab gave here. */
  get last(): number {
    return this.#outbox.last
  }

  /** Asks the server to take this tab in, from where it was. */
  join(): void {
    this.#rest()
    this.#joined = false
    const pos = this.#log === '' ? {} : { pos: { log: this.#log, seq: this.#seq } }
    this.#send({ t: 'join', r: this.id, ...pos })
  }

  /** Asks for a whole view again, as if nothing were known. */
  refresh(): void {
    this.#log = ''
    this.join()
  }

  /** The line is gone: nothing is sent until the room is joined again. */
  suspend(): void {
    this.#rest()
    this.#joined = false
  }

  /** The line is back: joins again, unless the room was left for a reason that stands. */
  resume(): void {
    const { left } = this.store.getState()
    if (!left || left.code === unknown) this.join()
  }

  /** Takes the seat again after it was taken over on another device. */
  comeBack(): void {
    this.store.setState((state) => {
      const { left: _gone, ...kept } = state
      return kept
    }, true)
    this.join()
  }

  leave(): void {
    this.#send({ t: 'leave', r: this.id })
    this.#rest()
    this.#joined = false
    this.#outbox.abandon({
      done: false,
      code: 'left',
      fr: 'Vous avez quitté la salle.',
      en: 'You left the room.',
    })
  }

  /** Wishes something; the answer comes after the server has it on disk, however often the line broke meanwhile. */
  async do(command: string, args: unknown = {}): Promise<Answer> {
    const { answer } = this.#outbox.add(command, args)
    this.#count()
    const answered = await answer
    this.#count()
    return answered
  }

  /** The same, telling the number too: a board recognises its own operations by it. */
  doNumbered(command: string, args: unknown): { readonly n: number; readonly answer: Promise<Answer> } {
    const added = this.#outbox.add(command, args)
    this.#count()
    void added.answer.then(() => this.#count())
    return added
  }

  /** Tells a volatile value to those in the room; lasting kinds are told again after a reconnection. */
  tell(kind: string, value: unknown): void {
    if (!passing.has(kind)) this.#lasting.set(kind, value)
    if (this.#joined) this.#send({ t: 'eph', r: this.id, k: kind, v: value })
  }

  sendMedia(message: unknown): boolean {
    return this.#joined && this.#send({ t: 'media', r: this.id, m: message })
  }

  onFrame(listener: (changes: readonly unknown[], to: number) => void): () => void {
    this.#frames.add(listener)
    return () => this.#frames.delete(listener)
  }

  onView(listener: (view: View, seq: number) => void): () => void {
    this.#views.add(listener)
    return () => this.#views.delete(listener)
  }

  /** The server took this tab in, for the first time or again after the line broke. */
  onJoined(listener: () => void): () => void {
    this.#joins.add(listener)
    return () => this.#joins.delete(listener)
  }

  onMedia(listener: (message: unknown) => void): () => void {
    this.#media.add(listener)
    return () => this.#media.delete(listener)
  }

  /** Volatile values as they come, lasting or passing. */
  onVolatile(listener: (told: readonly Ephemeral[]) => void): () => void {
    this.#told.add(listener)
    return () => this.#told.delete(listener)
  }

  onPassing(listener: (member: string, kind: string, value: unknown) => void): () => void {
    this.#passing.add(listener)
    return () => this.#passing.delete(listener)
  }

  receive(message: RoomMessage): void {
    switch (message.t) {
      case 'joined':
        this.#entered(message)
        return
      case 'f':
        this.#moved(message)
        return
      case 'ok':
        this.#outbox.settle(message.n, { done: true, seq: message.seq, value: message.v })
        return
      case 'no':
        this.#refused(message)
        return
      case 'eph':
        this.#heard(message.d)
        return
      case 'media':
        for (const listener of this.#media) listener(message.m)
        return
      case 'left':
        this.#joined = false
        this.store.setState({ left: { code: message.code, fr: message.fr, en: message.en } })
        if (message.code === unknown) this.#knock()
        else this.#outbox.abandon({ done: false, code: message.code, fr: message.fr, en: message.en })
        return
    }
  }

  #entered(message: Extract<RoomMessage, { t: 'joined' }>): void {
    if (message.log !== this.#log) this.#term = undefined
    if (message.term !== undefined) this.#term = Math.max(message.term, this.#term ?? 0)
    this.#log = message.log
    this.#joined = true
    this.store.setState((state) => {
      const { left: _gone, ...kept } = state
      const view = message.mode === 'view' ? (message.view as View) : state.view
      // What was volatile is told whole at each entry, resumed or not: who stopped speaking meanwhile must not stay loud.
      return { ...kept, view, names: { ...state.names, ...message.names }, volatile: {} }
    }, true)
    this.#heard(message.eph ?? [])
    if (message.mode === 'view') {
      this.#seq = message.seq
      for (const listener of this.#views) listener(message.view as View, message.seq)
    }
    this.#outbox.resend()
    for (const [kind, value] of this.#lasting) this.#send({ t: 'eph', r: this.id, k: kind, v: value })
    for (const listener of this.#joins) listener()
  }

  #moved(message: Extract<RoomMessage, { t: 'f' }>): void {
    if (!this.#joined || message.to <= this.#seq) return
    if (message.from !== this.#seq) {
      this.join()
      return
    }
    this.#seq = message.to
    const { view, names } = this.store.getState()
    if (view === undefined) return
    this.store.setState({
      view: this.#fold(view, message.d),
      ...(message.names ? { names: { ...names, ...message.names } } : {}),
    })
    for (const listener of this.#frames) listener(message.d, message.to)
  }

  #refused(message: Extract<RoomMessage, { t: 'no' }>): void {
    if (message.code === 'repeated') {
      const seq = message.data?.['seq']
      this.#outbox.settle(message.n, {
        done: true,
        seq: typeof seq === 'number' ? seq : this.#seq,
        value: message.data?.['v'],
      })
      return
    }
    const { code, fr, en, data } = message
    if (code === unknown) {
      this.#knock() // the outbox keeps it, and says it again under its number once the room is joined
      return
    }
    this.#outbox.settle(message.n, { done: false, code, fr, en, ...(data ? { data } : {}) })
  }

  #knock(): void {
    this.#stopKnock ??= this.#around.after(knockAfter * (0.5 + this.#around.chance()), () => this.join())
  }

  #rest(): void {
    this.#stopKnock?.()
    this.#stopKnock = undefined
  }

  #heard(told: readonly Ephemeral[]): void {
    if (told.length === 0) return
    const volatile: Record<string, Readonly<Record<string, unknown>>> = {
      ...this.store.getState().volatile,
    }
    for (const [member, kind, value] of told) {
      if (passing.has(kind)) {
        for (const listener of this.#passing) listener(member, kind, value)
        continue
      }
      const { [member]: _old, ...others } = volatile[kind] ?? {}
      volatile[kind] = value === null ? others : { ...others, [member]: value }
    }
    this.store.setState({ volatile })
    for (const listener of this.#told) listener(told)
  }

  #count(): void {
    this.store.setState({ unanswered: this.#outbox.unanswered })
  }
}
