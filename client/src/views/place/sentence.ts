import { useLingui } from '@lingui/react/macro'
import { useCallback } from 'react'
import { typeset } from '../../i18n/typography.ts'

/** What to tell of an error or a refusal: the server's own sentence in the reader's language, when it gave one. */
export function useSentence(): (said: unknown) => string {
  const { t, i18n } = useLingui()
  return useCallback(
    (said) => {
      const english = i18n.locale.startsWith('en')
      const words = twoSentences(said)?.[english ? 'en' : 'fr'] ?? ''
      if (words === '') {
        return t`Quelque chose n’a pas marché de notre côté. Votre travail est gardé. Réessayez dans une minute.`
      }
      return typeset(words, i18n.locale === 'fr-CA' || i18n.locale === 'fr-FR' ? i18n.locale : 'en')
    },
    [i18n.locale, t],
  )
}

/** The sentences of what the server refused: an error of REST, an answer or a farewell of the socket. */
function twoSentences(said: unknown): { fr: string; en: string } | undefined {
  if (typeof said !== 'object' || said === null || !('fr' in said) || !('en' in said)) return undefined
  return typeof said.fr === 'string' && typeof said.en === 'string' ? { fr: said.fr, en: said.en } : undefined
}
