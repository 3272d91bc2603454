import { i18n, type Messages } from '@lingui/core'
import { type CompiledMessage, typesetMessage } from './typography.ts'

/** The languages of the interface; French comes with the spacing of the reader's country. */
export type Locale = 'fr-CA' | 'fr-FR' | 'en-CA'

const remembered = 'palabre.locale'

const catalogues: Record<'fr' | 'en', () => Promise<{ messages: Messages }>> = {
  fr: () => import('./catalogues/fr.po'),
  en: () => import('./catalogues/en.po'),
}

/** Words of what the room opens later (lingui.config.ts): the first screens do not carry them. */
const later: typeof catalogues = {
  fr: () => import('./catalogues/later/fr-later.po'),
  en: () => import('./catalogues/later/en-later.po'),
}

/** Whether those words were asked for. */
let whole = false

const languageOf = (locale: string) => (locale === 'en-CA' ? 'en' : 'fr')

/** The reader's choice, else her browser's first language that we speak, else Québec French. */
export function preferredLocale(storage: Pick<Storage, 'getItem'>, languages: readonly string[]): Locale {
  const kept = readQuietly(storage)
  if (kept === 'fr-CA' || kept === 'fr-FR' || kept === 'en-CA') return kept
  for (const language of languages) {
    if (/^fr-(FR|BE|CH|LU|MC)$/i.test(language)) return 'fr-FR'
    if (/^fr/i.test(language)) return 'fr-CA'
    if (/^en/i.test(language)) return 'en-CA'
  }
  return 'fr-CA'
}

/** Switches every sentence on screen, and the page's `lang`, at once; remembers nothing. */
export async function activate(locale: Locale): Promise<void> {
  const language = languageOf(locale)
  const parts = await Promise.all([catalogues[language](), ...(whole ? [later[language]()] : [])])
  const messages = Object.assign({}, ...parts.map((part) => part.messages)) as Messages
  i18n.loadAndActivate({ locale, messages: spaced(messages, locale) })
  document.documentElement.lang = locale
}

/** Brings the words of what the room opens later; from then on every language comes with them. */
export async function alsoSay(): Promise<void> {
  whole = true
  const locale = i18n.locale as Locale
  const { messages } = await later[languageOf(locale)]()
  i18n.load(locale, spaced(messages, locale))
}

/** Switches the language and remembers it on this device. */
export async function choose(
  locale: Locale,
  storage: Pick<Storage, 'setItem'> = localStorage,
): Promise<void> {
  await activate(locale)
  try {
    storage.setItem(remembered, locale)
  } catch {
    // A browser that refuses to store anything still gets the language for this visit.
  }
}

function spaced(messages: Messages, locale: Locale): Messages {
  const typography = locale === 'en-CA' ? 'en' : locale
  const entries = Object.entries(messages).map(([id, message]) => [
    id,
    typesetMessage(message as CompiledMessage, typography),
  ])
  return Object.fromEntries(entries) as Messages
}

function readQuietly(storage: Pick<Storage, 'getItem'>): string | null {
  try {
    return storage.getItem(remembered)
  } catch {
    return null
  }
}
