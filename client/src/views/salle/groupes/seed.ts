/** What a draw is drawn from; the server takes numbers below 2⁵³. */
export function seed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
}
