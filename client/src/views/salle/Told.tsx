import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { facilitates, type Hint, type SessionView } from '../../session/view.ts'
import { useAnnounce } from '../../ui/LiveRegion.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { useReason } from './anime/why.ts'
import { onMyLine } from './hearing.ts'
import { useLive, useNames, useNow, useView } from './live.tsx'
import { useNoteSentence } from './note.ts'
import { useRuleSentence } from './rule.ts'
import { sound, useBefore } from './useAnnouncements.ts'
import { circleNames, presentPhase, stands } from './viewmodel.ts'

/** Tells what is seldom: another rule of the floor, who was given it, who leads now, passing words, the end of a break, who is at the door. It shows nothing. */
export function Told() {
  const view = useView()
  const before = useBefore(view)
  useFloor(view, before)
  useGiven(view, before)
  useTeam(view, before)
  useEntrusted(view, before)
  useHint(view)
  useBreakEnd(view)
  useReminder(view, before)
  useDoor(view, before)
  useCount(view, before)
  useRested()
  useNote(view, before)
  return null
}

/** The rule of the floor changed within the step, or a seat is wanted in the centre. */
function useFloor(view: SessionView, before: SessionView): void {
  const { t } = useLingui()
  const { polite } = useAnnounce()
  const rule = useRuleSentence()
  useEffect(() => {
    const [now, old] = [view.floor, before.floor]
    if (presentPhase(view)?.id === presentPhase(before)?.id && now && old && differ(now.rule, old.rule)) {
      if (rule !== '') polite('phase', rule)
    }
    if (view.me.invited && !before.me.invited)
      polite('floor', t`Le dernier siège libre est pris. Vous pouvez laisser le vôtre.`)
  }, [view, before, rule, polite, t])
}

const differ = (one: object, other: object) => JSON.stringify(one) !== JSON.stringify(other)

/** Somebody was given the floor, and why she before the others. */
function useGiven(view: SessionView, before: SessionView): void {
  const { t } = useLingui()
  const { polite } = useAnnounce()
  const names = useNames()
  const reason = useReason()
  useEffect(() => {
    const holder = view.floor?.holder
    if (!holder || holder.grant === before.floor?.holder?.grant) return
    const mine = onMyLine(view, holder.member)
    const why = before.floor?.line?.find(({ member }) => member === holder.member)?.why
    const because = why === undefined ? '' : reason(why, holder.member === view.me.member)
    const name = circleNames(view, names)[holder.member] ?? ''
    if (because === '')
      polite('floor', mine ? t`Vous avez la parole. M pour ouvrir votre micro.` : t`${name} a la parole.`)
    else if (mine) polite('floor', t`Vous avez la parole : ${because}. M pour ouvrir votre micro.`)
    else polite('floor', t`${name} a la parole : ${because}.`)
  }, [view, before, names, reason, polite, t])
}

/** Somebody else leads: handed over, or because a line dropped. */
function useTeam(view: SessionView, before: SessionView): void {
  const { t } = useLingui()
  const { polite } = useAnnounce()
  const toast = useToast()
  const names = useNames()
  useEffect(() => {
    const [now, old] = [view.team, before.team]
    if (!now?.last || !old || now.last.at === old.last?.at) return
    const short = circleNames(view, names)
    const lead = now.posts.lead
    const name = lead === undefined ? '' : (short[lead] ?? '')
    const from = now.last.from === undefined ? '' : (short[now.last.from] ?? '')
    const mine = lead === view.me.member
    if (lead === undefined || now.last.why === 'first') return
    const words =
      now.last.why === 'took_over' || now.last.why === 'followed'
        ? mine
          ? t`${from} n’est plus là : vous menez la rencontre.`
          : t`${from} n’est plus là : ${name} mène la rencontre.`
        : mine
          ? t`Vous menez la rencontre.`
          : t`${name} mène la rencontre.`
    polite('team', words)
    toast({ words })
  }, [view, before, names, polite, toast, t])
}

/** I facilitate from now on, or no longer: a panel that comes or goes by itself would look broken. */
function useEntrusted(view: SessionView, before: SessionView): void {
  const { t } = useLingui()
  const { polite } = useAnnounce()
  const toast = useToast()
  const now = facilitates(view.me.role)
  const old = facilitates(before.me.role)
  useEffect(() => {
    if (now === old) return
    const words = now
      ? t`L’animation vous est confiée aussi : ouvrez « Animation » quand vous voulez.`
      : t`L’animation ne vous est plus confiée.`
    polite('role', words)
    toast({ words })
  }, [now, old, polite, toast, t])
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
  const gate = view.round?.gate
  const measured = (view.round?.turn_ms ?? 0) > 0
  useEffect(() => {
    if (seq === undefined || seq === old) return
    toast({
      words:
        gate === 'open'
          ? t`Rappel du cadre : le bâton dit qui parle, même si chaque personne peut ouvrir son micro.`
          : measured
            ? t`Rappel du cadre : une personne parle, les autres écoutent; chaque tour a la même mesure.`
            : t`Rappel du cadre : une personne parle, les autres écoutent.`,
    })
  }, [seq, old, gate, measured, toast, t])
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

/** What the scenario asks of everybody, as a step begins. */
function useNote(view: SessionView, before: SessionView): void {
  const { polite } = useAnnounce()
  const note = useNoteSentence()
  useEffect(() => {
    if (note !== '' && presentPhase(view)?.id !== presentPhase(before)?.id) polite('note', note)
  }, [view, before, note, polite])
}

/** The step put my camera out: I am told so, and that opening it again is mine. */
function useRested(): void {
  const { t } = useLingui()
  const toast = useToast()
  const { desk } = useLive()
  const rested = useStore(desk.store, (state) => state.rested)
  useEffect(() => {
    if (rested === undefined) return
    toast({
      words:
        rested === 'break'
          ? t`Pause : votre caméra s’est éteinte. À vous de la rallumer ensuite.`
          : t`Dos tourné : votre caméra s’est éteinte. À vous de la rallumer ensuite.`,
    })
    desk.restTold()
  }, [rested, desk, toast, t])
}

/** The group has the time of speech counted no longer, or again: it is everybody's time. */
function useCount(view: SessionView, before: SessionView): void {
  const { t } = useLingui()
  const { polite } = useAnnounce()
  const toast = useToast()
  useEffect(() => {
    const there = view.agenda !== undefined && before.agenda !== undefined
    const [now, old] = [view.share !== undefined, before.share !== undefined]
    if (!there || now === old) return
    const words = now
      ? t`Le temps de parole est compté de nouveau.`
      : t`Le temps de parole n’est plus compté.`
    polite('count', words)
    toast({ words })
  }, [view, before, polite, toast, t])
}

function useBreakEnd(view: SessionView): void {
  const onBreak = presentPhase(view)?.kind === 'break'
  const now = useNow(onBreak)
  const end = view.agenda && stands(view.agenda, now).ends_at
  const rung = useRef<number | null>(null)
  const due = onBreak && end !== undefined && now >= end - 60_000 && now < end - 50_000
  useEffect(() => {
    if (!due || end === undefined || rung.current === end) return
    rung.current = end
    sound('breakEnds')
  }, [due, end])
}
