import fc from 'fast-check'
import { generateKeyBetween } from 'fractional-indexing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GoBoard } from './goboard.test-env.ts'
import { freedraw, rectangle, text } from './sample.test-env.ts'
import { settle, Tab } from './tab.test-env.ts'
import type { BoardEvent } from './wire.ts'

let server: GoBoard
beforeAll(() => {
  server = new GoBoard()
})
afterAll(() => server.stop())

type Step = { who: number; what: string; pick: number; value: number }

const actions: fc.Arbitrary<Step> = fc.record({
  who: fc.nat(2),
  what: fc.constantFrom(
    'new',
    'new',
    'move',
    'move',
    'colour',
    'draw',
    'draw',
    'delete',
    'text',
    'bind',
    'index',
    'image',
    'flush',
    'flush',
    'flush',
    'serve',
    'serve',
    'serve',
    'serve',
    'hear',
    'hear',
    'hear',
    'hear',
    'cut',
    'view',
    'hold',
    'full',
    'space',
  ),
  pick: fc.nat(20),
  value: fc.integer({ min: -900, max: 900 }),
})

function gesture(tab: Tab, what: string, pick: number, value: number, fresh: string) {
  const target = tab.scene[pick % Math.max(1, tab.scene.length)]
  if (what === 'new' || !target) {
    const kinds = [
      rectangle(fresh, { x: value / 7 }),
      freedraw(fresh, [[0, 0]]),
      text(fresh, `« ${value} »`),
      rectangle(fresh, { width: 0, height: 0 }), // a click that drew nothing
    ]
    tab.add(kinds[pick % kinds.length] ?? rectangle(fresh))
  } else if (what === 'move') tab.do(target.id, () => ({ x: value / 3, y: value, width: -value, angle: 0.3 }))
  else if (what === 'colour') tab.do(target.id, () => ({ backgroundColor: value > 0 ? '#fbe7a6' : 'red' }))
  else if (what === 'delete') tab.do(target.id, (e) => ({ isDeleted: !e.isDeleted }))
  else if (what === 'text' && target.type === 'text')
    tab.do(target.id, () => ({ text: `${value}`, originalText: `${value}` }))
  else if (what === 'bind') {
    tab.do(target.id, (e) => ({
      boundElements: [
        ...((e['boundElements'] as []) ?? []).slice(value > 0 ? 0 : 1),
        { id: fresh, type: 'arrow' },
      ],
      groupIds: value > 500 ? ['g1', ...(e['groupIds'] as [])] : ['g2'],
    }))
  } else if (what === 'index') {
    // To the back, or between the two at the back: many people choose the same key.
    const others = tab.scene.filter((e) => e.id !== target.id).map((e) => e['index'] as string)
    const [a, b] = value > 0 ? [null, others[0]] : [others[0], others[1]]
    tab.do(target.id, () => ({ index: generateKeyBetween(a ?? null, b ?? null) }))
    tab.scene = tab.scene.toSorted((x, y) => (String(x['index']) < String(y['index']) ? -1 : 1))
  } else if (what === 'image') tab.add({ ...rectangle(`${fresh}i`), type: 'image' })
  else if (what === 'draw' && target.type === 'freedraw') {
    tab.do(target.id, (e) => ({ points: [...(e['points'] as []), [value / 9, value / 5], [value / 4, 3]] }))
  } else if (what === 'hold') {
    if (!tab.busy.delete(target.id)) tab.busy.add(target.id)
  }
}

/** Plays the steps in three tabs of one new board, lets everything arrive, and compares what each sees with the server's. */
async function play(steps: readonly Step[], early: boolean): Promise<readonly Tab[]> {
  await server.ask({ do: 'new' })
  const log: BoardEvent[] = []
  const tabs = ['ana', 'bob', 'cat'].map((name) => new Tab(name, log, server))
  for (const tab of tabs) {
    tab.others = tabs
    tab.early = early
    await tab.open()
  }
  for (const [i, { who, what, pick, value }] of steps.entries()) {
    const tab = tabs[who] as Tab
    if (what === 'flush') tab.flush()
    else if (what === 'serve') await tab.serve()
    else if (what === 'hear') await tab.hear()
    else if (what === 'cut' || what === 'view') await tab.cut(what === 'view')
    else if (what === 'full' || what === 'space') {
      // The disk is the server's, so everybody's.
      for (const each of tabs) each.full = what === 'full'
      if (what === 'space') tab.sync.retry()
    } else gesture(tab, what, pick, value, `${tab.name}${i}`)
  }
  await settle(tabs)
  const { view } = await server.ask({ do: 'view', member: 'ana' })
  for (const tab of tabs) {
    expect(tab.outbox).toHaveLength(0)
    expect(tab.sync.unsent()).toHaveLength(0)
    const known = Object.values(view?.els ?? {}).sort((a, b) => (a.index < b.index ? -1 : 1))
    const plain = known.map(({ by: _by, wrote: _wrote, ...e }) =>
      e.type === 'freedraw' ? without(e, ['width', 'height']) : e,
    )
    expect(tab.seen().filter((e) => !emptyBox(e) || view?.els[e.id])).toEqual(plain)
    // At rest a tab has nothing more to say: no echo, no phantom edit.
    expect(tab.mirror.take(tab.scene)).toEqual([])
  }
  return tabs
}

test('every tab ends with the server’s own board, whatever the lines did', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(actions, { minLength: 10, maxLength: 120, size: 'max' }),
      fc.boolean(),
      async (steps, early) => {
        await play(steps, early)
      },
    ),
    { numRuns: 200 },
  )
}, 60_000)

const [ana, bob, cat] = [0, 1, 2]
const step = (who: number, what: string, pick = 0, value = 0): Step => ({ who, what, pick, value })
const aStroke = (who: number) => [step(who, 'new', 1), step(who, 'flush'), step(who, 'serve')]

// The points came too late and were refused; the deletion in the same breath was lost with them, on the server only.
test('a stroke drawn on and deleted in one breath is deleted, though its points come too late', async () => {
  const tabs = await play(
    [
      ...aStroke(ana),
      step(bob, 'hear'),
      step(ana, 'draw'),
      step(ana, 'flush'),
      step(ana, 'serve'),
      step(bob, 'draw'),
      step(bob, 'delete'),
    ],
    false,
  )
  for (const tab of tabs) expect(tab.seen()).toEqual([])
})

// Views leave out what is deleted, so a tab that was away kept an old copy: it said points from there again and again,
// and was refused each time, for ever.
const away = [
  ...aStroke(cat),
  step(bob, 'hear'),
  step(cat, 'draw'),
  step(cat, 'delete'),
  step(cat, 'colour', 0, 1),
  step(cat, 'flush'),
  step(cat, 'serve'),
  step(bob, 'draw', 0, 9),
]

test.each([false, true])(
  'points on a stroke deleted while one was away end (answers first: %s)',
  async (early) => {
    const tabs = await play([...away, step(bob, 'view')], early)
    for (const tab of tabs) expect(tab.seen()).toEqual([])
  },
)

test.each([false, true])(
  'what else was done with those points is kept (answers first: %s)',
  async (early) => {
    const tabs = await play(
      [...away.slice(0, -1), step(bob, 'view'), step(bob, 'draw', 0, 9), step(bob, 'delete')],
      early,
    )
    for (const tab of tabs) {
      expect(tab.seen()).toMatchObject([
        { backgroundColor: '#fbe7a6', points: [[0, 0], [0, 0], [0, 3]] }, // biome-ignore format: points
      ])
    }
  },
)

// The points came in one event with the return of the stroke, after it and before the whole of it: the old copy that
// they did not fit was taken for a lost way.
test('a stroke brought back and drawn on in one breath is whole where an old copy was kept', async () => {
  const ends = [step(bob, 'view'), step(cat, 'delete'), step(cat, 'draw', 0, 9)]
  const tabs = await play([...away.slice(0, -1), ...ends], false)
  for (const tab of tabs) expect(tab.seen()[0]?.['points']).toHaveLength(5)
})

const without = (e: object, names: readonly string[]) =>
  Object.fromEntries(Object.entries(e).filter(([name]) => !names.includes(name)))

const emptyBox = (e: { readonly [name: string]: unknown }) => e['width'] === 0 && e['height'] === 0

// A delta that added a group a second time added nothing on the server, and the tab kept it twice.
test('a list that says the same group twice ends the same everywhere', async () => {
  const twice = step(bob, 'bind', 0, 501)
  await play([step(bob, 'new'), twice, twice, step(bob, 'flush'), step(bob, 'serve'), twice], false)
})
