import { useLingui } from '@lingui/react/macro'
import type { Why } from '../../../session/view.ts'

/** Why somebody has her place among those who ask for the floor, in a few words; of oneself, to oneself. */
export function useReason(): (why: Why, mine?: boolean) => string {
  const { t } = useLingui()
  return (why, mine = false) => {
    switch (why) {
      case 'not_spoken':
        return mine ? t`vous n’avez pas encore parlé` : t`n’a pas encore parlé`
      case 'spoke_less':
        return mine ? t`vous avez moins parlé` : t`a moins parlé`
      case 'not_opened':
        return mine ? t`vous n’avez pas encore ouvert de ronde` : t`n’a pas encore ouvert de ronde`
      case 'arrival':
        return t`dans l’ordre des demandes`
    }
  }
}
