import { useLingui } from '@lingui/react/macro'
import type { FloorRule, SessionView } from '../../session/view.ts'
import { freeSeats, playersOf } from './hearing.ts'
import { useNames, useView } from './live.tsx'
import { activeRound, circleNames, presentPhase } from './viewmodel.ts'

/** Who is heard now, in one sentence for everybody; nothing while a round says it by itself. */
export function useRuleSentence(): string {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  const phase = presentPhase(view)
  const rule = ruleOf(view)
  const ended = view.round?.state === 'ended' && view.round.phase === phase?.id
  if (activeRound(view) || !rule) return ''
  switch (rule.kind) {
    case 'hands':
      switch (rule.order) {
        case 'first':
          return t`On lève la main pour parler; d’abord qui n’a pas encore parlé.`
        case 'least':
          return t`On lève la main pour parler; d’abord qui a le moins parlé.`
        default:
          return t`On lève la main pour parler, dans l’ordre des demandes.`
      }
    case 'silence':
      return phase?.kind === 'break'
        ? t`Pause. Votre siège vous attend.`
        : t`Silence : le son de personne ne part pendant cette étape.`
    case 'role': {
      if (!view.voice) return t`La parole est libre.`
      const lines = view.voice.others ?? []
      const players = playersOf(view, rule.role ?? '').filter((id) =>
        lines.includes(view.people?.[id]?.behind ?? id),
      )
      const heard = players.length > 0 ? players : lines
      const short = circleNames(view, names)
      const who = new Intl.ListFormat(document.documentElement.lang || 'fr-CA').format(
        heard.map((id) => (id === view.me.member ? t`vous` : (short[id] ?? ''))),
      )
      return heard.length === 1
        ? t`Une seule personne est entendue : ${who}.`
        : t`Seules ces personnes sont entendues : ${who}.`
    }
    case 'inside': {
      const free = freeSeats(view)
      return free === 0
        ? t`Le cercle du centre parle, les autres écoutent. Tous les sièges sont pris.`
        : free === 1
          ? t`Le cercle du centre parle, les autres écoutent. Un siège est libre.`
          : t`Le cercle du centre parle, les autres écoutent. ${free} sièges sont libres.`
    }
    case 'stick':
      return ended ? t`La ronde est terminée.` : t`Une ronde viendra.`
    case 'open':
      if (phase?.kind !== 'stick') return t`La parole est libre.`
      return ended ? t`La ronde est terminée.` : t`Une ronde viendra.`
  }
}

function ruleOf(view: SessionView): FloorRule | undefined {
  const phase = presentPhase(view)
  return phase
    ? (view.floor?.rule ?? { kind: phase.kind === 'write' ? 'silence' : 'open' })
    : view.floor?.rule
}
