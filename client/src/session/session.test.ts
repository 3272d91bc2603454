import { beforeEach, describe, expect, it } from 'vitest'
import type { FromClient, FromServer } from '../wire/messages.ts'
import type { Surroundings, Wire } from './connection.ts'
import { Session } from './session.ts'

/** A clock that only the test moves, and lines of which the test is the other end. */
class World {
  now = 1_000
  readonly lines: Line[] = []
  readonly #timers: { at: number; act: () => void }[] = []

  readonly around: Surroundings = {
    open: () => {
      const line = new Line()
      this.lines.push(line)
      return line
    },
    now: () => this.now,
    chance: () => 0.5,
    after: (ms, act) => {
      const timer = { at: this.now + ms, act }
      this.#timers.push(timer)
      return () => {
        const at = this.#timers.indexOf(timer)
        if (at >= 0) this.#timers.splice(at, 1)
      }
    },
  }

  pass(ms: number): void {
    const end = this.now + ms
    for (;;) {
      const due = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0]
      if (!due) break
      this.#timers.splice(this.#timers.indexOf(due), 1)
      this.now = Math.max(this.now, due.at)
      due.act()
    }
    this.now = end
  }

  get line(): Line {
    const last = this.lines.at(-1)
    if (!last) throw new Error('no line was opened')
    return last
  }
}

class Line implements Wire {
  readyState: Wire['readyState'] = 0
  onopen: Wire['onopen'] = null
  onmessage: Wire['onmessage'] = null
  onclose: Wire['onclose'] = null
  readonly sent: FromClient[] = []

  send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
    this.sent.push(JSON.parse(String(data)))
  }

  close(): void {
    this.readyState = 3
  }

  open(now: number): void {
    this.readyState = 1
    this.onopen?.(new Event('open'))
    this.say({ t: 'welcome', v: 1, member: 'me', now, beat: 5000 })
  }

  say(message: FromServer): void {
    this.onmessage?.({ data: JSON.stringify(message) } as MessageEvent<string>)
  }

  drop(code = 1006): void {
    this.readyState = 3
    this.onclose?.({ code } as CloseEvent)
  }

  asked<T extends FromClient['t']>(t: T): Extract<FromClient, { t: T }>[] {
    return this.sent.filter((one): one is Extract<FromClient, { t: T }> => one.t === t)
  }
}

type View = { hands: Record<string, { since: number }> }

let world: World
let session: Session
const id = 'ses_1'

beforeEach(() => {
  world = new World()
  session = new Session('ws://here/ws', 'tab', 'fr', world.around)
})

function joined(hands: View['hands'] = {}, seq = 3): void {
  world.line.say({ t: 'joined', r: id, log: 'L', seq, mode: 'view', view: { hands } })
}

describe('a room over a line that breaks', () => {
  it('says what it wishes to the newest host that it heard of, and again when there is another', () => {
    const room = session.room<View>(id)
    session.start()
    world.line.open(world.now)
    world.line.say({ t: 'joined', r: id, log: 'L', seq: 3, term: 4, mode: 'view', view: { hands: {} } })
    void room.do('hands.raise')
    joined() // unasked, in the room's order: it does not say of which host
    world.line.say({ t: 'joined', r: id, log: 'L', seq: 3, term: 6, mode: 'resume' })
    world.line.say({ t: 'joined', r: id, log: 'L', seq: 3, term: 5, mode: 'resume' })
    expect(world.line.asked('do').map((one) => one.term)).toEqual([4, 4, 6, 6])
    world.line.say({ t: 'joined', r: id, log: 'M', seq: 3, term: 2, mode: 'view', view: { hands: {} } })
    expect(world.line.asked('do').at(-1)?.term).toBe(2)
  })

  // A board that was closed and opened again in one tab began at 1 once more: the server had answered those numbers, took
  // what was drawn for said twice, and kept nothing of it.
  it('goes on counting what it says in a room that it left and comes back to', () => {
    const room = session.room<View>(id)
    session.start()
    world.line.open(world.now)
    joined()
    void room.do('hands.raise')
    void room.do('hands.lower')
    session.leave(id)
    const again = session.room<View>(id)
    joined()
    void again.do('hands.raise')
    expect(world.line.asked('do').map((one) => one.n)).toEqual([1, 2, 3])
  })

  it('greets, joins and moves its view by frames', () => {
    const room = session.room<View>(id)
    session.start()
    world.line.open(world.now)
    expect(world.line.sent[0]).toEqual({ t: 'hello', v: 1, client: 'tab', lang: 'fr' })
    expect(world.line.asked('join')).toEqual([{ t: 'join', r: id }])
    joined()
    world.line.say({ t: 'f', r: id, from: 3, to: 4, d: [[['hands', 'a'], { since: 9 }]] })
    expect(room.store.getState().view).toEqual({ hands: { a: { since: 9 } } })
  })

  it('joins again from its position when a frame does not start there, and takes an old frame once', () => {
    const room = session.room<View>(id)
    session.start()
    world.line.open(world.now)
    joined()
    const frame: FromServer = { t: 'f', r: id, from: 3, to: 4, d: [[['hands', 'a'], { since: 9 }]] }
    world.line.say(frame)
    world.line.say(frame)
    world.line.say({ t: 'f', r: id, from: 6, to: 7, d: [[['hands', 'b'], { since: 9 }]] })
    expect(world.line.asked('join').at(-1)).toEqual({ t: 'join', r: id, pos: { log: 'L', seq: 4 } })
    expect(Object.keys(room.store.getState().view?.hands ?? {})).toEqual(['a'])
  })

  it('resends what was not answered, with the same number, and settles on the first answer', async () => {
    const room = session.room<View>(id)
    session.start()
    world.line.open(world.now)
    joined()
    const wish = room.do('hands.raise')
    expect(world.line.asked('do')).toHaveLength(1)
    world.line.drop()
    expect(session.store.getState().line.is).toBe('connecting')
    world.pass(400)
    world.line.open(world.now)
    world.line.say({ t: 'joined', r: id, log: 'L', seq: 3, mode: 'resume' })
    expect(world.line.asked('do')).toEqual([{ t: 'do', r: id, n: 1, c: 'hands.raise', a: {} }])
    world.line.say({ t: 'no', r: id, n: 1, code: 'repeated', fr: '', en: '', data: { seq: 4 } })
    expect(await wish).toEqual({ done: true, seq: 4, value: undefined })
  })

  it('says again, under its number, what became of which is not known, and takes the answer of then', async () => {
    const room = session.room<View>(id)
    session.start()
    world.line.open(world.now)
    joined()
    const wish = room.do('hands.raise')
    world.line.say({ t: 'no', r: id, n: 1, code: 'room_unavailable', fr: '', en: '' })
    expect(room.store.getState().unanswered).toBe(1)
    world.pass(4_000)
    expect(world.line.asked('join')).toHaveLength(2)
    world.line.say({ t: 'joined', r: id, log: 'L', seq: 3, mode: 'resume' })
    expect(world.line.asked('do').map((one) => one.n)).toEqual([1, 1])
    world.line.say({ t: 'no', r: id, n: 1, code: 'repeated', fr: '', en: '', data: { seq: 4 } })
    expect(await wish).toEqual({ done: true, seq: 4, value: undefined })
    world.pass(10_000)
    expect(world.line.asked('join')).toHaveLength(2)
  })

  it('tells with each wish the one before it that has no answer, so that neither is done out of its turn', () => {
    const room = session.room<View>(id)
    session.start()
    world.line.open(world.now)
    joined()
    for (const text of ['a', 'b', 'c']) void room.do('chat.say', { text })
    const order = () => world.line.asked('do').map((one) => [one.n, one.after])
    expect(order()).toEqual([
      [1, undefined],
      [2, 1],
      [3, 2],
    ])
    world.line.say({ t: 'ok', r: id, n: 2, seq: 4 })
    joined()
    expect(order().slice(3)).toEqual([
      [1, undefined],
      [3, 1],
    ])
  })

  it('knocks again by itself at a room that does not answer for now, and loses no wish', async () => {
    const room = session.room<View>(id)
    session.start()
    world.line.open(world.now)
    joined()
    const wish = room.do('hands.raise')
    world.line.say({ t: 'left', r: id, code: 'room_unavailable', fr: '', en: '' })
    expect(room.store.getState().left?.code).toBe('room_unavailable')
    world.line.drop()
    world.pass(400)
    world.line.open(world.now)
    expect(world.line.asked('join')).toHaveLength(1)
    world.line.say({ t: 'left', r: id, code: 'room_unavailable', fr: '', en: '' })
    world.pass(4_000)
    expect(world.line.asked('join')).toHaveLength(2)
    joined()
    expect(room.store.getState().left).toBeUndefined()
    expect(world.line.asked('do').map((one) => one.n)).toEqual([1])
    world.line.say({ t: 'ok', r: id, n: 1, seq: 4 })
    expect(await wish).toEqual({ done: true, seq: 4, value: undefined })
  })

  it('keeps wishes made while the line is down, and never has more than sixteen unanswered', async () => {
    const room = session.room<View>(id)
    const first = room.do('chat.say', { text: '0' })
    for (let i = 1; i < 20; i++) void room.do('chat.say', { text: String(i) })
    session.start()
    world.line.open(world.now)
    expect(world.line.asked('do')).toHaveLength(0)
    joined()
    expect(world.line.asked('do').map((one) => one.n)).toEqual([...Array(16).keys()].map((i) => i + 1))
    world.line.say({ t: 'ok', r: id, n: 1, seq: 4 })
    expect(world.line.asked('do').at(-1)?.n).toBe(17)
    expect(room.store.getState().unanswered).toBe(20)
    await first
    expect(room.store.getState().unanswered).toBe(19)
  })

  it('tells its open microphone again after a reconnection, but not a reaction', () => {
    const room = session.room<View>(id)
    session.start()
    world.line.open(world.now)
    joined()
    room.tell('mic', true)
    room.tell('react', 'merci')
    world.line.drop()
    world.pass(400)
    world.line.open(world.now)
    joined()
    expect(world.line.asked('eph')).toEqual([{ t: 'eph', r: id, k: 'mic', v: true }])
  })
})

describe('volatile values over a line that broke', () => {
  it('are those the server tells at the return, so that who stopped speaking meanwhile is not loud for ever', () => {
    const room = session.room<View>(id)
    session.start()
    world.line.open(world.now)
    joined()
    world.line.say({
      t: 'eph',
      r: id,
      d: [
        ['a', 'level', 1],
        ['b', 'mic', true],
      ],
    })
    world.line.drop()
    world.pass(400)
    world.line.open(world.now)
    world.line.say({ t: 'joined', r: id, log: 'L', seq: 3, mode: 'resume', eph: [['b', 'mic', true]] })
    expect(room.store.getState().volatile).toEqual({ mic: { b: true } })
    world.line.drop()
    world.pass(400)
    world.line.open(world.now)
    world.line.say({ t: 'joined', r: id, log: 'L', seq: 3, mode: 'resume' })
    expect(room.store.getState().volatile).toEqual({})
  })

  it('leave the view and the place in the log as they were', () => {
    const room = session.room<View>(id)
    session.start()
    world.line.open(world.now)
    joined({ a: { since: 1 } })
    world.line.drop()
    world.pass(400)
    world.line.open(world.now)
    world.line.say({ t: 'joined', r: id, log: 'L', seq: 3, mode: 'resume' })
    expect(room.store.getState().view).toEqual({ hands: { a: { since: 1 } } })
    world.line.say({ t: 'f', r: id, from: 3, to: 4, d: [[['hands', 'a']]] })
    expect(room.store.getState().view).toEqual({ hands: {} })
  })
})

describe('the line', () => {
  it('is given up when nothing comes for twelve seconds, and opened anew', () => {
    session.start()
    world.line.open(world.now)
    world.pass(30_000)
    expect(world.lines.length).toBeGreaterThan(1)
  })

  it('waits longer and longer, scattered, and does not hammer a server that is down', () => {
    session.start()
    for (let i = 0; i < 6; i++) {
      world.line.drop()
      world.pass(20_000)
    }
    expect(world.lines.length).toBeLessThan(14)
  })

  it('does not come back after a close that says not to', () => {
    session.start()
    world.line.open(world.now)
    world.line.say({ t: 'bye', code: 'signed_out', fr: 'Session terminée.', en: 'Signed out.' })
    world.line.drop(4401)
    world.pass(60_000)
    expect(world.lines).toHaveLength(1)
    expect(session.store.getState().line).toEqual({
      is: 'ended',
      code: 4401,
      fr: 'Session terminée.',
      en: 'Signed out.',
    })
  })

  it('gives the words of this end, not those of an earlier goodbye', () => {
    session.start()
    world.line.open(world.now)
    world.line.say({ t: 'bye', code: 'restart', fr: 'Un redémarrage.', en: 'A restart.', retry_ms: 100 })
    world.line.drop(4000)
    world.pass(200)
    world.line.drop(4403)
    expect(session.store.getState().line).toEqual({ is: 'ended', code: 4403 })
  })

  it("keeps the server's clock, so that everyone's ring empties at the same time", () => {
    session.start()
    world.line.open(world.now + 5_000)
    expect(session.now() - world.now).toBe(5_000)
  })

  it('ignores a message that it does not know', () => {
    session.start()
    world.line.open(world.now)
    world.line.say({ t: 'from-the-future', r: id } as unknown as FromServer)
    world.line.onmessage?.({ data: 'not json' } as MessageEvent<string>)
    expect(session.store.getState().line.is).toBe('open')
  })
})
