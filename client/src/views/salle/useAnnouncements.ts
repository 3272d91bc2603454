import { useLingui } from '@lingui/react/macro'
import { useEffect, useRef } from 'react'
import { minutesLong } from '../../i18n/time.ts'
import type { SessionView } from '../../session/view.ts'
import { useAnnounce } from '../../ui/LiveRegion.tsx'
import { boardBefore } from './beside.ts'
import { isTyping } from './keys.ts'
import { useNames, useView } from './live.tsx'
import { keptSounds } from './prefs.ts'
import { useRuleSentence } from './rule.ts'
import { type Cue, play } from './sounds.ts'
import { activeRound, circleNames, presentPhase } from './viewmodel.ts'

export const sound = (cue: Cue) => {
  if (keptSounds()) play(cue)
}

/** The view before this one; on the first, itself: what was there when I came is not news. */
export function useBefore(view: SessionView): SessionView {
  const last = useRef(view)
  const before = last.current
  useEffect(() => {
    last.current = view
  }, [view])
  return before
}

/** Says in words, sounds and vibrations what moved, to whom it concerns and no one else; what is seldom comes with Told.tsx. */
export function useAnnouncements(): void {
  const view = useView()
  const before = useBefore(view)
  useHushOnLeaving()
  useOffer(view)
  useStick(view, before)
  usePhase(view, before)
}

/** What was said in the room is not found again by someone who has left it. */
function useHushOnLeaving(): void {
  const { hush } = useAnnounce()
  useEffect(() => () => hush('all'), [hush])
}

function useOffer(view: SessionView): void {
  const { t } = useLingui()
  const { assertive, hush } = useAnnounce()
  const names = useNames()
  const told = useRef<number | null>(null)
  const carried = Object.entries(view.company ?? {}).find(([, one]) => one.offer)
  const offer = view.my_offer ?? carried?.[1].offer
  const as = view.my_offer ? undefined : carried?.[0]
  useEffect(() => {
    if (!offer || told.current === offer.at) return
    told.current = offer.at
    const short = circleNames(view, names)
    const you = short[view.me.member] ?? ''
    const by = view.round?.offer?.by
    const from = by === undefined || by === view.me.member ? '' : (short[by] ?? '')
    const voice = as === undefined ? '' : (names[as] ?? '')
    if (as !== undefined)
      assertive(
        t`C’est à ${voice}, que vous portez : dites-le-lui. P pour prendre, S pour passer, R pour revenir plus tard.`,
      )
    else if (offer.second)
      assertive(t`C’est à vous, ${you}. Voulez-vous prendre la parole ? P pour prendre, S pour passer.`)
    else if (from === '')
      assertive(t`C’est à vous, ${you}. P pour prendre, S pour passer, R pour revenir plus tard.`)
    else
      assertive(
        t`C’est à vous, ${you}. ${from} vous tend le bâton. P pour prendre, S pour passer, R pour revenir plus tard.`,
      )
    sound('offer')
    // The one time that someone else's gesture may move the focus, and never while typing.
    const dialog = document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]')
    if (!isTyping(document.activeElement) && !dialog) {
      document.querySelector<HTMLElement>('[data-region="actions"] [role="group"] button')?.focus()
    }
  }, [offer, as, view, names, assertive, t])
  useEffect(() => {
    if (offer || told.current === null) return
    told.current = null
    hush('assertive')
  }, [offer, hush])
}

function useStick(view: SessionView, before: SessionView): void {
  const { t } = useLingui()
  const { polite } = useAnnounce()
  const names = useNames()
  useEffect(() => {
    const round = activeRound(view)
    const old = activeRound(before)
    const short = circleNames(view, names)
    const holder = round?.holder
    if (holder && holder.grant !== old?.holder?.grant && holder.member !== view.me.member) {
      const name = short[holder.member] ?? ''
      polite('stick', t`${name} tient le bâton.`)
    }
    if (holder?.suspended_at !== undefined && old?.holder?.suspended_at === undefined) {
      polite('stick', t`Le bâton est en suspens.`)
    }
    if (round?.centre && !old?.centre && round.holder === undefined)
      polite('stick', t`Le bâton est au centre.`)
    if (round?.second && !old?.second && !holder && !view.my_offer)
      polite('stick', t`Le bâton est au centre. La ronde s’achève doucement.`)
    if (round?.state === 'paused' && old?.state === 'running') polite('stick', t`La ronde est en pause.`)
    if (round?.state === 'running' && old?.state === 'paused') polite('stick', t`La ronde reprend.`)
    if (!round && old && view.round?.state === 'ended') {
      polite(
        'stick',
        view.round.why === 'complete'
          ? t`La ronde est terminée. Tout le monde a eu l’occasion de parler.`
          : t`La ronde est terminée.`,
      )
    }
    if (round?.next[0] === view.me.member && old?.next[0] !== view.me.member && holder) {
      const name = short[holder.member] ?? ''
      polite('turn', t`Votre tour vient après ${name}.`)
    }
    if (view.me.missed && !before.me.missed) {
      polite('turn', t`Le bâton reviendra à vous quand vous le demanderez.`)
    }
    if (round?.clock === 'strict' && holder?.over && !old?.holder?.over) {
      sound('timeUp')
      polite(
        'stick',
        holder.member === view.me.member
          ? t`Votre temps est écoulé. Terminez votre idée : le bâton passera dans un instant.`
          : t`Le temps du tour est écoulé.`,
      )
    }
  }, [view, before, names, polite, t])
}

function usePhase(view: SessionView, before: SessionView): void {
  const { t } = useLingui()
  const { polite } = useAnnounce()
  const rule = useRuleSentence()
  useEffect(() => {
    const phase = presentPhase(view)
    if (!phase || phase.id === presentPhase(before)?.id) return
    const title = phase.title
    const lasts = minutesLong(phase.minutes)
    const question = phase.question && `« ${phase.question} »`
    const board = boardBefore(view)
    const name = board?.[1].title ?? ''
    const lent = board && board[0] !== boardBefore(before)?.[0] && t`Tableau : ${name}.`
    polite('phase', [t`Étape : ${title}, ${lasts}.`, question, rule, lent].filter(Boolean).join(' '))
  }, [view, before, rule, polite, t])
}
