import { MediaSession, openDevice } from '../../src/media/index.ts'

/** The page of the media bench: joins, shows who is seen, and lets the test look inside. */
const params = new URLSearchParams(location.search)
const member = params.get('member') ?? 'personne'

/** Every connection the page makes, so that the test can read their statistics. */
const connections: RTCPeerConnection[] = []

/** What a browser is asked of a connection, and answers in its own time. */
type Slow = 'createOffer' | 'createAnswer' | 'setLocalDescription' | 'setRemoteDescription'

/** The next time this is asked of a connection, everything begins anew while the browser is at it. */
let interrupted: { during: Slow; done: () => void } | undefined

function interruptible(pc: RTCPeerConnection): RTCPeerConnection {
  for (const slow of [
    'createOffer',
    'createAnswer',
    'setLocalDescription',
    'setRemoteDescription',
  ] as const) {
    const real = (pc[slow] as (...args: unknown[]) => Promise<unknown>).bind(pc)
    Object.assign(pc, {
      [slow]: (...args: unknown[]) => {
        const answer = real(...args)
        if (interrupted?.during === slow) {
          const { done } = interrupted
          interrupted = undefined
          session.start(tracks)
          done()
        }
        return answer
      },
    })
  }
  return pc
}

/** What she sends since she joined. */
let tracks: { mic: MediaStreamTrack | null; cam: MediaStreamTrack | null } = { mic: null, cam: null }

let socket: WebSocket
let sockets = 0
const session = new MediaSession({
  send: (message) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
  },
  makeConnection: () => {
    const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
    connections.push(pc)
    return interruptible(pc)
  },
})

function connect(opened: () => void): void {
  // Each socket is another connection to the server, as in the product.
  const connection = `${params.get('connection') ?? performance.timeOrigin}.${++sockets}`
  socket = new WebSocket(`ws://${location.host}/ws?member=${member}&connection=${connection}`)
  socket.onopen = opened
  socket.onmessage = (event) => session.receive(JSON.parse(String(event.data)))
}

session.store.subscribe(({ pictures }) => {
  const place = document.getElementById('pictures')
  if (!place) return
  for (const old of [...place.children])
    if (!(((old as HTMLElement).dataset['member'] as string) in pictures)) old.remove()
  for (const [who, stream] of Object.entries(pictures)) {
    let video = place.querySelector<HTMLVideoElement>(`[data-member="${who}"]`)
    if (!video) {
      video = document.createElement('video')
      video.dataset['member'] = who
      video.muted = true
      video.autoplay = true
      place.append(video)
    }
    if (video.srcObject !== stream) video.srcObject = stream
  }
})

/** What was received so far, by kind, and when the first sound came. */
async function received(): Promise<Record<string, number>> {
  const sum = {
    packets: 0,
    lost: 0,
    energy: 0,
    concealed: 0,
    frames: 0,
    height: 0,
    audioPackets: 0,
    bytesSent: 0,
  }
  for (const pc of connections) {
    if (pc.connectionState === 'closed') continue
    for (const s of (await pc.getStats()).values()) {
      if (s.type === 'outbound-rtp') sum.bytesSent += s.bytesSent
      if (s.type !== 'inbound-rtp') continue
      sum.packets += s.packetsReceived
      sum.lost += s.packetsLost
      if (s.kind === 'audio') {
        sum.audioPackets += s.packetsReceived
        sum.energy += s.totalAudioEnergy ?? 0
        sum.concealed += s.concealedSamples ?? 0
      } else {
        sum.frames += s.framesDecoded ?? 0
        sum.height = Math.max(sum.height, s.frameHeight ?? 0)
      }
    }
  }
  return sum
}

async function join(mic: boolean, cam: boolean): Promise<number> {
  const [m, c] = [mic ? await openDevice('mic') : undefined, cam ? await openDevice('cam') : undefined]
  if (m && !m.ok) throw new Error(`microphone: ${m.problem}`)
  if (c && !c.ok) throw new Error(`camera: ${c.problem}`)
  const pressed = performance.now()
  await new Promise<void>((opened) => connect(opened))
  tracks = { mic: m?.track ?? null, cam: c?.track ?? null }
  session.start(tracks)
  return pressed
}

const bench = {
  session,
  join,
  received,
  state: () => {
    const { pictures, ...rest } = session.store.getState()
    return { ...rest, pictures: Object.keys(pictures) }
  },
  openMic: async () => {
    const m = await openDevice('mic')
    if (m.ok) session.takeMic(m.track)
  },
  openCam: async () => {
    const c = await openDevice('cam')
    if (c.ok) session.takeCam(c.track)
  },
  /** Begins anew, and once more while the browser is at what is named. */
  beginTwice: (during: Slow) =>
    new Promise<void>((done) => {
      interrupted = { during, done }
      session.start(tracks)
    }),
  /** Loses the socket, if it is not lost yet, and comes back. */
  reconnect: () =>
    new Promise<void>((again) => {
      socket.close()
      connect(() => {
        session.socketBack()
        again()
      })
    }),
}

declare global {
  interface Window {
    bench: typeof bench
  }
}
window.bench = bench

// Joining by itself, without the gesture that a test's call amounts to; what follows is told on the console.
session.store.subscribe(({ soundBlocked }, before) => {
  if (soundBlocked !== before.soundBlocked) console.info(`soundBlocked ${soundBlocked}`)
})
document.addEventListener('click', () => void session.hear())
if (params.has('listen')) void join(false, false)
