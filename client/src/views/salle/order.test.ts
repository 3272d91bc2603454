import fc from 'fast-check'
import { expect, test } from 'vitest'
import { moved } from './order.ts'

test('moving keeps everyone once, puts the moved one there, and the others in their order', () => {
  const people = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 9 })
  fc.assert(
    fc.property(people, fc.nat(), fc.integer({ min: -3, max: 12 }), (order, pick, to) => {
      const id = order[pick % order.length] ?? ''
      const after = moved(order, id, to)
      expect([...after].sort()).toEqual([...order].sort())
      expect(after.indexOf(id)).toBe(Math.min(order.length - 1, Math.max(0, to)))
      expect(after.filter((one) => one !== id)).toEqual(order.filter((one) => one !== id))
    }),
  )
})

test('an edge or a stranger changes nothing', () => {
  const order = ['a', 'b']
  expect(moved(order, 'a', -1)).toBe(order)
  expect(moved(order, 'b', 2)).toBe(order)
  expect(moved(order, 'x', 0)).toBe(order)
})
