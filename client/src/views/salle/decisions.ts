import { useLingui } from '@lingui/react/macro'
import { useNames, useView } from './live.tsx'
import { circleNames, mayRunHere } from './viewmodel.ts'

/** What only those who facilitate can settle: the room waits until they answer. */
export type Decision = {
  /** The same as long as it is about the same thing. */
  readonly key: string
  readonly words: string
  /** Whether one may also wait longer: there is a time that runs, and it was not said yet. */
  readonly waits: boolean
  /** The words and the command of going on. */
  readonly onward: string
  readonly command: 'stick.offer' | 'stick.go_on' | 'stick.resume'
}

/** What waits for a facilitator's gesture now: an offer unanswered, a holder whose line dropped, the last absent, a pause. */
export function useDecisions(): readonly Decision[] {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  const unanswered = useUnanswered()
  const { facil, round } = view
  const all: Decision[] = []
  if (round?.state === 'paused' && mayRunHere(view)) {
    all.push({
      key: `paused ${round.pause?.since}`,
      words: t`La ronde est en pause.`,
      waits: false,
      onward: t`Poursuivre la ronde`,
      command: 'stick.resume',
    })
    return all
  }
  if (!facil) return []
  if (unanswered) all.push(unanswered)
  if (facil.suspended) {
    const suspended = circleNames(view, names)[facil.suspended.member] ?? ''
    all.push({
      key: `suspended ${facil.suspended.member} ${facil.suspended.since}`,
      words: t`La liaison de ${suspended} est tombée. Le bâton est en suspens, son temps aussi.`,
      waits: true,
      onward: t`Continuer; ${suspended} reprendra après`,
      command: 'stick.go_on',
    })
  }
  if (facil.rest_until !== undefined) {
    // Who is here and still to come back to can only be one who let two offers go by: nobody else is left.
    const mayAsk = Object.values(round?.seats ?? {}).includes('later')
    all.push({
      key: `rest ${mayAsk}`,
      words: mayAsk
        ? t`Le bâton repose au centre : qui n’a pas répondu peut encore le demander. Puis la ronde se terminera d’elle-même.`
        : t`Il ne reste que des personnes absentes. La ronde se terminera d’elle-même.`,
      waits: true,
      onward: t`Terminer la ronde`,
      command: 'stick.go_on',
    })
  }
  return all
}

/** An offer that was not answered: what becomes of her place, and to whom the stick would go. */
function useUnanswered(): Decision | null {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  const id = view.facil?.offer_unanswered
  if (id === undefined) return null
  const name = circleNames(view, names)[id] ?? ''
  const again = view.facil?.offer_again === true
  const after = (view.round?.next.length ?? 0) > 0
  return {
    key: `unanswered ${id}`,
    waits: true,
    command: 'stick.offer',
    words: again
      ? t`${name} n’a pas répondu, deux fois. Cette personne peut encore demander qu’on y revienne.`
      : after
        ? t`${name} n’a pas répondu. Sa place sera gardée pour la fin de la ronde. Sans réponse, le bâton avance de lui-même.`
        : t`${name} n’a pas répondu, et personne ne vient après. Le bâton peut lui être tendu une dernière fois.`,
    onward: after
      ? t`Tendre à la personne suivante`
      : again
        ? t`Remettre au centre`
        : t`Tendre le bâton de nouveau`,
  }
}
