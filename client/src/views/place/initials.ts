/** One or two letters for a pebble: « Marc-André Roy » gives MR, « Thuy » gives T. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /\p{L}|\p{N}/u.test(word))
  const letter = (word: string | undefined) => word?.match(/\p{L}|\p{N}/u)?.[0]?.toLocaleUpperCase() ?? ''
  return words.length > 1 ? letter(words[0]) + letter(words.at(-1)) : letter(words[0])
}
