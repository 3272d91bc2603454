import { useLingui } from '@lingui/react/macro'
import { useNames, useView } from './live.tsx'
import { circleNames } from './viewmodel.ts'

/** What only those who facilitate can settle: the room waits, and they wait longer or go on. */
export type Decision = {
  /** The same as long as it is about the same thing. */
  readonly key: string
  readonly words: string
  /** The words and the command of going on. */
  readonly onward: string
  readonly command: 'stick.offer' | 'stick.go_on'
}

/** What waits for a facilitator's gesture now: an offer unanswered, a holder whose line dropped, the last absent. */
export function useDecisions(): readonly Decision[] {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  const { facil } = view
  if (!facil) return []
  const short = circleNames(view, names)
  const all: Decision[] = []
  if (facil.offer_unanswered !== undefined) {
    const unanswered = short[facil.offer_unanswered] ?? ''
    all.push({
      key: `unanswered ${facil.offer_unanswered}`,
      words: t`${unanswered} n’a pas répondu. Sa place sera gardée pour la fin de la ronde.`,
      onward: t`Tendre à la personne suivante`,
      command: 'stick.offer',
    })
  }
  if (facil.suspended) {
    const suspended = short[facil.suspended.member] ?? ''
    all.push({
      key: `suspended ${facil.suspended.member} ${facil.suspended.since}`,
      words: t`La liaison de ${suspended} est tombée. Le bâton est en suspens, son temps aussi.`,
      onward: t`Continuer; ${suspended} reprendra après`,
      command: 'stick.go_on',
    })
  }
  if (facil.rest_until !== undefined) {
    all.push({
      key: 'rest',
      words: t`Il ne reste que des personnes absentes. La ronde se terminera d’elle-même.`,
      onward: t`Continuer sans attendre`,
      command: 'stick.go_on',
    })
  }
  return all
}
