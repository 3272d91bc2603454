import { expect, test } from 'vitest'
import type { BoardEvent, BoardView } from '../board/wire.ts'
import type { FromClient } from '../wire/messages.ts'
import { boardLink } from './board-link.ts'
import type { Surroundings, Wire } from './connection.ts'
import { Session } from './session.ts'

const view: BoardView = { kind: 'board', els: {}, may: 'write', locked: false }
const event = { s: 6, by: 'm2', e: 'board.op', d: { ops: [] } }

function open() {
  const sent: FromClient[] = []
  const wire: Wire = {
    readyState: 1,
    onopen: null,
    onmessage: null,
    onclose: null,
    send: (data) => void sent.push(JSON.parse(String(data))),
    close: () => {},
  }
  const around: Surroundings = { open: () => wire, now: () => 0, chance: () => 0, after: () => () => {} }
  const session = new Session('ws://h/ws', 'tab', 'fr', around)
  session.start()
  const say = (message: object) =>
    wire.onmessage?.(new MessageEvent('message', { data: JSON.stringify(message) }) as MessageEvent<string>)
  say({ t: 'welcome', v: 1, member: 'm1', now: 0, beat: 5000 })
  const link = boardLink(session, 'brd_1')
  const joins = () => sent.filter((one) => one.t === 'join')
  say({ t: 'joined', r: 'brd_1', log: 'l', seq: 5, mode: 'view', view })
  return { link, say, sent, joins }
}

test('a listener that comes late has the view at once, and a new one if frames passed meanwhile', () => {
  const { link, say, joins } = open()
  const seen: number[] = []
  link.onView((_, seq) => seen.push(seq))
  expect(seen).toEqual([5])
  say({ t: 'f', r: 'brd_1', from: 5, to: 6, d: [event] })
  link.onView((_, seq) => seen.push(seq * 100))
  expect(seen).toEqual([5])
  expect(joins()).toHaveLength(2)
  expect(joins()[1]).not.toHaveProperty('pos')
  say({ t: 'joined', r: 'brd_1', log: 'l', seq: 6, mode: 'view', view })
  expect(seen).toEqual([5, 6, 600])
})

test('frames and volatile values reach the board as they came', () => {
  const { link, say } = open()
  const events: BoardEvent[] = []
  const told: unknown[] = []
  link.onFrames((more) => events.push(...more))
  link.onEphemeral((more) => told.push(...more))
  say({ t: 'f', r: 'brd_1', from: 5, to: 6, d: [event] })
  say({ t: 'eph', r: 'brd_1', d: [['m2', 'cursor', { x: 1, y: 2 }]] })
  expect(events).toEqual([event])
  expect(told).toEqual([['m2', 'cursor', { x: 1, y: 2 }]])
})

test('operations are numbered and answered', async () => {
  const { link, say, sent } = open()
  const { n, answer } = link.send([{ id: 'a', set: { x: 1 } }], 5)
  expect(sent.at(-1)).toMatchObject({ t: 'do', r: 'brd_1', n, c: 'board.op', a: { at: 5 } })
  say({ t: 'ok', r: 'brd_1', n, seq: 6 })
  expect(await answer).toMatchObject({ done: true, seq: 6 })
  expect(link.me).toBe('m1')
})

test('the board hears that the server can keep things again, whether it says so or another line opens', () => {
  const { link, say } = open()
  let heard = 0
  link.onWritable(() => {
    heard += 1
  })
  const full = { t: 'store', readonly: true, fr: 'Plein.', en: 'Full.' }
  say(full)
  expect(heard).toBe(0)
  say({ t: 'store', readonly: false })
  expect(heard).toBe(1)
  say(full)
  // A server that is still full says so after its welcome; this one does not.
  say({ t: 'welcome', v: 1, member: 'm1', now: 0, beat: 5000 })
  expect(heard).toBe(2)
})
