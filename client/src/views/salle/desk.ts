import { createStore } from 'zustand/vanilla'
import {
  MediaSession,
  type Opened,
  openDevice,
  type Problem,
  remember,
  remembered,
  watchLevel,
} from '../../media/index.ts'
import type { Room } from '../../session/room.ts'
import type { SessionView } from '../../session/view.ts'
import { cameraRests, carries, presentPhase } from './viewmodel.ts'

/** My own microphone and camera, as this page shows them. */
export type DeskState = {
  /** The person's wish in open talk, and while she holds the stick. */
  readonly talk: boolean
  readonly stick: boolean
  readonly carries: 'mine' | 'all' | 'none'
  readonly hasMic: boolean
  readonly micProblem?: Problem | undefined
  readonly camera: MediaStream | null
  readonly camProblem?: Problem | undefined
  readonly opening: 'mic' | 'cam' | null
  readonly speaking: boolean
  /** Why the step, and not the person, has put the camera out; she may open it again at any time. */
  readonly rested?: 'break' | 'back' | undefined
}

/** Whether sound leaves this device now. */
export function isOpen({ hasMic, carries, stick, talk }: DeskState): boolean {
  if (!hasMic || carries === 'none') return false
  return carries === 'mine' ? stick : talk
}

/** Loudness from which one is speaking, below which one is not, and for how long (ms) before it is said. */
const loud = 0.42
const quiet = 0.32
const pause = 1200

export type Surroundings = {
  readonly open: (kind: 'mic' | 'cam', id?: string) => Promise<Opened>
  readonly watch: (track: MediaStreamTrack, tell: (level: number) => void) => () => void
  readonly now: () => number
}

const browser: Surroundings = {
  open: (kind, id) => (id === undefined ? openDevice(kind) : openDevice(kind, id)),
  watch: watchLevel,
  now: () => performance.now(),
}

/**
 * Opens and closes this person's microphone and camera by her wish and by the moment: nothing leaves the
 * device while the room would not carry it, and taking the stick opens the microphone.
 */
export class MediaDesk {
  readonly store = createStore<DeskState>(() => ({
    talk: false,
    stick: true,
    carries: 'all',
    hasMic: false,
    camera: null,
    opening: null,
    speaking: false,
  }))
  readonly media: MediaSession
  readonly #room: Room<SessionView>
  readonly #around: Surroundings
  readonly #stops: (() => void)[] = []
  #mic: MediaStreamTrack | null = null
  #cam: MediaStreamTrack | null = null
  #unwatch: (() => void) | undefined
  #heardAt = 0
  #rests: ReturnType<typeof cameraRests> = null
  /** The step for which the camera was put out: whoever opens it again in that step keeps it. */
  #restedAt: string | undefined
  #started = false
  #closed = false

  constructor(
    room: Room<SessionView>,
    around: Surroundings = browser,
    media = new MediaSession({ send: (message) => void room.sendMedia(message) }),
  ) {
    this.#room = room
    this.#around = around
    this.media = media
    this.#stops.push(
      room.onMedia((message) => this.media.receive(message)),
      room.onJoined(() => {
        if (!this.#started) return
        const { link } = this.media.store.getState()
        // Taken over elsewhere and back here: nothing is left to be found again.
        if (link === 'replaced' || link === 'ended') this.media.start({ mic: this.#mic, cam: this.#cam })
        else this.media.socketBack()
      }),
    )
  }

  /** Joins the sound of the room, with what may be opened without asking anew. */
  async start(wish: { mic: boolean; talk: boolean; cam: boolean }): Promise<void> {
    if (this.#started) return
    this.#started = true
    this.store.setState(({ carries: now }) => ({ talk: wish.talk && now === 'all' }))
    this.media.start()
    const speaker = remembered().speaker
    if (speaker) this.media.output(speaker)
    if (wish.mic) await this.#openMic()
    if (wish.cam && this.#started) await this.setCam(true)
  }

  /** The view moved: what carries may have changed. */
  follow(view: SessionView): void {
    this.#restCamera(view)
    const before = this.store.getState().carries
    const now = carries(view)
    if (now === before) return
    // Taking the stick is the gesture that opens a microphone; a round that ends opens none.
    this.store.setState({
      carries: now,
      ...(now === 'mine' ? { stick: true } : {}),
      ...(before === 'all' ? { talk: false } : {}),
    })
    if (now === 'mine' && !this.#mic) void this.#openMic()
    this.#apply()
  }

  /** A step during which cameras rest puts mine out once, as it begins. */
  #restCamera(view: SessionView): void {
    const phase = presentPhase(view)?.id
    this.#rests = cameraRests(view)
    if (this.#rests === null || phase === this.#restedAt) return
    this.#restedAt = phase
    this.#putOut()
  }

  #putOut(): void {
    if (!this.#cam) return
    this.#takeCam(null)
    this.store.setState({ rested: this.#rests ?? undefined })
  }

  /**
   * The stick is being handed on: the microphone that it opened closes before the room has answered.
   * Gives what opens it again when the room refused, and she holds the stick still.
   */
  handOn(): () => void {
    const { carries: before, stick } = this.store.getState()
    if (before !== 'mine' || !stick) return () => {}
    this.store.setState({ stick: false })
    this.#apply()
    return () => {
      if (this.store.getState().carries !== 'mine') return
      this.store.setState({ stick: true })
      this.#apply()
    }
  }

  /** The person opens or closes her microphone. */
  async toggleMic(): Promise<void> {
    const state = this.store.getState()
    const on = !isOpen(state)
    this.store.setState(state.carries === 'mine' ? { stick: on } : { talk: on })
    if (on && !this.#mic) await this.#openMic()
    this.#apply()
  }

  async setCam(on: boolean): Promise<void> {
    if (!on) {
      this.#takeCam(null)
      return
    }
    if (this.#cam) return
    const step = this.#restedAt
    this.store.setState({ opening: 'cam' })
    const opened = await this.#around.open('cam')
    this.#takeOpened('cam', opened)
    if (this.#rests !== null && this.#restedAt !== step) this.#putOut() // the step began while it was opening
  }

  /** Takes another device, and remembers it. */
  async change(kind: 'mic' | 'cam', id: string): Promise<void> {
    remember(kind, id)
    this.store.setState({ opening: kind })
    this.#takeOpened(kind, await this.#around.open(kind, id))
  }

  /** The person has read why a device did not open. */
  problemRead(kind: 'mic' | 'cam'): void {
    this.store.setState(kind === 'mic' ? { micProblem: undefined } : { camProblem: undefined })
  }

  /** The person was told why her camera went out. */
  restTold(): void {
    this.store.setState({ rested: undefined })
  }

  /** The person is no longer in the room: her devices go dark. `start` opens them again, as she wishes then. */
  rest(): void {
    if (!this.#started) return
    this.#started = false
    this.#restedAt = undefined
    this.#unwatch?.()
    this.#unwatch = undefined
    this.#mic = null
    this.media.rest()
    this.#takeCam(null)
    this.store.setState({ hasMic: false, opening: null })
    this.#apply()
  }

  close(): void {
    this.rest()
    this.#closed = true
    for (const stop of this.#stops) stop()
    this.media.close()
  }

  async #openMic(): Promise<void> {
    if (this.store.getState().opening === 'mic') return
    this.store.setState({ opening: 'mic' })
    this.#takeOpened('mic', await this.#around.open('mic'))
  }

  #takeOpened(kind: 'mic' | 'cam', opened: Opened): void {
    this.store.setState({ opening: null })
    if (this.#closed || !this.#started) {
      if (opened.ok) opened.track.stop()
      return
    }
    if (!opened.ok) {
      this.store.setState(kind === 'mic' ? { micProblem: opened.problem } : { camProblem: opened.problem })
      return
    }
    opened.track.addEventListener('ended', () => this.#lost(kind, opened.track))
    if (kind === 'cam') {
      this.#takeCam(opened.track)
      return
    }
    opened.track.enabled = false
    this.#mic = opened.track
    this.media.takeMic(opened.track)
    this.store.setState({ hasMic: true, micProblem: undefined })
    this.#unwatch?.()
    this.#unwatch = this.#around.watch(opened.track, (level) => this.#heard(level))
    this.#apply()
  }

  /** Unplugged, or taken by something else. */
  #lost(kind: 'mic' | 'cam', track: MediaStreamTrack): void {
    if (kind === 'cam' && this.#cam === track) this.#takeCam(null)
    if (kind === 'mic' && this.#mic === track) {
      this.#mic = null
      this.media.takeMic(null)
      this.store.setState({ hasMic: false, micProblem: 'none' })
      this.#apply()
    }
  }

  #takeCam(track: MediaStreamTrack | null): void {
    this.#cam = track
    this.media.takeCam(track)
    this.store.setState({
      camera: track ? new MediaStream([track]) : null,
      camProblem: undefined,
      rested: undefined,
    })
    this.#room.tell('cam', track ? true : null)
  }

  #apply(): void {
    const open = isOpen(this.store.getState())
    this.media.setMic(open)
    this.#room.tell('mic', open ? true : null)
    if (!open) this.#say(false)
  }

  #heard(level: number): void {
    const { speaking } = this.store.getState()
    const now = this.#around.now()
    if (level >= (speaking ? quiet : loud)) {
      this.#heardAt = now
      if (!speaking && isOpen(this.store.getState())) this.#say(true)
    } else if (speaking && now - this.#heardAt > pause) this.#say(false)
  }

  #say(speaking: boolean): void {
    if (this.store.getState().speaking === speaking) return
    this.store.setState({ speaking })
    this.#room.tell('level', speaking ? 1 : null)
  }
}
