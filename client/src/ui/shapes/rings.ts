import { hashOf, phaseOf } from './hash.ts'

/** Paths of growth rings around (0, 0), one for each factor: the section of a tree, different for each community. */
export function growthRings(seed: string, rx: number, ry: number, factors: readonly number[]): string[] {
  const hash = hashOf(seed)
  const [p1, p2, p3] = [phaseOf(hash, 0), phaseOf(hash, 1), phaseOf(hash, 2)]
  return factors.map((factor, k) => {
    const points = Array.from({ length: 96 }, (_, index) => {
      const angle = (index / 96) * 2 * Math.PI
      const wave =
        0.018 * Math.cos(2 * angle + p1) +
        0.014 * Math.cos(3 * angle + p2 + 0.12 * k) +
        0.008 * Math.cos(7 * angle + p3 + 0.3 * k)
      const r = factor * (1 + wave)
      return `${(rx * r * Math.cos(angle)).toFixed(1)} ${(ry * r * Math.sin(angle)).toFixed(1)}`
    })
    return `M${points.join('L')}Z`
  })
}

/** The room's rings: five inside the seats, four outside. */
export const roomRings: readonly number[] = [
  ...[0, 1, 2, 3, 4].map((k) => 0.26 + 0.125 * k),
  ...[0, 1, 2, 3].map((k) => 1.3 + 0.15 * k),
]
