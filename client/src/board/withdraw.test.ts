import { act, renderHook } from '@testing-library/react'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { GoBoard } from './goboard.test-env.ts'
import { reword } from './note.ts'
import { freedraw, rectangle, text } from './sample.test-env.ts'
import { settle, Tab } from './tab.test-env.ts'
import type { BoardElement, BoardEvent, BoardLink, BoardView } from './wire.ts'
import { hersIn, useForgetting } from './withdraw.ts'

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

const said = (tab: Tab, id: string) => tab.scene.find((e) => e.id === id)?.['text']
const theirs = (tab: Tab, id: string) =>
  hersIn(tab.sync.element(id) as BoardElement, tab.sync.elements(), tab.name)

/** Takes back what a person wrote, and says what she is answered. */
async function withdraw(tab: Tab, tabs: readonly Tab[], id: string) {
  const answer = tab.link.withdraw([id])
  await settle(tabs)
  return answer
}

test('withdrawn words leave every page, and neither an undo nor a change on its way brings them back', async () => {
  const tabs = await open(['ana', 'bob'])
  const [ana, bob] = tabs as [Tab, Tab]
  ana.add(text('t', 'Mon secret'))
  ana.add(text('u', 'Ce qui reste'))
  ana.flush()
  await settle(tabs)
  expect(said(bob, 't')).toBe('Mon secret')
  expect(await withdraw(bob, tabs, 't')).toMatchObject({ done: false, code: 'board_not_yours' })

  // Bob makes the letters larger at that very moment, which says the words again.
  bob.do('t', () => ({ fontSize: 28 }))
  bob.flush()
  const answer = ana.link.withdraw(['t'])
  await ana.serve()
  await settle(tabs)
  expect(await answer).toMatchObject({ done: true })
  for (const tab of tabs) {
    expect(said(tab, 't')).toBe('retiré')
    expect(said(tab, 'u')).toBe('Ce qui reste')
  }
  expect(bob.sync.state.refused?.code).toBe('board_withdrawn')

  // An undo of what came before, on either side.
  for (const tab of tabs) tab.do('t', () => ({ text: 'Mon secret', originalText: 'Mon secret' }))
  for (const tab of tabs) tab.flush()
  await settle(tabs)
  const late = new Tab('cat', bob.log, server)
  await late.open()
  for (const tab of [...tabs, late]) {
    tab.show(['t'])
    expect(JSON.stringify([...tab.sync.elements().values(), ...tab.scene])).not.toContain('secret')
  }
  expect(said(late, 't')).toBe('retiré')
})

test('each is offered to withdraw her own words, and nobody else’s', async () => {
  const tabs = await open(['ana', 'bob'])
  const [ana, bob] = tabs as [Tab, Tab]
  ana.add(text('t', 'Bonjour'))
  ana.add(rectangle('r'))
  ana.flush()
  await settle(tabs)
  expect([theirs(ana, 't'), theirs(bob, 't'), theirs(ana, 'r')]).toEqual([['t'], [], []])
  const t = bob.sync.element('t') as BoardElement
  bob.sync.submit(reword(t, bob.sync.elements(), 'Salut', 'never', (line) => line.length))
  await settle(tabs)
  expect([theirs(ana, 't'), theirs(bob, 't')]).toEqual([['t'], ['t']])
  await withdraw(ana, tabs, 't')
  // What Bob wrote is his, and stays.
  expect(said(ana, 't')).toBe('Salut')
  expect([theirs(ana, 't'), theirs(bob, 't')]).toEqual([[], ['t']])
})

test('words of a note that somebody deleted, of which one’s page knows nothing any more, are withdrawn too', async () => {
  const tabs = await open(['ana', 'bob'])
  const [ana, bob] = tabs as [Tab, Tab]
  ana.add(text('t', 'Mon secret'))
  ana.flush()
  await settle(tabs)
  bob.do('t', () => ({ isDeleted: true }))
  bob.flush()
  await settle(tabs)
  const again = new Tab('ana', ana.log, server)
  Object.assign(again.link, { client: 'after-a-reload' })
  for (const tab of [...tabs, again]) tab.others = [...tabs, again]
  await again.open()
  expect(again.sync.elements().size).toBe(0)
  const answer = again.link.withdraw('everywhere')
  await settle(again.others)
  expect(await answer).toMatchObject({ done: true })
  bob.do('t', () => ({ isDeleted: false })) // an undo brings the note back, and not its words
  bob.flush()
  await settle(again.others)
  for (const tab of again.others) expect(said(tab, 't')).toBe('retiré')
})

test('a stroke that was withdrawn leaves every page, and what goes on with it is refused', async () => {
  const tabs = await open(['ana', 'bob'])
  const [ana, bob] = tabs as [Tab, Tab]
  ana.add(
    freedraw('s', [
      [0, 0],
      [7, 3],
    ]),
  )
  ana.flush()
  await settle(tabs)
  bob.do('s', ({ points }) => ({ points: [...(points as readonly (readonly number[])[]), [9, 9]] }))
  bob.flush()
  const answer = ana.link.withdraw('everywhere')
  await ana.serve()
  await settle(tabs)
  expect(await answer).toMatchObject({ done: true })
  for (const tab of tabs) {
    expect(tab.scene.find((e) => e.id === 's')).toMatchObject({ isDeleted: true, points: [[0, 0]] })
  }
})

test('what can be undone is forgotten when words are withdrawn, here or while one was away', () => {
  let frames: (events: readonly BoardEvent[]) => void = () => {}
  let view: (view: BoardView, seq: number) => void = () => {}
  const link = {
    onFrames: (listener: typeof frames) => {
      frames = listener
      return () => {}
    },
    onView: (listener: typeof view) => {
      view = listener
      return () => {}
    },
  } as unknown as BoardLink
  const seen = (...withdrawn: readonly string[]) =>
    ({
      els: Object.fromEntries(withdrawn.map((id) => [id, { id, withdrawn: true }])),
    }) as unknown as BoardView
  const forget = vi.fn()
  renderHook(() => useForgetting(link, forget))
  const told = (does: () => void) => {
    forget.mockClear()
    act(does)
    return forget.mock.calls.length
  }
  expect(told(() => view(seen('old'), 1))).toBe(0) // nothing was done here yet
  expect(told(() => frames([{ s: 2, e: 'board.op', d: { ops: [{ id: 'a', set: { x: 1 } }] } }]))).toBe(0)
  const gone = { id: 'a', set: { text: 'retiré', withdrawn: true } }
  expect(told(() => frames([{ s: 3, e: 'board.withdraw', d: { fix: [gone] } }]))).toBe(1)
  expect(told(() => view(seen('old', 'a'), 4))).toBe(0)
  expect(told(() => view(seen('old', 'a', 'b'), 9))).toBe(1)
})
