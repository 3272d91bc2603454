import { expect, test } from 'vitest'
import { edited, freedraw, rectangle, text } from './sample.test-env.ts'
import { SceneMirror } from './scene.ts'
import type { SceneElement } from './shape.ts'
import { BoardSync } from './sync.ts'
import type { BoardAnswer, BoardEvent, BoardLink, BoardOp, BoardView } from './wire.ts'

function tab() {
  const sent: { n: number; at: number; ops: readonly BoardOp[]; settle: (answer: BoardAnswer) => void }[] = []
  let frames: (events: readonly BoardEvent[]) => void = () => {}
  let view: (view: BoardView, seq: number) => void = () => {}
  const link: BoardLink = {
    client: 'tab',
    me: 'ana',
    send: (ops, at) => {
      const n = sent.length + 1
      return { n, answer: new Promise((settle) => sent.push({ n, at, ops, settle })) }
    },
    onFrames: (listener) => {
      frames = listener
      return () => {}
    },
    onView: (listener) => {
      view = listener
      return () => {}
    },
    sendEphemeral: () => {},
    onEphemeral: () => () => {},
    status: () => 'online',
    onStatus: () => () => {},
    onWritable: () => () => {},
    withdraw: () => new Promise(() => {}),
    refresh: () => {},
  }
  const sync = new BoardSync(link)
  const mirror = new SceneMirror(sync, () => 0.5)
  view({ kind: 'board', els: {}, may: 'write', locked: false }, 0)
  let s = 0
  const confirm = (by: string, ops: readonly BoardOp[], cause?: { k: string; n: number }) => {
    s += 1
    frames([{ s, by, e: 'board.op', d: { ops }, ...cause }])
  }
  return { sync, mirror, sent, confirm, view }
}

// An editor that begins with an empty scene, after it had been given the board, once made "everything is gone" of it.
test('a scene that loses everything deletes nothing and is filled again', () => {
  const { mirror, sync } = tab()
  const scene = [rectangle('a', { index: 'a0' }), rectangle('b', { index: 'a1' })]
  sync.submit(mirror.take(scene))
  expect(mirror.take([])).toEqual([])
  expect(mirror.show([], [], new Set())?.map((e) => e.id)).toEqual(['a', 'b'])
})

test('the stroke that a second finger took away goes for everyone', () => {
  const { mirror, sync } = tab()
  const first = rectangle('a', { index: 'a0' })
  sync.submit(mirror.take([first]))
  sync.submit(mirror.take([first, freedraw('s', [[0, 0]], { index: 'a1' })]))
  expect(mirror.take([first])).toEqual([{ id: 's', set: { isDeleted: true } }])
})

test('only what changed is said: a move says the place, a colour the colour, a stroke its new points', () => {
  const { mirror, sync } = tab()
  let scene: readonly SceneElement[] = [
    rectangle('r', { index: 'a0' }),
    freedraw('s', [[0, 0]], { index: 'a1' }),
    text('t', 'Oui', { index: 'a2' }),
  ]
  const say = () => {
    const ops = mirror.take(scene)
    sync.submit(ops)
    return ops
  }
  expect(say().map((op) => Object.keys(op)[1])).toEqual(['put', 'put', 'put'])
  scene = scene.map((e) => (e.id === 'r' ? edited(e, { x: 12.3456 }) : e))
  expect(say()).toEqual([{ id: 'r', set: { x: 12.35, y: 0, width: 100, height: 50, angle: 0 } }])
  scene = scene.map((e) => (e.id === 'r' ? edited(e, { backgroundColor: '#fbe7a6' }) : e))
  expect(say()).toEqual([{ id: 'r', set: { backgroundColor: '#fbe7a6' } }])
  scene = scene.map((e) => (e.id === 's' ? edited(e, { points: [[0, 0], [1.2, 3], [2.5, 2.8]] }) : e)) // biome-ignore format: points
  expect(say()).toEqual([{ id: 's', app: { n: 1, d: [2, 6, 3, 0] } }])
  scene = scene.map((e) => edited(e, {}))
  expect(say()).toEqual([])
})

test('what comes from afar is not said again, and waits while it is in the hand', () => {
  const { mirror, sync, confirm } = tab()
  let scene: readonly SceneElement[] = []
  const busy = new Set<string>()
  sync.onChange((ids) => {
    scene = mirror.show(scene, ids, busy) ?? scene
  })
  confirm('bob', [{ id: 'r', put: { ...plain(rectangle('r')), index: 'a0' } }])
  expect(scene.map((e) => e.id)).toEqual(['r'])
  expect(mirror.take(scene)).toEqual([])
  busy.add('r')
  const held = scene[0]
  confirm('bob', [{ id: 'r', set: { backgroundColor: '#cde5cf' } }])
  expect(scene[0]).toBe(held)
  // Moved here meanwhile: the move is said, and bob's colour is not undone by it.
  scene = scene.map((e) => edited(e, { x: 40 }))
  const ops = mirror.take(scene)
  expect(ops).toEqual([{ id: 'r', set: { x: 40, y: 0, width: 100, height: 50, angle: 0 } }])
  sync.submit(ops)
  busy.clear()
  scene = mirror.show(scene, [], busy) ?? scene
  expect(scene[0]).toMatchObject({ x: 40, backgroundColor: '#cde5cf' })
})

test('a refused operation is taken back from the screen, the others of its batch are said again', async () => {
  const { mirror, sync, sent } = tab()
  let scene: readonly SceneElement[] = [rectangle('a', { index: 'a0' }), rectangle('b', { index: 'a1' })]
  sync.onChange((ids) => {
    scene = mirror.show(scene, ids, new Set()) ?? scene
  })
  sync.submit(mirror.take(scene))
  sent[0]?.settle({
    done: false,
    code: 'board_too_many',
    fr: 'Ce tableau est plein.',
    en: 'Full.',
    data: { id: 'a' },
  })
  await Promise.resolve()
  await Promise.resolve()
  expect(sync.state.refused?.code).toBe('board_too_many')
  expect(sent[1]?.ops.map((op) => op.id)).toEqual(['b'])
  expect(scene.map((e) => e.id)).toEqual(['b'])
})

// The first saying was kept but its answer lost; said again while the disk was full, it was refused, and held for ever.
test('what waits for space and is found on the board is not said again, nor said not to be saved', async () => {
  const { mirror, sync, sent, view } = tab()
  sync.submit(mirror.take([rectangle('a', { index: 'a0' })]))
  sent[0]?.settle({ done: false, code: 'store_full', fr: 'Plein.', en: 'Full.' })
  await Promise.resolve()
  await Promise.resolve()
  expect(sync.state).toMatchObject({ unsaved: 1, held: { code: 'store_full' }, refused: undefined })
  expect(sync.unsent()).toHaveLength(1)
  const a = { ...plain(rectangle('a', { backgroundColor: 'red' })), id: 'a', type: 'rectangle', index: 'a0' }
  view({ kind: 'board', els: { a }, may: 'write', locked: false }, 7)
  // Somebody changed it since: that is what is seen.
  expect(sync.element('a')?.['backgroundColor']).toBe('red')
  sync.retry()
  expect(sent).toHaveLength(1)
  expect(sync.state).toMatchObject({ unsaved: 0, oldest: undefined, held: undefined })
  expect(sync.unsent()).toEqual([])
})

test('points that did not arrive are said again from where the board has them', async () => {
  const { mirror, sync, sent, confirm } = tab()
  let scene: readonly SceneElement[] = [freedraw('s', [[0, 0]], { index: 'a0' })]
  sync.onChange((ids) => {
    scene = mirror.show(scene, ids, new Set()) ?? scene
  })
  sync.onAgain((id, lost) => mirror.again(id, lost))
  sync.submit(mirror.take(scene))
  confirm('ana', sent[0]?.ops ?? [], { k: 'tab', n: 1 })
  const points = [[0, 0], [1, 1], [2, 2]] // biome-ignore format: points
  scene = scene.map((e) => edited(e, { points: points.slice(0, 2) }))
  sync.submit(mirror.take(scene))
  sent[1]?.settle({ done: false, code: 'board_point_gap', fr: '', en: '', data: { id: 's', have: 1 } })
  scene = scene.map((e) => edited(e, { points }))
  await Promise.resolve()
  await Promise.resolve()
  expect(scene[0]?.['points']).toEqual(points)
  expect(mirror.take(scene)).toEqual([{ id: 's', app: { n: 1, d: [2, 2, 2, 2] } }])
})

test('what boards do not hold leaves the scene once it is let go, and is never said', () => {
  const { mirror, sync } = tab()
  const scene = [rectangle('a', { index: 'a0' }), { ...rectangle('f', { index: 'a1' }), type: 'frame' }]
  const ops = mirror.take(scene)
  sync.submit(ops)
  expect(ops.map((op) => op.id)).toEqual(['a'])
  expect(mirror.waits).toBe(true)
  expect(mirror.show(scene, [], new Set(['f']))).toBeUndefined()
  expect(mirror.waits).toBe(true)
  expect(mirror.show(scene, [], new Set())?.map((e) => e.id)).toEqual(['a'])
  expect(mirror.waits).toBe(false)
})

test('strokes that an earlier page left unsent are said, except what had been heard', () => {
  const { sync, sent, confirm } = tab()
  const put = { ...plain(freedraw('s', [[0, 0]])), index: 'a0' }
  confirm('ana', [{ id: 's', put }])
  confirm('ana', [{ id: 's', app: { n: 1, d: [2, 2] } }])
  sync.adopt(
    [
      { id: 's', put },
      { id: 's', app: { n: 1, d: [2, 2, 4, 4] } },
      { id: 's', app: { n: 3, d: [6, 6] } },
      { id: 'gone', set: { opacity: 3 } },
    ],
    1,
  )
  expect(sent.flatMap(({ ops }) => ops)).toEqual([
    { id: 's', app: { n: 2, d: [4, 4] } },
    { id: 's', app: { n: 3, d: [6, 6] } },
  ])
  expect(sent.map(({ at }) => at)).toEqual([1])
})

// What is made on a board of which a part then goes, with a phase without traces, does not come back to it: the server is told on what
// sight of the board each operation was made, whenever it leaves.
test('operations say on what sight of the board they were made', async () => {
  const { sync, sent, confirm, view } = tab()
  const put = { ...plain(freedraw('s', [[0, 0]])), index: 'a0' }
  confirm('ana', [{ id: 's', put }])
  sync.submit([{ id: 's', set: { opacity: 3 } }])
  sent[0]?.settle({ done: false, code: 'store_full', fr: '', en: '' })
  await Promise.resolve()
  view({ kind: 'board', els: {}, may: 'write', locked: false }, 9)
  sync.submit([{ id: 't', put }])
  expect(sync.unsentSince()).toBe(1)
  sync.retry()
  sent[1]?.settle({ done: false, code: 'board_shed', fr: '', en: '' })
  await Promise.resolve()
  expect(sent.map(({ at, ops }) => [ops[0]?.id, at])).toEqual([
    ['s', 1],
    ['s', 1],
    ['t', 9],
  ])
  expect(sync.unsentSince()).toBe(9)
})

const plain = ({
  id: _i,
  version: _v,
  versionNonce: _n,
  updated: _u,
  frameId: _f,
  lastCommittedPoint: _l,
  ...e
}: SceneElement) => e as never as Record<string, never>
