import { useLingui } from '@lingui/react/macro'
import { choose, type Locale } from '../i18n/locale.ts'
import type { Language, LanguageMenuProps } from '../ui/PageMenus.tsx'

/** The languages of the interface, each by its own name. */
export const languages: readonly Language[] = [
  { id: 'fr-CA', short: 'FR', name: 'Français (Québec)' },
  { id: 'fr-FR', short: 'FR', name: 'Français (France)' },
  { id: 'en-CA', short: 'EN', name: 'English' },
]

/** What the language menu needs, anywhere. */
export function useLanguage(): LanguageMenuProps {
  const { i18n } = useLingui()
  return { current: i18n.locale, all: languages, onChoose: (id) => void choose(id as Locale) }
}
