import type { Names } from '../../wire/messages.ts'

/** « Marc-André Roy » → « MR »; one word gives its first two letters. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean)
  const first = words[0] ?? ''
  const last = words.length > 1 ? (words.at(-1) ?? '') : ''
  const letters = last === '' ? [...first].slice(0, 2) : [[...first][0] ?? '', [...last][0] ?? '']
  return letters.join('').toLocaleUpperCase('fr')
}

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
