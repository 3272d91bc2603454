import type { FromClient, Line } from './messages.ts'

/** What this person receives: lines made by the server, whose source it changes as it likes. */
export class Incoming {
  readonly pc: RTCPeerConnection
  readonly #streams = new Map<string, MediaStream>()
  readonly #heard: (mid: string, stream: MediaStream) => void
  #lines: readonly Line[] = []

  /** `heard` is called for each audio line. `changed` when a picture's line opened. */
  constructor(
    make: () => RTCPeerConnection,
    heard: (mid: string, stream: MediaStream) => void,
    changed: () => void,
  ) {
    this.#heard = heard
    this.pc = make()
    this.pc.ontrack = ({ transceiver, track }) => {
      const mid = transceiver.mid
      if (mid === null) return
      const stream = new MediaStream([track])
      this.#streams.set(mid, stream)
      if (track.kind === 'audio') this.#heard(mid, stream)
      else changed()
    }
  }

  async offered(epoch: number, sdp: string, lines: readonly Line[]): Promise<FromClient> {
    this.#lines = lines
    await this.pc.setRemoteDescription({ type: 'offer', sdp })
    await this.pc.setLocalDescription(await this.pc.createAnswer())
    return { type: 'sub.answer', epoch, sdp: this.pc.localDescription?.sdp ?? '' }
  }

  carry(lines: readonly Line[]): void {
    this.#lines = lines
  }

  /** Whose voices come now, the stick's first. */
  voices(): string[] {
    return voicesOf(this.#lines)
  }

  pictures(): Record<string, MediaStream> {
    const found: Record<string, MediaStream> = {}
    for (const line of this.#lines) {
      const stream = this.#streams.get(line.mid)
      if (line.kind === 'video' && line.member && stream) found[line.member] = stream
    }
    return found
  }

  close(): void {
    this.pc.ontrack = null
    this.pc.close()
    this.#streams.clear()
  }
}

/** Members on audio lines, each once, the stick's first. */
export function voicesOf(lines: readonly Line[]): string[] {
  const order = [...lines].sort((a, b) => Number(b.kind === 'stick') - Number(a.kind === 'stick'))
  return [...new Set(order.flatMap((l) => (l.kind !== 'video' && l.member ? [l.member] : [])))]
}
