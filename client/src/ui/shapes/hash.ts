/** A steady 32-bit number for a text (FNV-1a): the same person always gets the same pebble. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (const character of text) {
    hash ^= character.codePointAt(0) ?? 0
    hash = Math.imul(hash, 0x01000193)
  }
  // A last mix: ids that differ by their end only would otherwise look alike.
  hash ^= hash >>> 15
  hash = Math.imul(hash, 0x2c1b3c6d)
  hash ^= hash >>> 12
  return hash >>> 0
}

/** A phase between 0 and 2π drawn from a hash; `which` picks another one. */
export function phaseOf(hash: number, which: number): number {
  return (((hash >>> (which * 8)) & 0xff) / 256) * 2 * Math.PI
}
