import { hashOf, phaseOf } from './hash.ts'

/** The outline of someone's pebble around (0, 0), mean radius 1: 72 points, never quite round, never a square. */
export function pebbleOutline(id: string): [number, number][] {
  const hash = hashOf(id)
  const [a, b] = [phaseOf(hash, 0), phaseOf(hash, 1)]
  return Array.from({ length: 72 }, (_, index) => {
    const angle = (index / 72) * 2 * Math.PI
    const r = 1 + 0.03 * Math.cos(2 * angle + a) + 0.022 * Math.cos(3 * angle + b)
    return [r * Math.cos(angle), r * Math.sin(angle)]
  })
}

/** Which of the eight gradients is hers, 0 to 7. */
export function pebbleTone(id: string): number {
  return (hashOf(id) >>> 20) % 8
}

// The widest pebble is 1.052; at this scale it just fills its square box.
const inBox = 0.955

/** The outline as a CSS clip of the box it stands in. */
export function pebbleClip(id: string): string {
  const percent = (value: number) => `${(50 + 50 * inBox * value).toFixed(2)}%`
  return `polygon(${pebbleOutline(id)
    .map(([x, y]) => `${percent(x)} ${percent(y)}`)
    .join(',')})`
}

/** The outline as an SVG path in a box of −1 to 1, the same as the clip; `scale` 1 is the clip's edge. */
export function pebblePath(id: string, scale = 1): string {
  const points = pebbleOutline(id).map(
    ([x, y]) => `${(x * inBox * scale).toFixed(4)} ${(y * inBox * scale).toFixed(4)}`,
  )
  return `M${points.join('L')}Z`
}
