import { afterAll, beforeAll, expect, test } from 'vitest'
import { GoBoard } from './goboard.test-env.ts'
import { after, type Elements } from './merge.ts'
import { addNote, freePlace, moveBy, noteColours, remove, reword, textOf } from './note.ts'
import { outlineOf } from './outline.ts'
import type { BoardOp } from './wire.ts'

let server: GoBoard
beforeAll(() => {
  server = new GoBoard()
})
afterAll(() => server.stop())

const measure = (text: string) => text.length * 10
let n = 0

/** Says the operations to the server's own board, and takes what it accepted. */
async function say(elements: Elements, ops: readonly BoardOp[]) {
  n += 1
  const reply = await server.ask({
    do: 'command',
    member: 'ana',
    client: 't',
    n,
    name: 'board.op',
    args: { ops },
  })
  expect(reply.refusal).toBeUndefined()
  for (const event of reply.events ?? []) {
    for (const op of event.d.ops ?? []) {
      const next = after(elements.get(op.id), op, 'ana')
      if (next) elements.set(op.id, next)
    }
  }
}

const note = (id: string, words: string, x: number, y: number) => ({
  id,
  textId: `${id}t`,
  seed: 1,
  x,
  y,
  words,
  colour: noteColours[0],
})

const at = (elements: Elements, id: string) => {
  const element = elements.get(id)
  if (!element) throw new Error(`no ${id}`)
  return element
}

test('a note is written, reworded, moved, removed and taken back by form, and the server agrees', async () => {
  await server.ask({ do: 'new' })
  const elements: Elements = new Map()
  await say(elements, addNote(note('a', 'Dire « je ne saurai »', 0, 0), elements, measure))
  expect(elements.get('at')?.['text']).toBe('Dire « je ne\nsaurai »')
  expect(outlineOf(elements).items).toMatchObject([
    { kind: 'note', words: 'Dire « je ne saurai »', by: 'ana' },
  ])

  await say(elements, moveBy(at(elements, 'a'), elements, 224, 0))
  expect([elements.get('a')?.['x'], Number(elements.get('at')?.['x']) > 224]).toEqual([224, true])

  const long = Array(20).fill('beaucoup de mots').join(' ')
  await say(elements, reword(at(elements, 'a'), elements, long, 'unused', measure))
  const [paper, words] = [at(elements, 'a'), at(elements, 'at')]
  expect(words['originalText']).toBe(long)
  expect(Number(paper['height'])).toBeGreaterThanOrEqual(Number(words['height']))

  await say(elements, remove(at(elements, 'a'), elements, true))
  expect(outlineOf(elements).items).toEqual([])
  await say(elements, remove(at(elements, 'a'), elements, false))
  expect(outlineOf(elements).items.map((i) => i.words)).toEqual([long])
})

test('a note without words gets its first ones by form', async () => {
  await server.ask({ do: 'new' })
  const elements: Elements = new Map()
  await say(elements, addNote(note('a', '', 0, 0), elements, measure))
  expect(outlineOf(elements).items.map((i) => i.words)).toEqual([''])
  await say(elements, reword(at(elements, 'a'), elements, 'Café du jeudi', 'words', measure))
  expect(textOf(at(elements, 'a'), elements)?.['originalText']).toBe('Café du jeudi')
  expect(outlineOf(elements).items.map((i) => i.words)).toEqual(['Café du jeudi'])
})

test('the outline reads as people do: bands from the top, each from the left', async () => {
  await server.ask({ do: 'new' })
  const elements: Elements = new Map()
  for (const [id, x, y] of [
    ['four', 300, 220],
    ['two', 300, -20],
    ['one', 0, 10],
    ['three', 0, 200],
  ] as const) {
    await say(elements, addNote(note(id, id, x, y), elements, measure))
  }
  expect(outlineOf(elements).items.map((i) => i.words)).toEqual(['one', 'two', 'three', 'four'])
})

test('notes made one after the other do not cover each other', async () => {
  await server.ask({ do: 'new' })
  const elements: Elements = new Map()
  for (let i = 0; i < 30; i++) {
    const { x, y } = freePlace(elements, 100, 60)
    await say(elements, addNote(note(`n${i}`, `n${i}`, x, y), elements, measure))
  }
  const papers = [...elements.values()].filter((e) => e.type === 'rectangle')
  const places = papers.map((e) => [Number(e['x']), Number(e['y'])] as const)
  for (const [i, [x, y]] of places.entries()) {
    for (const [u, v] of places.slice(i + 1)) {
      expect(Math.abs(x - u) >= 200 || Math.abs(y - v) >= 120).toBe(true)
    }
  }
})
