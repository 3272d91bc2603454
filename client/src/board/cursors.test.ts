import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Cursors, fadeFor, type Shown, stillAfter } from './cursors.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function watched() {
  let shown: ReadonlyMap<string, Shown> = new Map()
  const cursors = new Cursors('ana', (now) => {
    shown = now
  })
  return { cursors, shown: () => shown }
}

test('a cursor goes when its owner leaves the board, and one’s own is not shown', () => {
  const { cursors, shown } = watched()
  cursors.hear([
    ['bob', 'cursor', { x: 1, y: 2 }],
    ['ana', 'cursor', { x: 3, y: 4 }],
  ])
  expect([...shown().keys()]).toEqual(['bob'])
  cursors.hear([['bob', 'cursor', null]])
  expect(shown().size).toBe(0)
})

// The cursor of a person who had gone to the clavardage stood on everybody's board for minutes.
test('a cursor that is still for ten seconds fades and goes; one that moves stays', () => {
  const { cursors, shown } = watched()
  cursors.hear([
    ['bob', 'cursor', { x: 1, y: 2 }],
    ['chloe', 'cursor', { x: 1, y: 2 }],
  ])
  vi.advanceTimersByTime(stillAfter - 1)
  cursors.hear([['chloe', 'cursor', { x: 5, y: 5 }]])
  expect(shown().get('bob')?.still).toBe(false)
  vi.advanceTimersByTime(1)
  expect(shown().get('bob')?.still).toBe(true)
  expect(shown().get('chloe')?.still).toBe(false)
  vi.advanceTimersByTime(fadeFor)
  expect([...shown().keys()]).toEqual(['chloe'])
})

test('a cursor that moves while it fades is there again', () => {
  const { cursors, shown } = watched()
  cursors.hear([['bob', 'cursor', { x: 1, y: 2 }]])
  vi.advanceTimersByTime(stillAfter + fadeFor / 2)
  cursors.hear([['bob', 'cursor', { x: 2, y: 2 }]])
  vi.advanceTimersByTime(fadeFor)
  expect(shown().get('bob')).toEqual({ x: 2, y: 2, still: false })
})
