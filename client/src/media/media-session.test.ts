import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MediaSession } from './media-session.ts'
import type { FromClient } from './messages.ts'

/**
 * A peer connection that does nothing but keep what it was told. As in Chromium, what it was asked takes a while, and
 * once it is closed no answer ever comes: neither yes nor no.
 */
class FakeConnection {
  /** What the browser works on waits for this, when a test holds it back. */
  static busy: Promise<void> = Promise.resolve()

  connectionState: RTCPeerConnectionState = 'new'
  signalingState: RTCSignalingState = 'stable'
  localDescription: { sdp: string } | null = null
  remote: string[] = []
  senders: { track: unknown }[] = []
  onconnectionstatechange: (() => void) | null = null
  ontrack: unknown = null

  async #answered<T>(answer: () => T): Promise<T> {
    await FakeConnection.busy
    if (this.connectionState === 'closed') return new Promise<never>(() => {})
    return answer()
  }

  addTransceiver() {
    const sender = {
      track: null as unknown,
      replaceTrack: (track: unknown) =>
        this.#answered(() => {
          sender.track = track
        }),
      getParameters: () => ({ encodings: [{ active: true }] }),
      setParameters: () => this.#answered(() => undefined),
    }
    this.senders.push(sender)
    return { mid: String(this.senders.length - 1), sender }
  }

  createOffer = (o: { iceRestart?: boolean }) =>
    this.#answered(() => ({ type: 'offer', sdp: o.iceRestart ? 'again' : 'first' }))
  createAnswer = () => this.#answered(() => ({ type: 'answer', sdp: 'answer' }))

  setLocalDescription(d: { type: string; sdp: string }) {
    return this.#answered(() => {
      this.localDescription = d
      this.signalingState = d.type === 'offer' ? 'have-local-offer' : 'stable'
    })
  }

  setRemoteDescription(d: { type: string; sdp: string }) {
    return this.#answered(() => {
      this.remote.push(d.sdp)
      this.signalingState = d.type === 'offer' ? 'have-remote-offer' : 'stable'
    })
  }

  received = 0
  lost = 0

  getStats() {
    return this.#answered(
      () => new Map([['a', { type: 'inbound-rtp', packetsReceived: this.received, packetsLost: this.lost }]]),
    )
  }

  close() {
    this.connectionState = 'closed'
  }

  becomes(state: RTCPeerConnectionState) {
    this.connectionState = state
    this.onconnectionstatechange?.()
  }
}

const track = () => ({ enabled: true, stop: vi.fn() }) as unknown as MediaStreamTrack

describe('a media session', () => {
  let sent: FromClient[]
  let made: FakeConnection[]
  let session: MediaSession

  beforeEach(() => {
    vi.useFakeTimers()
    sent = []
    made = []
    FakeConnection.busy = Promise.resolve()
    let ids = 0
    session = new MediaSession({
      newId: () => `attempt ${++ids}`,
      send: (m) => sent.push(m),
      makeConnection: () => {
        const pc = new FakeConnection()
        made.push(pc)
        return pc as unknown as RTCPeerConnection
      },
    })
  })

  afterEach(() => {
    session.close()
    vi.useRealTimers()
  })

  const settle = () => vi.advanceTimersByTimeAsync(0)
  const types = () => sent.map((m) => m.type)
  const alive = () => made.filter((pc) => pc.connectionState !== 'closed') as [FakeConnection, FakeConnection]
  const connect = () => {
    for (const pc of alive()) pc.becomes('connected')
  }
  const offer = (attempt: number, epoch: number, lines: unknown[] = []) =>
    session.receive({
      type: 'sub.offer',
      attempt: `attempt ${attempt}`,
      epoch,
      sdp: `offer ${attempt}.${epoch}`,
      lines,
    })

  it('starts, offers what it sends and answers what it receives', async () => {
    session.start({ mic: track() })
    offer(1, 1, [{ mid: '0', kind: 'stick', member: 'awa' }])
    await settle()
    expect(types()[0]).toBe('start')
    expect(sent).toContainEqual({
      type: 'pub.offer',
      epoch: 1,
      sdp: 'first',
      tracks: [
        { mid: '0', source: 'mic' },
        { mid: '1', source: 'cam' },
      ],
    })
    expect(sent).toContainEqual({ type: 'sub.answer', epoch: 1, sdp: 'answer' })
    expect(sent).toContainEqual({ type: 'sending', mic: true, cam: false })
    expect(session.store.getState()).toMatchObject({ link: 'starting', voices: ['awa'], mic: true })
    connect()
    expect(session.store.getState().link).toBe('live')
  })

  it('ignores an offer and an answer of connections it gave up', async () => {
    session.start()
    await settle()
    session.receive({ type: 'reset', reason: 'failed' })
    await settle()
    offer(1, 7)
    session.receive({ type: 'pub.answer', epoch: 1, sdp: 'old' })
    await settle()
    expect(made.flatMap((pc) => pc.remote)).toEqual([])
    offer(2, 1)
    session.receive({ type: 'pub.answer', epoch: 2, sdp: 'new' })
    await settle()
    expect(made.flatMap((pc) => pc.remote)).toEqual(['offer 2.1', 'new'])
    expect(alive()).toHaveLength(2)
  })

  // After an outage somebody heard nothing until she reloaded: her browser was at a description of connections that were
  // given up, never answered, and all that came later waited behind it.
  it.each([
    ['the server says so', () => session.receive({ type: 'reset', reason: 'unknown' })],
    [
      'she is out for a moment',
      () => {
        session.rest()
        session.start()
      },
    ],
    ['she begins again', () => session.start()],
  ])('begins anew while the browser is at a description: %s', async (_, again) => {
    let goOn = () => {}
    session.start()
    offer(1, 1)
    for (let attempt = 2; attempt < 6; attempt++) {
      FakeConnection.busy = new Promise((done) => {
        goOn = done
      })
      again()
      offer(attempt, 1)
      await settle()
    }
    again()
    goOn()
    FakeConnection.busy = Promise.resolve()
    offer(6, 1, [{ mid: '0', kind: 'stick', member: 'awa' }])
    sent.length = 0
    await settle()
    expect(types()).toEqual(expect.arrayContaining(['pub.offer', 'sub.answer']))
    expect(types().filter((t) => t === 'sub.answer')).toHaveLength(1)
    expect(alive()).toHaveLength(2)
    expect(alive()[0].remote).toEqual(['offer 6.1'])
    connect()
    expect(session.store.getState()).toMatchObject({ link: 'live', voices: ['awa'] })
    expect(alive()[0].connectionState).toBe('connected')
  })

  it('ends though the browser is at a description, and what the room says later wakes nothing', async () => {
    session.start()
    FakeConnection.busy = new Promise(() => {})
    offer(1, 1)
    await settle()
    session.receive({ type: 'closed', reason: 'replaced' })
    expect(session.store.getState().link).toBe('replaced')
    sent.length = 0
    session.receive({ type: 'reset', reason: 'unknown' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent).toEqual([])
    expect(alive()).toHaveLength(0)
  })

  it('looks for another path when the socket is back, and is live again though nothing was lost', async () => {
    session.start()
    connect()
    await settle()
    sent.length = 0
    session.socketBack()
    await settle()
    expect(types()).toEqual(expect.arrayContaining(['restart', 'pub.offer', 'wants', 'sending']))
    expect(session.store.getState().link).toBe('restarting')
    session.receive({ type: 'pub.answer', epoch: 2, sdp: 'answer' })
    await settle()
    expect(session.store.getState().link).toBe('live')
    sent.length = 0
    await vi.advanceTimersByTimeAsync(60_000)
    expect(types()).not.toContain('restart')
  })

  it('waits before it restarts a lost path, then builds everything again', async () => {
    session.start()
    connect()
    await settle()
    sent.length = 0
    alive()[0].becomes('disconnected')
    await vi.advanceTimersByTimeAsync(2900)
    expect(types()).toEqual([])
    await vi.advanceTimersByTimeAsync(200)
    expect(types()).toContain('restart')
    await vi.advanceTimersByTimeAsync(25_000)
    expect(types().filter((t) => t === 'restart')).toHaveLength(2)
    expect(types()).toContain('start')
    expect(alive()).toHaveLength(2)
  })

  it('lets go for good when the person is here from elsewhere', async () => {
    session.start()
    await settle()
    session.receive({ type: 'closed', reason: 'replaced' })
    await settle()
    expect(session.store.getState().link).toBe('replaced')
    expect(alive()).toHaveLength(0)
    sent.length = 0
    session.socketBack()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent).toEqual([])
  })

  it('rests with the devices dark, and begins anew', async () => {
    const mic = track()
    session.start({ mic })
    await settle()
    session.rest()
    expect(mic.stop).toHaveBeenCalled()
    expect(alive()).toHaveLength(0)
    expect(session.store.getState()).toMatchObject({ link: 'idle', mic: false, voices: [] })
    sent.length = 0
    session.socketBack()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent).toEqual([])
    session.start()
    await settle()
    expect(session.store.getState().link).toBe('starting')
    expect(alive()).toHaveLength(2)
  })

  it('says why it was refused, and tries again in a while', async () => {
    session.start()
    session.receive({ type: 'refused', code: 'media_too_many', fr: 'Pleine.', en: 'Full.' })
    await settle()
    expect(session.store.getState().refusal).toEqual({ code: 'media_too_many', fr: 'Pleine.', en: 'Full.' })
    sent.length = 0
    await vi.advanceTimersByTimeAsync(10_100)
    expect(types()).toContain('restart')
    connect()
    expect(session.store.getState()).toMatchObject({ link: 'live', refusal: null })
  })

  it('mutes on the spot, and stops a device it lets go', async () => {
    const mic = track()
    const cam = track()
    session.start({ mic, cam })
    session.setMic(false)
    expect(mic.enabled).toBe(false)
    const other = track()
    session.takeMic(other)
    expect(other.enabled).toBe(false)
    expect(mic.stop).toHaveBeenCalled()
    session.takeCam(null)
    expect(cam.stop).toHaveBeenCalled()
    expect(sent.at(-1)).toEqual({ type: 'sending', mic: false, cam: false })
    await settle()
    expect(alive()[1].senders.map((s) => s.track)).toEqual([other, null])
    session.close()
    expect(other.stop).toHaveBeenCalled()
    expect(session.store.getState()).toMatchObject({ link: 'ended', mic: false, cam: false })
  })

  it('keeps the sound and lets the pictures go when the link is weak', async () => {
    session.start()
    connect()
    const into = alive()[0]
    for (let i = 0; i < 4; i++) {
      into.received += 80
      into.lost += 20
      await vi.advanceTimersByTimeAsync(2000)
    }
    expect(session.store.getState().weak).toBe(true)
    expect(sent.at(-1)).toEqual({ type: 'wants', audio_only: true, video: {} })
    for (let i = 0; i < 11; i++) {
      into.received += 100
      await vi.advanceTimersByTimeAsync(2000)
    }
    expect(session.store.getState().weak).toBe(false)
    expect(sent.at(-1)).toEqual({ type: 'wants', audio_only: false, video: {} })
  })

  it('asks for sound only, by choice, and keeps wishes for later', async () => {
    session.start()
    session.want({ awa: 'high' })
    session.setAudioOnly(true)
    expect(sent.at(-1)).toEqual({ type: 'wants', audio_only: true, video: { awa: 'high' } })
    session.setAudioOnly(false)
    expect(sent.at(-1)).toEqual({ type: 'wants', audio_only: false, video: { awa: 'high' } })
  })
})
