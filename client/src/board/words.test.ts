import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GoBoard } from './goboard.test-env.ts'
import { freedraw, rectangle, text } from './sample.test-env.ts'
import type { SceneElement } from './shape.ts'
import { settle, Tab } from './tab.test-env.ts'
import type { BoardElement, BoardEvent } from './wire.ts'

let server: GoBoard
beforeAll(() => {
  server = new GoBoard()
})
afterAll(() => server.stop())

async function open(names: readonly string[]): Promise<readonly Tab[]> {
  await server.ask({ do: 'new' })
  const log: BoardEvent[] = []
  const tabs = names.map((name) => new Tab(name, log, server))
  for (const tab of tabs) {
    tab.others = tabs
    await tab.open()
  }
  return tabs
}

async function onServer(): Promise<Readonly<Record<string, BoardElement>>> {
  const { view } = await server.ask({ do: 'view', member: 'ana' })
  return view?.els ?? {}
}

type Step = { what: string; pick: number; value: number }
const steps = (what: readonly string[]): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.record({
      what: fc.constantFrom(...what),
      pick: fc.nat(20),
      value: fc.integer({ min: -900, max: 900 }),
    }),
    { minLength: 10, maxLength: 120, size: 'max' },
  )

async function line(tab: Tab, what: string): Promise<void> {
  if (what === 'flush') tab.flush()
  else if (what === 'serve') await tab.serve()
  else if (what === 'hear') await tab.hear()
  // With something on its way it could be decided twice over a cut, and anew: that is for the convergence of boards.
  else if ((what === 'cut' || what === 'view') && tab.outbox.length === 0) await tab.cut(what === 'view')
  else if (what === 'full') tab.full = true
  else if (what === 'space') {
    tab.full = false
    tab.sync.retry()
  }
}

const lines = ['flush', 'flush', 'serve', 'serve', 'serve', 'hear', 'hear', 'hear', 'cut', 'view']

/** An element as people see it: the size of a stroke is that of its points, what is bound to it has no order. */
const looks = ({ index: _index, by: _by, wrote: _wrote, width, height, ...element }: BoardElement) => ({
  ...element,
  ...(element.type === 'freedraw' ? {} : { width, height }),
  boundElements: ((element['boundElements'] ?? []) as readonly { id: string }[]).map(({ id }) => id).sort(),
})

function alone(tab: Tab, { what, pick, value }: Step, fresh: string): void {
  const target = tab.scene[pick % Math.max(1, tab.scene.length)]
  if (what === 'new' || !target) {
    const kinds = [rectangle(fresh, { x: value / 7 }), freedraw(fresh, [[0, 0]]), text(fresh, `${value}`)]
    tab.add(kinds[pick % kinds.length] ?? rectangle(fresh))
  } else if (what === 'move') tab.do(target.id, () => ({ x: value / 3, angle: 0.3 }))
  else if (what === 'colour') tab.do(target.id, () => ({ backgroundColor: value > 0 ? '#fbe7a6' : 'red' }))
  else if (what === 'delete') tab.do(target.id, (e) => ({ isDeleted: !e.isDeleted }))
  else if (what === 'bind') tab.do(target.id, (e) => bound(e, fresh, value > 0 ? 0 : 1))
  else if (what === 'draw' && target.type === 'freedraw') draw(tab, target.id, value)
}

const bound = (element: SceneElement, id: string, from = 0) => ({
  boundElements: [...((element['boundElements'] as readonly []) ?? []).slice(from), { id, type: 'arrow' }],
})

const draw = (tab: Tab, id: string, value: number) =>
  tab.do(id, (e) => ({ points: [...(e['points'] as readonly []), [value / 9, value / 5], [value / 4, 3]] }))

// A full disk refused a stroke, and the stroke was taken back from the board and from the device.
test('what a full disk refuses stays, and is on the server once there is space', async () => {
  const gestures = ['new', 'new', 'move', 'colour', 'delete', 'bind', 'draw', 'draw', 'full', 'space']
  await fc.assert(
    fc.asyncProperty(steps([...gestures, ...lines]), async (all) => {
      const [ana] = (await open(['ana'])) as [Tab]
      for (const [i, step] of all.entries()) {
        const before = ana.seen().map(looks)
        await line(ana, step.what)
        expect(ana.seen().map(looks)).toEqual(before)
        alone(ana, step, `ana${i}`)
      }
      const drawn = ana.seen()
      await settle([ana])
      expect(ana.sync.state).toMatchObject({ unsaved: 0, held: undefined })
      const there = await onServer()
      expect(drawn.map((e) => there[e.id] && looks(there[e.id] as BoardElement))).toEqual(drawn.map(looks))
      expect(Object.keys(there)).toHaveLength(drawn.length)
    }),
    { numRuns: 150 },
  )
}, 60_000)

// The points of a stroke held in the hand did not arrive; saying them again, the tab said the whole of what it showed,
// and so put back a colour that another person had changed meanwhile.
test('what is said again of a stroke in the hand undoes nobody’s words', async () => {
  const gestures = ['ana draws', 'ana draws', 'ana inks', 'ana binds', 'bob draws', 'bob paints', 'bob binds']
  const wires = ['ana', 'bob'].flatMap((who) => lines.map((what) => `${who} ${what}`))
  await fc.assert(
    fc.asyncProperty(steps([...gestures, ...gestures, ...wires]), async (all) => {
      const [ana, bob] = (await open(['ana', 'bob'])) as [Tab, Tab]
      ana.add(freedraw('s', [[0, 0]]))
      await settle([ana, bob])
      ana.busy.add('s')
      const said = { strokeColor: '#24211b', backgroundColor: 'transparent', opacity: 100 }
      const ids: string[] = []
      for (const [i, { what, value }] of all.entries()) {
        const [who, does] = what.split(' ') as [string, string]
        const tab = who === 'ana' ? ana : bob
        const colour = `#${String(i).padStart(6, '0')}`
        if (does === 'draws') draw(tab, 's', value)
        else if (does === 'inks') {
          said.strokeColor = colour
          tab.do('s', () => ({ strokeColor: colour }))
        } else if (does === 'paints') {
          Object.assign(said, { backgroundColor: colour, opacity: i % 100 })
          tab.do('s', () => ({ backgroundColor: colour, opacity: i % 100 }))
        } else if (does === 'binds') {
          ids.push(`arrow${i}`)
          tab.do('s', (e) => bound(e, `arrow${i}`))
        } else await line(tab, does)
      }
      ana.flush()
      await settle([ana, bob])
      const { s } = await onServer()
      expect(s).toMatchObject(said)
      const there = (s?.['boundElements'] ?? []) as readonly { readonly id: string }[]
      expect(there.map(({ id }) => id).sort()).toEqual(ids.sort())
    }),
    { numRuns: 150 },
  )
}, 60_000)

test('a stroke said again goes where another person moved it', async () => {
  const [ana, bob] = (await open(['ana', 'bob'])) as [Tab, Tab]
  ana.add(freedraw('s', [[0, 0]]))
  await settle([ana, bob])
  ana.busy.add('s')
  bob.do('s', () => ({ x: 300, y: 40 }))
  draw(bob, 's', 90)
  draw(ana, 's', 45)
  await settleHolding(ana, bob)
  const { s } = await onServer()
  expect(s).toMatchObject({ x: 300, y: 40 })
  expect(ana.scene[0]).toMatchObject({ x: 300, y: 40 })
  expect(s?.['points']).toEqual(toHalves(ana.scene[0]?.['points']))
})

/** Bob's words come first, while the stroke is in Ana's hand; then everything arrives and she lets it go. */
async function settleHolding(ana: Tab, bob: Tab): Promise<void> {
  ana.flush()
  bob.flush()
  await bob.serve()
  await ana.serve()
  while (ana.down.length > 0) await ana.hear()
  ana.flush()
  await settle([ana, bob])
}

const toHalves = (points: unknown) =>
  (points as readonly (readonly number[])[]).map((p) => p.map((v) => Math.round(v * 2) / 2))
