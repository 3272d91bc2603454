import { Incoming } from './incoming.ts'
import { type FromClient, type Layer, type ToClient, toClient } from './messages.ts'
import { Outgoing } from './outgoing.ts'
import { Speakers } from './speakers.ts'
import { createMediaStore, type MediaState, type MediaStore } from './state.ts'
import { assess, countOf, goodLink, type Link, pace, type RTCStatsLike } from './weak-link.ts'

/** How long a path may be lost before another is looked for, and how long a restart is given, in milliseconds. */
const lostFor = 3000
const restartGiven = 10_000

/** Restarts that may fail before everything is built again. */
const restarts = 2

export type MediaOptions = {
  /** Carries a message to the server, in order; while the socket is away it may drop it (`socketBack` starts again). */
  readonly send: (message: FromClient) => void
  readonly makeConnection?: () => RTCPeerConnection
  /** Makes an id nobody else makes. */
  readonly newId?: () => string
}

/** randomUUID is missing where the page is not on a safe address; listening works there. */
function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((b) => b.toString(16).padStart(2, '0')).join('')
}

/**
 * The sound and the picture of one room for one person: what she sends, what she receives, and keeping both alive.
 * It knows no rule of the room: the server decides who is heard, and says whose voice is on which line.
 */
export class MediaSession {
  readonly store: MediaStore = createMediaStore()
  readonly #send: (message: FromClient) => void
  readonly #make: () => RTCPeerConnection
  readonly #newId: () => string
  readonly #speakers = new Speakers((soundBlocked) => this.#set({ soundBlocked }))
  #work: Promise<void> = Promise.resolve()
  /** Counts the connections that were given up: what was under way for them is given up too. */
  #life = 0
  #out: Outgoing | undefined
  #in: Incoming | undefined
  #mic: MediaStreamTrack | null = null
  #cam: MediaStreamTrack | null = null
  #wishes: Readonly<Record<string, Layer>> = {}
  #epoch = 0
  #attempt = ''
  #tries = 0
  #rescue: ReturnType<typeof setTimeout> | undefined
  #pulse: ReturnType<typeof setInterval> | undefined
  #link: Link = goodLink
  #closed = false

  constructor(options: MediaOptions) {
    this.#send = options.send
    this.#newId = options.newId ?? randomId
    this.#make = options.makeConnection ?? (() => new RTCPeerConnection({ bundlePolicy: 'max-bundle' }))
  }

  /** Begins, with what the antechamber opened. Without tracks the person listens, and may open them later. */
  start(tracks: { mic?: MediaStreamTrack | null; cam?: MediaStreamTrack | null } = {}): void {
    if (this.#closed) return
    this.#mic = tracks.mic ?? null
    this.#cam = tracks.cam ?? null
    globalThis.addEventListener?.('online', this.#networkChanged)
    // A connection closed meanwhile has no statistics: the next pulse looks at another.
    this.#pulse ??= setInterval(() => this.#assess().catch(() => undefined), pace)
    this.#begin()
  }

  /** A `media` message of this room came. */
  receive(value: unknown): void {
    const message = toClient(value)
    if (!message || this.#closed) return
    switch (message.type) {
      // These end what is under way, and so do not wait for it.
      case 'reset':
        if (this.#in) this.#begin()
        return
      case 'closed':
        this.#ended(message.reason)
        return
      default:
        this.#after((stands) => this.#take(message, stands))
    }
  }

  /** The socket is back (and the room joined again): what was said meanwhile may be lost. */
  socketBack(): void {
    if (this.store.getState().link !== 'idle') this.#restart()
  }

  /** Opens or closes the microphone. The line stays: opening is immediate. */
  setMic(on: boolean): void {
    if (this.#mic) this.#mic.enabled = on
    this.#tellSending()
  }

  /** Takes another microphone, or none. The former track is stopped. */
  takeMic(track: MediaStreamTrack | null): void {
    const open = this.#mic?.enabled ?? true
    if (this.#mic && this.#mic !== track) this.#mic.stop()
    this.#mic = track
    if (track) track.enabled = open
    this.#refill()
  }

  /** Shows a camera, or none: the former track is stopped and its light goes out. */
  takeCam(track: MediaStreamTrack | null): void {
    if (this.#cam && this.#cam !== track) this.#cam.stop()
    this.#cam = track
    this.#refill()
  }

  /** Wishes by member; a member without a wish comes small. */
  want(wishes: Readonly<Record<string, Layer>>): void {
    this.#wishes = wishes
    this.#tellWants()
  }

  /** Sound only, by the person's choice. */
  setAudioOnly(audioOnly: boolean): void {
    this.#set({ audioOnly })
    this.#tellWants()
  }

  /** Plays what the browser held back; call it from a gesture. */
  hear(): Promise<void> {
    return this.#speakers.hear()
  }

  /** Plays on another output. */
  output(id: string): void {
    this.#speakers.output(id)
  }

  /** Lets go of the room and of the devices: nothing comes or goes until `start`. */
  rest(): void {
    if (this.#closed) return
    this.#drop()
    this.#mic?.stop()
    this.#cam?.stop()
    this.#mic = this.#cam = null
    this.#set({ link: 'idle', mic: false, cam: false, voices: [], pictures: {} })
  }

  /** Ends everything; the devices go dark. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    globalThis.removeEventListener?.('online', this.#networkChanged)
    clearInterval(this.#pulse)
    this.#drop()
    this.#speakers.close()
    this.#mic?.stop()
    this.#cam?.stop()
    this.#mic = this.#cam = null
    this.#set({ link: 'ended', mic: false, cam: false, voices: [], pictures: {} })
  }

  #set(change: Partial<MediaState>): void {
    this.store.setState(change)
  }

  /**
   * One thing after the other: descriptions must not overtake each other. What a browser was asked of a connection never
   * ends once that connection is closed, in Chromium: what waits behind it is of the same connection, and is given up
   * with it. `stands` tells an act that has waited whether its connection still is the one.
   */
  #after(act: (stands: () => boolean) => Promise<void> | void): void {
    const life = this.#life
    const stands = () => life === this.#life
    this.#work = this.#work
      .then(() => (stands() ? act(stands) : undefined))
      .catch(() => {
        // A browser that refuses a description is built again, after a moment.
        if (stands() && !this.#closed) this.#watch(restartGiven)
      })
  }

  async #take(
    message: Exclude<ToClient, { type: 'reset' | 'closed' }>,
    stands: () => boolean,
  ): Promise<void> {
    switch (message.type) {
      case 'sub.offer': {
        // An offer of connections that were given up meanwhile.
        if (!this.#in || message.attempt !== this.#attempt) return
        const answer = await this.#in.offered(message.epoch, message.sdp, message.lines)
        if (!stands()) return
        this.#send(answer)
        this.#show()
        this.#moved()
        return
      }
      case 'pub.answer':
        await this.#out?.answered(message.epoch, message.sdp)
        if (stands()) this.#moved()
        return
      case 'lines':
        this.#in?.carry(message.lines)
        return this.#show()
      case 'refused': {
        const { code, fr, en } = message
        this.#set({ refusal: { code, fr, en } })
        // It will be tried again, but not at once: the server may be full, or we too hasty.
        if (this.#out && !this.#moved()) this.#watch(restartGiven)
        return
      }
    }
  }

  #ended(reason: 'replaced' | 'ended'): void {
    this.#drop()
    this.#set({ link: reason === 'replaced' ? 'replaced' : 'ended', voices: [], pictures: {} })
  }

  #show(): void {
    if (this.#in) this.#set({ voices: this.#in.voices(), pictures: this.#in.pictures() })
  }

  /** Builds both connections anew. */
  #begin(): void {
    this.#drop()
    this.#tries = 0
    this.#link = goodLink
    this.#set({ link: 'starting', voices: [], pictures: {}, weak: false })
    this.#attempt = this.#newId()
    this.#send({ type: 'start', attempt: this.#attempt })
    const into = new Incoming(
      this.#make,
      (mid, stream) => this.#speakers.attach(mid, stream),
      () => this.#show(),
    )
    const out = new Outgoing(this.#make, this.#send, () => ++this.#epoch)
    this.#in = into
    this.#out = out
    for (const pc of [into.pc, out.pc]) pc.onconnectionstatechange = () => this.#moved()
    this.#tellWants()
    this.#refill()
    this.#after(() => out.offer())
    this.#watch(restartGiven)
  }

  #drop(): void {
    clearTimeout(this.#rescue)
    this.#rescue = undefined
    this.#life++
    this.#work = Promise.resolve()
    this.#in?.close()
    this.#out?.close()
    this.#in = undefined
    this.#out = undefined
  }

  #refill(): void {
    this.#tellSending()
    const out = this.#out
    if (out) this.#after(() => out.fill(this.#mic, this.#cam))
  }

  #tellSending(): void {
    const mic = this.#mic?.enabled ?? false
    const cam = this.#cam !== null
    this.#set({ mic, cam })
    if (this.#out) this.#send({ type: 'sending', mic, cam })
  }

  #tellWants(): void {
    const { weak, audioOnly } = this.store.getState()
    if (this.#in) this.#send({ type: 'wants', audio_only: weak || audioOnly, video: this.#wishes })
  }

  readonly #networkChanged = (): void => this.#restart()

  /** A path opened or was lost; answers whether both are open. A restart over a path that never closed changes no state. */
  #moved(): boolean {
    const states = [this.#in?.pc.connectionState, this.#out?.pc.connectionState]
    if (states.every((s) => s === 'connected')) {
      clearTimeout(this.#rescue)
      this.#rescue = undefined
      this.#tries = 0
      this.#set({ link: 'live', refusal: null })
      return true
    }
    if (states.includes('failed')) this.#watch(0)
    else if (states.includes('disconnected')) this.#watch(lostFor)
    return false
  }

  /** Looks for another path if this one has not come back by then. */
  #watch(ms: number): void {
    this.#rescue ??= setTimeout(() => {
      this.#rescue = undefined
      if (!this.#moved()) this.#restart()
    }, ms)
  }

  #restart(): void {
    const out = this.#out
    if (this.#closed || !out) return
    clearTimeout(this.#rescue)
    this.#rescue = undefined
    if (this.#tries >= restarts) {
      this.#begin()
      return
    }
    this.#tries++
    this.#set({ link: 'restarting' })
    this.#send({ type: 'restart', attempt: this.#attempt })
    this.#tellWants()
    this.#tellSending()
    this.#after(() => out.offer(true))
    this.#watch(restartGiven)
  }

  async #assess(): Promise<void> {
    const into = this.#in
    if (into?.pc.connectionState !== 'connected') return
    const report = await into.pc.getStats()
    if (into !== this.#in) return
    const seen: RTCStatsLike[] = []
    report.forEach((s: RTCStatsLike) => {
      seen.push(s)
    })
    this.#link = assess(this.#link, countOf(seen))
    if (this.#link.weak === this.store.getState().weak) return
    this.#set({ weak: this.#link.weak })
    this.#tellWants()
    const out = this.#out
    if (out) this.#after(() => out.pausePicture(this.#link.weak))
  }
}
