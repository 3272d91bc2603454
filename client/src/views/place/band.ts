import { hashOf } from '../../ui/shapes/hash.ts'

/** The tint of a community and the line of its rings, always the same ones for it. */
export function bandOf(community: string): { ground: string; ring: string } {
  const tint = hashOf(community) % 5
  return { ground: `var(--band-${tint})`, ring: `var(--band-${tint}-ring)` }
}
