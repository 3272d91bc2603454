// French spacing, applied to every French sentence as it is loaded, so that
// nobody has to type invisible characters in the sources.

/** Which habits of French spacing to follow; `en` leaves the text as it is. */
export type Typography = 'fr-CA' | 'fr-FR' | 'en'

const nbsp = '\u00a0'
const narrow = '\u202f'

/**
 * Puts the no-break spaces that French wants into one piece of a sentence.
 * The piece may stand just after a variable (« {n} min »), so a unit at its
 * very start counts as following a number.
 *
 * Québec: none before `? ! ;`, one before `:`, inside « », before `%` and `$`,
 * and inside `10 h 45` and `22 min`. France: the same, and a narrow one before `? ! ;`.
 */
export function typeset(text: string, typography: Typography): string {
  if (typography === 'en') return text
  const spaced = text
    .replace(/(\p{L})'(?=\p{L}|$)/gu, '$1’')
    .replace(/«[ \u00a0\u202f]*/g, `«${nbsp}`)
    .replace(/[ \u00a0\u202f]*»/g, `${nbsp}»`)
    .replace(/[ \u00a0\u202f]+:/g, `${nbsp}:`)
    .replace(/(^|\d)[ \u00a0\u202f]+([%$])/g, `$1${nbsp}$2`)
    .replace(/(^|\d)[ \u00a0\u202f]+(h|min|s|ms|px|Mo|Ko)(?![\p{L}\d])/gu, `$1${nbsp}$2`)
    .replace(/(^|[\d\u00a0]h) (?=\d|$)/g, (all, before: string) => (before === '' ? all : `${before}${nbsp}`))
  if (typography === 'fr-CA') return spaced.replace(/[ \u00a0\u202f]+([?!;])/g, '$1')
  return spaced.replace(/([^\s?!;\u00a0\u202f])[ \u00a0\u202f]*([?!;])/g, `$1${narrow}$2`)
}

/** A compiled message of Lingui: text, or a tree of texts and placeholders. */
export type CompiledMessage = string | readonly unknown[]

/** The same message with every piece of text spaced; placeholders and plural rules are untouched. */
export function typesetMessage(message: CompiledMessage, typography: Typography): CompiledMessage {
  if (typography === 'en') return message
  if (typeof message === 'string') return typeset(message, typography)
  return message.map((token) => {
    if (typeof token === 'string') return typeset(token, typography)
    if (!Array.isArray(token)) return token
    const [name, kind, branches] = token as [string, string?, unknown?]
    if (!branches || typeof branches !== 'object') return token
    const spaced = Object.entries(branches).map(([key, branch]) => [
      key,
      key === 'offset' ? branch : typesetMessage(branch as CompiledMessage, typography),
    ])
    return [name, kind, Object.fromEntries(spaced)]
  })
}
