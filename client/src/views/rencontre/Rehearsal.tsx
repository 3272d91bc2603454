import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { minutesLong } from '../../i18n/time.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Pebble, type PebbleMark } from '../../ui/Pebble.tsx'
import { Segmented } from '../../ui/Tabs.tsx'
import { useSentence } from '../place/sentence.ts'
import { KindTrack } from './KindTrack.tsx'
import type { Origin, Phase } from './plan.ts'
import styles from './Rehearsal.module.css'
import { RehearsalGestures } from './RehearsalGestures.tsx'
import { RehearsalPapers } from './RehearsalPapers.tsx'
import { useRuleWords } from './RuleFields.tsx'
import { clockOf, type Rehearsed, type Speed, speeds } from './rehearsal.ts'
import { type Does, type Plan, useRehearsal } from './useRehearsal.ts'
import { useSeatNames } from './useSeatNames.ts'

/** Rehearses a run of show alone, with simulated seats, faster than real time. It leaves nothing. */
export function Rehearsal({
  community,
  phases,
  origin,
  people,
  open,
  onClose,
}: {
  community: string
  phases: readonly Phase[]
  origin: Origin | undefined
  /** How many people are invited, with whoever facilitates. */
  people: number
  open: boolean
  onClose: () => void
}) {
  return (
    <Dialog title={<Trans>Répétition</Trans>} open={open} onClose={onClose} wide>
      <Room community={community} phases={phases} origin={origin} people={people} onClose={onClose} />
    </Dialog>
  )
}

function Room(props: { community: string; onClose: () => void } & Omit<Plan, 'seed'>) {
  const { community, phases, origin, people, onClose } = props
  const { t, i18n } = useLingui()
  const sentence = useSentence()
  const [seed] = useState(() => Math.floor(Math.random() * 1_000_000))
  const live = useRehearsal(community, {
    phases,
    origin,
    people: Math.min(30, Math.max(2, people - 1)),
    seed,
  })
  const { told, at, speed, setSpeed, failure } = live
  const names: Record<Speed, string> = { 0: t`Arrêt`, 1: '×1', 10: '×10', 60: '×60' }
  return (
    <div className={styles['room']}>
      <p className={styles['quiet']}>
        <Trans>
          Des sièges simulés, le vrai moteur de la salle, une horloge à vous. Rien n’est gardé : ni compte
          rendu, ni courriel, ni trace.
        </Trans>
      </p>
      <div className={styles['time']}>
        <Segmented<string>
          label={t`Vitesse`}
          value={String(speed)}
          onChange={(next) => setSpeed(speeds.find((one) => String(one) === next) ?? 0)}
          choices={speeds.map((one) => ({ value: String(one), label: names[one] }))}
        />
        <Button
          {...(told && told.next > at
            ? { onPress: live.step }
            : { unavailable: t`Rien n’arrivera sans un geste de votre part.` })}
        >
          <Trans>Jusqu’au prochain changement</Trans>
        </Button>
        <span className={styles['clock']} role="timer" aria-label={t`Temps de la répétition`}>
          {clockOf(at)}
        </span>
      </div>
      {failure !== undefined && <p role="alert">{sentence(failure)}</p>}
      {told?.refused && (
        <p role="alert" className={styles['refused']}>
          {i18n.locale.startsWith('en') ? told.refused.en : told.refused.fr}
        </p>
      )}
      {told && <Scene told={told} phases={phases} origin={origin} at={at} does={live.does} />}
      <div className={styles['foot']}>
        <Button onPress={onClose}>
          <Trans>Terminer la répétition</Trans>
        </Button>
      </div>
    </div>
  )
}

type SceneProps = {
  told: Rehearsed
  phases: readonly Phase[]
  origin: Origin | undefined
  at: number
  does: Does
}

function Scene(props: SceneProps) {
  const { told, phases, origin, at } = props
  const { t } = useLingui()
  const rule = useRuleWords(origin?.parts ?? [])
  const { view } = told
  const index = view.agenda?.at ?? -1
  const phase = phases[index]
  const ends = view.agenda?.ends_at
  const left = ends ? Math.round((ends - told.zero - at) / 60_000) : 0
  const board = Object.values(view.boards ?? {}).find((one) => one.shown)
  const number = index + 1
  return (
    <>
      <section className={styles['phase']} aria-live="polite">
        <h3>
          {phase ? (
            <Trans>
              Étape {number} sur {phases.length} : {phase.title}
            </Trans>
          ) : (
            <Trans>Tout le monde arrive. La rencontre n’a pas commencé.</Trans>
          )}
        </h3>
        {phase && (
          <p>
            {left >= 0 ? t`Encore ${minutesLong(left)}` : t`${minutesLong(-left)} de plus que prévu`}
            {phase.rule && <>, {rule(phase.rule)}</>}
            {board && <>, {t`tableau « ${board.title} »`}</>}
          </p>
        )}
        {phase?.question && <p className={styles['question']}>{t`« ${phase.question} »`}</p>}
        {phase?.say && <p className={styles['say']}>{phase.say}</p>}
      </section>
      <KindTrack phases={phases} />
      <Seats told={told} />
      <RehearsalGestures {...props} phase={phase} index={index} />
      <RehearsalPapers {...props} phase={phase} />
      <Journal told={told} />
    </>
  )
}

function Seats({ told }: { told: Rehearsed }) {
  const { t } = useLingui()
  const nameOf = useSeatNames()
  const { view } = told
  const round = view.round?.state === 'ended' ? undefined : view.round
  const people = Object.entries(view.people ?? {}).toSorted(([, a], [, b]) => a.order - b.order)
  const heard = told.heard ?? []
  const state = (id: string): [string, PebbleMark] => {
    if (round?.holder?.member === id) return [t`tient le bâton`, 'offered']
    if (round?.offer?.to === id) return [t`va prendre le bâton`, 'offered']
    if (round?.next[0] === id) return [t`à suivre`, 'next']
    if (view.floor?.holder?.member === id) return [t`a la parole`, 'speaking']
    if (view.floor?.inside?.includes(id)) return [t`au centre du bocal`, 'speaking']
    if (view.hands?.[id]) return [t`main levée`, 'none']
    return ['', 'none']
  }
  const who = heard.map(nameOf).join(', ')
  const count = people.length
  return (
    <section>
      <p className={styles['heard']}>
        {told.all
          ? t`On entend tout le monde.`
          : who === ''
            ? t`On n’entend personne.`
            : t`On entend : ${who}.`}
      </p>
      <ul
        className={styles['seats']}
        aria-label={t`Cercle, ${plural(count, { one: '# siège', other: '# sièges' })}`}
      >
        {people.map(([id]) => {
          const [words, mark] = state(id)
          const part = view.cast?.find((one) => one.member === id)?.title
          return (
            <li key={id}>
              <Pebble id={id} initials={nameOf(id).slice(0, 2)} size={44} mark={mark} />
              <span>
                <strong>{nameOf(id)}</strong>
                {(words || part) && <span className={styles['state']}>{words || part}</span>}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Journal({ told }: { told: Rehearsed }) {
  const { t } = useLingui()
  const nameOf = useSeatNames()
  const words = (line: NonNullable<Rehearsed['journal']>[number]): string => {
    const name = line.member ? nameOf(line.member) : ''
    const what = line.words ?? ''
    switch (line.kind) {
      case 'phase':
        return t`Étape : ${what}`
      case 'round':
        return t`La ronde commence.`
      case 'offered':
        return t`Le bâton est tendu à ${name}.`
      case 'holds':
        return t`${name} tient le bâton.`
      case 'round_over':
        return t`La ronde est terminée.`
      case 'hand':
        return t`${name} lève la main.`
      case 'floor':
        return t`${name} a la parole.`
      case 'board':
        return t`Le tableau « ${what} » est ouvert.`
      case 'groups':
        return t`Les sous-groupes sont ouverts.`
      case 'together':
        return t`Tout le monde est revenu en plénière.`
    }
  }
  const lines = (told.journal ?? []).slice(-12)
  return (
    <div role="log" aria-label={t`Ce qui s’est passé`}>
      <ol className={styles['journal']} role="list">
        {lines.map((line) => (
          <li key={`${line.at}/${line.kind}/${line.member ?? ''}/${line.words ?? ''}`}>
            <time>{clockOf(line.at)}</time> {words(line)}
          </li>
        ))}
      </ol>
    </div>
  )
}
