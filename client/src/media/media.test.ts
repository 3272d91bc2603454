import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { constraintsFor, problemOf, remember, remembered } from './devices.ts'
import { voicesOf } from './incoming.ts'
import { loudness, needle } from './level.ts'
import { type Line, toClient } from './messages.ts'
import { withQuietOpus } from './outgoing.ts'
import { assess, type Count, countOf, goodLink, type Link } from './weak-link.ts'

describe('devices', () => {
  it('names what a browser throws', () => {
    const named = (name: string) => problemOf(new DOMException('x', name))
    expect(named('NotFoundError')).toBe('none')
    expect(named('NotAllowedError')).toBe('refused')
    expect(named('NotReadableError')).toBe('busy')
    expect(named('SecurityError')).toBe('insecure')
    expect(problemOf(undefined)).toBe('unknown')
  })

  it('remembers one choice beside the others, and survives a spoilt storage', () => {
    const kept = new Map<string, string>()
    const storage = {
      getItem: (k: string) => kept.get(k) ?? null,
      setItem: (k: string, v: string) => void kept.set(k, v),
    }
    remember('mic', 'a', storage)
    remember('cam', 'b', storage)
    remember('mic', 'c', storage)
    expect(remembered(storage)).toEqual({ mic: 'c', cam: 'b' })
    for (const spoilt of ['{', '[]', 'null', '{"mic":3}', '{"other":"x"}']) {
      kept.set('palabre.devices', spoilt)
      expect(remembered(storage)).toEqual({})
    }
    const closed = {
      getItem: () => {
        throw new DOMException('no', 'SecurityError')
      },
      setItem: () => {
        throw new DOMException('no', 'QuotaExceededError')
      },
    }
    expect(() => remember('mic', 'a', closed)).not.toThrow()
    expect(remembered(closed)).toEqual({})
  })

  it('prefers the chosen device and never requires it', () => {
    expect(constraintsFor('mic', 'x').audio).toMatchObject({ deviceId: { ideal: 'x' } })
    expect(constraintsFor('cam').video).not.toHaveProperty('deviceId')
  })
})

describe('level', () => {
  it('goes from silence to full scale', () => {
    expect(loudness(new Float32Array(128))).toBe(0)
    expect(loudness(new Float32Array(128).fill(1))).toBe(1)
    expect(loudness(new Float32Array(128).fill(0.0316))).toBeCloseTo(0.5, 1) // -30 dB
    expect(loudness(new Float32Array(0))).toBe(0)
  })

  it('rises at once and falls slowly', () => {
    expect(needle(0.1, 0.9)).toBe(0.9)
    expect(needle(0.9, 0)).toBeCloseTo(0.84)
    expect(needle(0.02, 0)).toBe(0)
  })
})

describe('lines', () => {
  it('tells the voices, the stick first, each once, and no picture among them', () => {
    const lines: Line[] = [
      { mid: '1', kind: 'talk', member: 'b' },
      { mid: '2', kind: 'talk', member: 'a' },
      { mid: '3', kind: 'talk' },
      { mid: '0', kind: 'stick', member: 'a' },
      { mid: '4', kind: 'video', member: 'c' },
    ]
    expect(voicesOf(lines)).toEqual(['a', 'b'])
  })

  it('ignores what a later server may say', () => {
    expect(toClient({ type: 'reset', reason: 'failed' })).toBeDefined()
    for (const other of [undefined, null, 3, 'x', {}, { type: 'tomorrow' }, { type: 7 }]) {
      expect(toClient(other)).toBeUndefined()
    }
  })
})

describe('quiet opus', () => {
  const answer = (fmtp: string) =>
    `v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\n${fmtp}a=recvonly\r\n`

  it('keeps what was agreed and asks for silence to be cheap', () => {
    const sdp = withQuietOpus(answer('a=fmtp:111 minptime=10;useinbandfec=1\r\n'))
    expect(sdp).toContain(
      'a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1;stereo=0;maxaveragebitrate=24000\r\n',
    )
    expect(withQuietOpus(sdp)).toBe(sdp)
  })

  it('adds the line when there was none, and leaves other codecs alone', () => {
    expect(withQuietOpus(answer(''))).toMatch(/opus\/48000\/2\r\na=fmtp:111 usedtx=1/)
    expect(withQuietOpus('v=0\r\na=rtpmap:96 VP8/90000\r\n')).toBe('v=0\r\na=rtpmap:96 VP8/90000\r\n')
  })
})

describe('weak link', () => {
  const judged = (link: Link, times: number, received: number, lost: number, roundTrip = 0.05): Link => {
    let l = link
    for (let i = 0; i < times; i++) {
      const had = l.last ?? { received: 0, lost: 0 }
      l = assess(l, { received: had.received + received, lost: had.lost + lost, roundTrip })
    }
    return l
  }

  it('turns weak after six bad seconds, good after twenty good ones', () => {
    let link = judged(goodLink, 2, 80, 20)
    expect(link.weak).toBe(false)
    link = judged(link, 1, 80, 20)
    expect(link.weak).toBe(true)
    link = judged(link, 9, 100, 0)
    expect(link.weak).toBe(true)
    expect(judged(link, 1, 100, 0).weak).toBe(false)
  })

  it('takes a slow link for a weak one', () => {
    expect(judged(goodLink, 3, 100, 0, 1.2).weak).toBe(true)
  })

  it('does not take a silence for a loss', () => {
    // Discontinuous speech: a packet now and then, one of them lost.
    expect(judged(goodLink, 50, 4, 1).weak).toBe(false)
  })

  it('never changes its mind twice within three assessments', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(300), fc.nat(100), fc.double({ min: 0, max: 2, noNaN: true })), {
          maxLength: 80,
        }),
        (steps) => {
          let link = goodLink
          let count: Count = { received: 0, lost: 0 }
          let since = Number.POSITIVE_INFINITY
          for (const [received, lost, roundTrip] of steps) {
            count = { received: count.received + received, lost: count.lost + lost, roundTrip }
            const next = assess(link, count)
            since++
            if (next.weak !== link.weak) {
              expect(since).toBeGreaterThanOrEqual(3)
              since = 0
            }
            link = next
          }
        },
      ),
    )
  })

  it('adds up all lines and the path in use', () => {
    expect(
      countOf([
        { type: 'inbound-rtp', packetsReceived: 10, packetsLost: 1 },
        { type: 'inbound-rtp', packetsReceived: 5, packetsLost: -1 },
        { type: 'candidate-pair', nominated: false, currentRoundTripTime: 9 },
        { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.2 },
        { type: 'outbound-rtp' },
      ]),
    ).toEqual({ received: 15, lost: 0, roundTrip: 0.2 })
  })
})
