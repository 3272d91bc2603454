import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8')
const found = [...css.matchAll(/--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/gi)]
const tokens = new Map(
  found.map(([, name, light, dark]) => [name ?? '', { light: light ?? '', dark: dark ?? '' }]),
)
const plain = new Map(
  [...css.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/gi)].map(([, name, hex]) => [name ?? '', hex ?? '']),
)

type Mode = 'light' | 'dark'
const colour = (name: string, mode: Mode) => {
  const hex = tokens.get(name)?.[mode] ?? plain.get(name)
  if (!hex) throw new Error(`no token --${name}`)
  return hex
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

const text: [string, string[]][] = [
  ['ink', ['paper', 'surface', 'sunken', 'leaf-soft', 'stick-soft', 'plum-soft']],
  ['ink-2', ['paper', 'surface', 'sunken', 'leaf-soft']],
  ['ink-3', ['paper', 'surface', 'sunken']],
  ['leaf', ['paper', 'surface', 'leaf-soft']],
  ['on-leaf', ['leaf']],
  ['on-stick', ['stick']],
  ['stick-deep', ['paper', 'surface', 'stick-soft']],
  ['plum', ['paper', 'surface', 'plum-soft']],
  ['focus', ['paper', 'surface']],
]
const controls: [string, string[]][] = [
  ['line-strong', ['paper', 'surface']],
  ['stick-ring', ['paper', 'surface', 'stick-soft']],
  ['leaf', ['paper', 'surface', 'sunken']],
  ['focus', ['paper', 'surface', 'sunken']],
]
const pairs = (list: [string, string[]][]) =>
  list.flatMap(([front, backs]) =>
    backs.flatMap((back) => (['light', 'dark'] as const).map((mode) => [front, back, mode] as const)),
  )

test('the measure itself is right', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  expect(contrast(colour('ink', 'light'), colour('paper', 'light'))).toBeCloseTo(14.25, 1)
})

describe('text reads at 4.5 or more', () => {
  test.each(pairs(text))('%s on %s, %s', (front, back, mode) => {
    expect(contrast(colour(front, mode), colour(back, mode))).toBeGreaterThanOrEqual(4.5)
  })
  test.each([0, 1, 2, 3, 4, 5, 6, 7])('initials on pebble %i', (tone) => {
    for (const end of ['top', 'bottom']) {
      const ratio = contrast(colour(`pebble-${tone}-ink`, 'light'), colour(`pebble-${tone}-${end}`, 'light'))
      expect(ratio).toBeGreaterThanOrEqual(5.65)
    }
  })
})

describe('the marks of controls show at 3 or more', () => {
  test.each(pairs(controls))('%s on %s, %s', (front, back, mode) => {
    expect(contrast(colour(front, mode), colour(back, mode))).toBeGreaterThanOrEqual(3)
  })
})

test('there is no red', () => {
  for (const { light, dark } of tokens.values()) {
    for (const hex of [light, dark]) {
      const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [
        number,
        number,
        number,
      ]
      expect(r > 150 && g < 80 && b < 80).toBe(false)
    }
  }
})
