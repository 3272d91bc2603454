import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useEffect, useRef } from 'react'
import { minutesLong } from '../../i18n/time.ts'
import type { Hint, SessionView } from '../../session/view.ts'
import { useAnnounce } from '../../ui/LiveRegion.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { isTyping } from './keys.ts'
import { useNames, useNow, useView } from './live.tsx'
import { keptSounds } from './prefs.ts'
import { type Cue, play } from './sounds.ts'
import { activeRound, circleNames, presentPhase } from './viewmodel.ts'

const sound = (cue: Cue) => {
  if (keptSounds()) play(cue)
}

/** The view before this one; on the first, itself: what was there when I came is not news. */
function useBefore(view: SessionView): SessionView {
  const last = useRef(view)
  const before = last.current
  useEffect(() => {
    last.current = view
  }, [view])
  return before
}

/** Says in words, sounds and vibrations what moved, to whom it concerns and no one else. */
export function useAnnouncements(): void {
  const view = useView()
  const before = useBefore(view)
  useHushOnLeaving()
  useOffer(view)
  useStick(view, before)
  usePhase(view, before)
  useHint(view)
  useBreakEnd(view)
  useReminder(view, before)
  useDoor(view, before)
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
  const offer = view.my_offer
  useEffect(() => {
    if (!offer || told.current === offer.at) return
    told.current = offer.at
    const short = circleNames(view, names)
    const you = short[view.me.member] ?? ''
    const by = view.round?.offer?.by
    const from = by === undefined || by === view.me.member ? '' : (short[by] ?? '')
    if (offer.second)
      assertive(t`C’est à vous, ${you}. Voulez-vous reprendre la parole ? P pour prendre, S pour passer.`)
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
  }, [offer, view, names, assertive, t])
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
      polite('stick', t`La ronde est terminée. Tout le monde a eu l’occasion de parler.`)
    }
    if (round?.next[0] === view.me.member && old?.next[0] !== view.me.member && holder) {
      const name = short[holder.member] ?? ''
      polite('turn', t`Votre tour vient après ${name}.`)
    }
    if (view.me.missed && !before.me.missed) {
      polite('turn', t`Le bâton reviendra à vous quand vous le demanderez.`)
    }
    const ended = round?.clock === 'strict' && holder?.over && !old?.holder?.over
    if (ended && holder.member !== view.me.member) {
      sound('timeUp')
      polite('stick', t`Le temps du tour est écoulé.`)
    }
  }, [view, before, names, polite, t])
}

function usePhase(view: SessionView, before: SessionView): void {
  const { t } = useLingui()
  const { polite } = useAnnounce()
  useEffect(() => {
    const phase = presentPhase(view)
    if (!phase || phase.id === presentPhase(before)?.id) return
    const title = phase.title
    const lasts = minutesLong(phase.minutes)
    polite('phase', t`Étape : ${title}, ${lasts}.`)
  }, [view, before, polite, t])
}

function useHint(view: SessionView): void {
  const { t } = useLingui()
  const toast = useToast()
  const hint = view.me.hint
  const seen = useRef(hint?.seq ?? 0)
  useEffect(() => {
    if (!hint || hint.seq <= seen.current) return
    seen.current = hint.seq
    if (hint.kind === 'offer_reminder') sound('reminder')
    if (hint.kind === 'time_up') sound('timeUp')
    const words = passingWord(hint)
    if (words) toast({ words: t(words) })
  }, [hint, toast, t])
}

/** A passing word in a sentence; none for what the centre of the circle says, or a card that stays. */
function passingWord({ kind }: Hint): MessageDescriptor | null {
  switch (kind) {
    case 'time_up':
      return msg`Le temps prévu est écoulé. Terminez votre idée.`
    case 'conclude':
      return msg`Quand vous serez prête ou prêt, vous pouvez conclure.`
    default:
      return null
  }
}

function useReminder(view: SessionView, before: SessionView): void {
  const { t } = useLingui()
  const toast = useToast()
  const seq = view.round?.reminder?.seq
  const old = before.round?.reminder?.seq
  useEffect(() => {
    if (seq === undefined || seq === old) return
    toast({
      words: t`Rappel du cadre : une personne parle, les autres écoutent; chaque tour a la même mesure.`,
    })
  }, [seq, old, toast, t])
}

function useDoor(view: SessionView, before: SessionView): void {
  const { t } = useLingui()
  const { polite } = useAnnounce()
  const names = useNames()
  useEffect(() => {
    const came = Object.keys(view.door ?? {}).find((id) => before.door?.[id] === undefined)
    if (came === undefined) return
    const name = names[came] ?? ''
    polite('door', t`${name} est à la porte.`)
  }, [view, before, names, polite, t])
}

function useBreakEnd(view: SessionView): void {
  const onBreak = presentPhase(view)?.kind === 'break'
  const end = view.agenda?.ends_at
  const now = useNow(onBreak)
  const rung = useRef<number | null>(null)
  const due = onBreak && end !== undefined && now >= end - 60_000 && now < end - 50_000
  useEffect(() => {
    if (!due || end === undefined || rung.current === end) return
    rung.current = end
    sound('breakEnds')
  }, [due, end])
}
