import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { place } from './place.ts'

const people = (count: number) => Array.from({ length: count }, (_, index) => `m${index}`)
const read = (W: number, H: number, count: number, drawer: boolean) => {
  const { variant, size } = place(W, H, people(count), 'm0', { drawer })
  return variant === 'strip' ? 'strip' : `${variant}${size}`
}

// The sizes the design gives, by stage. Five px either way are allowed.
const wanted: [number, number, boolean, string][] = [
  [
    1440,
    732,
    false,
    '3A112 16A100 17A96 19A72 21A64 22B80 23B60 25C72 26C64 29D72 31D68 34D60 35E68 37E64 38E60 39E60 40E60',
  ],
  [
    1280,
    632,
    false,
    '3A96 8A84 16A80 17A64 19B68 20B64 21C68 23C64 25C60 26D64 29D56 31E56 32E56 33E56 34E56 35E56 36E56',
  ],
  [840, 632, true, '3B76 13B68 14B56 17C60 19E60 21E52 22E52 23E52 24E52 25E52 26E52'],
  [768, 850, false, '3B84 15B60 17C76 18C68 19C60 20D68 21D56 22D48 23E72 26E68 27E60 29E48 30E48'],
]

describe.each(wanted)('%i × %i, drawer %s', (W, H, drawer, table) => {
  const rows = table.split(' ').map((entry) => entry.match(/^(\d+)([A-E])(\d+)$/)?.slice(1) ?? [])
  test.each(rows)('%s seats are %s%s', (count, variant, size) => {
    const got = place(W, H, people(Number(count)), 'm0', { drawer })
    expect(got.variant).toBe(variant)
    expect(Math.abs(got.size - Number(size))).toBeLessThanOrEqual(5)
  })
})

test('what no longer fits becomes the strip', () => {
  expect(['E48', 'strip']).toContain(read(1280, 632, 37, false))
  expect(read(840, 632, 27, true)).toBe('strip')
  expect(read(768, 850, 31, false)).toBe('strip')
  expect(read(390, 700, 3, false)).toBe('strip')
})

const stage = fc.record({
  W: fc.integer({ min: 700, max: 2200 }),
  H: fc.integer({ min: 400, max: 1400 }),
  count: fc.integer({ min: 1, max: 40 }),
})

test('all seats are the same size, inside the stage, and the viewer is at the bottom', () => {
  fc.assert(
    fc.property(stage, fc.nat(), ({ W, H, count }, which) => {
      const viewer = `m${which % count}`
      const { variant, size, seats, label } = place(W, H, people(count), viewer)
      if (variant === 'strip') return
      expect(seats).toHaveLength(count)
      for (const seat of seats) {
        expect(seat.s).toBe(size)
        expect(seat.x - Math.max(size, label.width) / 2).toBeGreaterThanOrEqual(0)
        expect(seat.x + Math.max(size, label.width) / 2).toBeLessThanOrEqual(W)
        expect(seat.y - size / 2).toBeGreaterThanOrEqual(0)
        expect(seat.y + size / 2 + label.height).toBeLessThanOrEqual(H)
      }
      const lowest = Math.max(...seats.map((seat) => seat.y))
      expect(seats.find((seat) => seat.id === viewer)?.y).toBeCloseTo(lowest, 6)
    }),
    { numRuns: 60 },
  )
})

test('the order is the same for everyone, only turned', () => {
  const ids = people(12)
  const order = (viewer: string) => place(1440, 732, ids, viewer).seats.map((seat) => seat.id)
  expect(order('m5')).toEqual([...ids.slice(5), ...ids.slice(0, 5)])
  const { seats } = place(1440, 732, ids, 'm5')
  expect((seats[1]?.x ?? 0) < (seats[0]?.x ?? 0)).toBe(true)
})

test('a size once reached is never exceeded', () => {
  expect(place(1440, 732, people(8), 'm0', { atMost: 96 }).size).toBe(96)
})

test('one more seat never makes the seats of a rank larger', () => {
  for (let count = 1; count < 40; count++) {
    const fewer = place(1440, 732, people(count), 'm0')
    const more = place(1440, 732, people(count + 1), 'm0')
    if (fewer.variant === more.variant) expect(more.size).toBeLessThanOrEqual(fewer.size)
    else expect(more.variant > fewer.variant).toBe(true)
  }
})
