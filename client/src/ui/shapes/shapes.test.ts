import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pebbleClip, pebbleOutline, pebbleTone } from './pebble.ts'
import { growthRings } from './rings.ts'

test('a pebble is the same each time, close to round, and fits its box', () => {
  fc.assert(
    fc.property(fc.string(), (id) => {
      expect(pebbleClip(id)).toBe(pebbleClip(id))
      for (const [x, y] of pebbleOutline(id)) {
        const r = Math.hypot(x, y)
        expect(r).toBeGreaterThan(0.945)
        expect(r).toBeLessThan(1.055)
      }
      expect(pebbleTone(id)).toBeGreaterThanOrEqual(0)
      expect(pebbleTone(id)).toBeLessThan(8)
    }),
  )
})

test('people close in the alphabet still differ', () => {
  const tones = new Set(Array.from({ length: 40 }, (_, index) => pebbleTone(`m${index}`)))
  expect(tones.size).toBe(8)
})

test('growth rings never cross their neighbours', () => {
  fc.assert(
    fc.property(fc.string(), (seed) => {
      const radii = growthRings(seed, 100, 100, [0.4, 0.525, 0.65]).map((path) =>
        path
          .slice(1, -1)
          .split('L')
          .map((point) => Math.hypot(...(point.split(' ').map(Number) as [number, number]))),
      )
      radii[0]?.forEach((inner, index) => {
        expect(radii[1]?.[index] ?? 0).toBeGreaterThan(inner)
        expect(radii[2]?.[index] ?? 0).toBeGreaterThan(radii[1]?.[index] ?? 0)
      })
    }),
  )
})
