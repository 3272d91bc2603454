import type { Names } from '../../wire/messages.ts'

/**
 * What people are called in the circle: the first name, with the beginning of the last one where
 * two share it, and the whole name where even that is shared.
 */
export function shortNames(ids: readonly string[], names: Names): Readonly<Record<string, string>> {
  const parts = ids.map((id) => {
    const [first = '', ...rest] = (names[id] ?? '').trim().split(/\s+/u)
    const initial = [...(rest.at(-1) ?? '')][0]
    return { id, full: names[id] ?? '', first, longer: initial ? `${first} ${initial}.` : first }
  })
  const count = (text: string, of: 'first' | 'longer') => parts.filter((one) => one[of] === text).length
  const short: Record<string, string> = {}
  for (const { id, full, first, longer } of parts) {
    short[id] = count(first, 'first') === 1 ? first : count(longer, 'longer') === 1 ? longer : full
  }
  return short
}
