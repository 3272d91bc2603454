/**
 * Plans a meeting when as many people as the page says would be written to. Whoever joined since the page was read
 * would be too: then nothing is planned, and the answer is nothing, so that the page tells the new number first.
 */
export async function announce<Planned>(
  shown: number,
  reached: () => Promise<number>,
  plan: () => Promise<Planned>,
): Promise<Planned | undefined> {
  return (await reached()) === shown ? plan() : undefined
}
