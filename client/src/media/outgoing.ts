import type { FromClient } from './messages.ts'

type Make = () => RTCPeerConnection

/** A small and a large picture, so that each listener gets the one she has room for. Bits per second. */
export const encodings: RTCRtpEncodingParameters[] = [
  { rid: 'q', scaleResolutionDownBy: 2, maxBitrate: 130_000, maxFramerate: 15 },
  { rid: 'h', scaleResolutionDownBy: 1, maxBitrate: 480_000, maxFramerate: 15 },
]

const voiceBitrate = 24_000

/**
 * Asks the browser, in the server's own answer, for discontinuous speech and a modest bitrate: silence then costs two
 * packets a second instead of fifty.
 */
export function withQuietOpus(sdp: string): string {
  const payload = /a=rtpmap:(\d+) opus\/48000/i.exec(sdp)?.[1]
  if (payload === undefined) return sdp
  const wanted = { usedtx: '1', useinbandfec: '1', stereo: '0', maxaveragebitrate: String(voiceBitrate) }
  const line = new RegExp(`a=fmtp:${payload} ([^\\r\\n]*)`)
  const had = line.exec(sdp)?.[1]
  const params = new Map(
    (had ?? '')
      .split(';')
      .map((p) => p.trim().split('='))
      .map(([k = '', v = '']) => [k, v] as const)
      .filter(([k]) => k !== ''),
  )
  for (const [k, v] of Object.entries(wanted)) params.set(k, v)
  const text = `a=fmtp:${payload} ${[...params].map(([k, v]) => `${k}=${v}`).join(';')}`
  if (had !== undefined) return sdp.replace(line, () => text)
  return sdp.replace(new RegExp(`(a=rtpmap:${payload} [^\\r\\n]*\\r\\n)`), (rtpmap) => `${rtpmap}${text}\r\n`)
}

/** What this person sends: one microphone and one camera, negotiated once, filled and emptied without another word. */
export class Outgoing {
  readonly pc: RTCPeerConnection
  readonly #mic: RTCRtpTransceiver
  readonly #cam: RTCRtpTransceiver
  readonly #send: (message: FromClient) => void
  readonly #next: () => number
  #awaited = 0

  /** `next` gives rising epochs, over all the connections of one session. */
  constructor(make: Make, send: (message: FromClient) => void, next: () => number) {
    this.#send = send
    this.#next = next
    this.pc = make()
    this.#mic = this.pc.addTransceiver('audio', { direction: 'sendonly' })
    this.#cam = this.pc.addTransceiver('video', { direction: 'sendonly', sendEncodings: encodings })
  }

  async fill(mic: MediaStreamTrack | null, cam: MediaStreamTrack | null): Promise<void> {
    if (this.#mic.sender.track !== mic) await this.#mic.sender.replaceTrack(mic)
    if (this.#cam.sender.track !== cam) await this.#cam.sender.replaceTrack(cam)
  }

  /** Offers; with `restart`, over a path found anew. */
  async offer(restart = false): Promise<void> {
    await this.pc.setLocalDescription(await this.pc.createOffer({ iceRestart: restart }))
    if (this.pc.signalingState === 'closed') return
    this.#awaited = this.#next()
    this.#send({
      type: 'pub.offer',
      epoch: this.#awaited,
      sdp: this.pc.localDescription?.sdp ?? '',
      tracks: [
        { mid: this.#mic.mid ?? '', source: 'mic' },
        { mid: this.#cam.mid ?? '', source: 'cam' },
      ],
    })
  }

  async answered(epoch: number, sdp: string): Promise<void> {
    if (epoch !== this.#awaited || this.pc.signalingState !== 'have-local-offer') return
    await this.pc.setRemoteDescription({ type: 'answer', sdp: withQuietOpus(sdp) })
  }

  /** Stops encoding pictures while the link is weak; the camera itself stays open. */
  async pausePicture(paused: boolean): Promise<void> {
    const parameters = this.#cam.sender.getParameters()
    if (parameters.encodings.length === 0) return
    for (const encoding of parameters.encodings) encoding.active = !paused
    await this.#cam.sender.setParameters(parameters)
  }

  close(): void {
    this.pc.close()
  }
}
