import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Schema } from '../../api/client.ts'
import { chosenAt, type Mark, marksOf } from './places.ts'

const mark = (id: string, x: number, y: number, width: number, height: number): Mark => ({
  id,
  x,
  y,
  width,
  height,
})

const board: readonly Schema<'OutlineNode'>[] = [
  {
    kind: 'heading',
    text: 'Nos gestes',
    marks: [mark('area', 0, 0, 400, 300)],
    children: [
      { kind: 'note', text: 'Écouter', marks: [mark('n1', 20, 40, 100, 80)] },
      { kind: 'note', text: 'Noter', marks: [mark('n2', 200, 40, 100, 80)] },
    ],
  },
  { kind: 'rest', text: 'Sans mots', marks: [mark('s1', 20, 400, 60, 0), mark('s2', 200, 400, 50, 50)] },
]

test('what is pressed is the piece on top: a note, else the area that it lies in, else nothing', () => {
  expect(chosenAt(board, 50, 50, 0)).toEqual({ entry: '0.0' })
  expect(chosenAt(board, 250, 50, 0)).toEqual({ entry: '0.1' })
  expect(chosenAt(board, 150, 200, 0)).toEqual({ entry: '0' })
  expect(chosenAt(board, 500, 500, 8)).toBeUndefined()
})

test('a thin stroke is chosen by a press beside it, and is alone shown of those without words', () => {
  const pressed = chosenAt(board, 50, 405, 8)
  expect(pressed).toEqual({ entry: '1', piece: 's1' })
  expect(marksOf(board, pressed).map(({ id }) => id)).toEqual(['s1'])
  expect(marksOf(board, { entry: '1' }).map(({ id }) => id)).toEqual(['s1', 's2'])
})

test('what was chosen before the board changed shows nothing rather than something else', () => {
  expect(marksOf(board, { entry: '7.1' })).toEqual([])
  expect(marksOf(board, { entry: '1', piece: 'gone' })).toEqual([])
  expect(marksOf(board, undefined)).toEqual([])
})

test('a press chooses what it is on, and nothing smaller lies there', () => {
  const size = fc.integer({ min: 0, max: 300 })
  const marks = fc.array(fc.record({ x: size, y: size, width: size, height: size }), { minLength: 1 })
  fc.assert(
    fc.property(marks, size, size, (boxes, x, y) => {
      const nodes = boxes.map((box, i) => ({
        kind: 'note' as const,
        text: `${i}`,
        marks: [{ id: `${i}`, ...box }],
      }))
      const under = boxes.filter((b) => x >= b.x && x <= b.x + b.width && y >= b.y && y <= b.y + b.height)
      const [shown] = marksOf(nodes, chosenAt(nodes, x, y, 0))
      expect(shown !== undefined).toBe(under.length > 0)
      if (!shown) return
      expect(shown.width * shown.height).toBe(Math.min(...under.map((b) => b.width * b.height)))
    }),
  )
})
