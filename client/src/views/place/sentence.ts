import { useLingui } from '@lingui/react/macro'
import { Refused } from '../../api/client.ts'
import { typeset } from '../../i18n/typography.ts'

/** What to tell of an error: the server's own sentence when it gave one. */
export function useSentence(): (error: unknown) => string {
  const { t, i18n } = useLingui()
  return (error) => {
    if (!(error instanceof Refused)) {
      return t`Quelque chose n’a pas marché de notre côté. Votre travail est gardé. Réessayez dans une minute.`
    }
    const typography = i18n.locale === 'fr-CA' || i18n.locale === 'fr-FR' ? i18n.locale : 'en'
    return typeset(error.sentence(i18n.locale), typography)
  }
}
