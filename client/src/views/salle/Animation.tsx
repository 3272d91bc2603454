import { Trans, useLingui } from '@lingui/react/macro'
import { IconEye, IconPlayerSkipForward, IconPlayerTrackPrev } from '@tabler/icons-react'
import type { Locale } from '../../i18n/locale.ts'
import { clock, minutesLong } from '../../i18n/time.ts'
import type { Agenda } from '../../session/view.ts'
import { Button } from '../../ui/Button.tsx'
import { classes } from '../../ui/classes.ts'
import { Pebble } from '../../ui/Pebble.tsx'
import { initialsOf } from '../place/initials.ts'
import { Alerts } from './Alerts.tsx'
import styles from './Animation.module.css'
import { Door } from './Door.tsx'
import { useNames, useNow, useView, useWish } from './live.tsx'
import panel from './Panel.module.css'
import { RoundControls } from './RoundControls.tsx'
import { activeRound, circleNames, mayRun, planOf } from './viewmodel.ts'

/** The facilitator's own panel: nothing of it is shown to others. */
export function Animation({ onCloseMeeting }: { onCloseMeeting: () => void }) {
  const view = useView()
  // What asks for the next gesture stands on top: the round while there is one.
  const inRound = view.round !== undefined && view.round.state !== 'ended'
  // By their keys they change places and stay what they are: the controls know who has just proposed.
  const controls = <RoundControls key="round" />
  const phases = view.agenda && view.agenda.phases.length > 0 && <Phases key="phases" agenda={view.agenda} />
  return (
    <div className={styles['sections']}>
      <p className={styles['audience']}>
        <IconEye size={20} stroke={2} aria-hidden />
        <Trans>Vous et la coanimation seulement</Trans>
      </p>
      <Alerts />
      <Door />
      {inRound ? [controls, phases] : [phases, controls]}
      {!activeRound(view) && <HandQueue />}
      <section className={styles['section']}>
        <Button kind="plum" onPress={onCloseMeeting}>
          <Trans>Fermer la rencontre</Trans>
        </Button>
      </section>
    </div>
  )
}

function Phases({ agenda }: { agenda: Agenda }) {
  const { t, i18n } = useLingui()
  const view = useView()
  const wish = useWish()
  const now = useNow()
  const plan = planOf(view, now)
  const from = agenda.at
  const stopped = activeRound(view) ? t`Une ronde est en cours : terminez-la d’abord.` : undefined
  const last = agenda.phases.at(-1)
  const begun = last === undefined ? undefined : plan[last.id]
  const end = begun !== undefined && last ? begun + last.minutes * 60_000 : agenda.ends_at
  return (
    <section className={styles['section']} aria-label={t`Déroulement`}>
      <div className={panel['actions']}>
        <Button
          kind="leaf"
          icon={<IconPlayerSkipForward size={20} stroke={2} aria-hidden />}
          onPress={() => void wish('agenda.next', { from })}
          unavailable={from >= agenda.phases.length - 1 ? t`C’est la dernière étape.` : stopped}
        >
          {from < 0 ? <Trans>Commencer</Trans> : <Trans>Étape suivante</Trans>}
        </Button>
        {from > 0 && (
          <Button
            icon={<IconPlayerTrackPrev size={20} stroke={2} aria-hidden />}
            onPress={() => void wish('agenda.back', { from })}
            unavailable={stopped}
          >
            <Trans>Étape d’avant</Trans>
          </Button>
        )}
      </div>
      {from >= 0 && (
        <div className={panel['actions']}>
          {[-5, 5, 10].map((minutes) => (
            <Button key={minutes} size="dense" onPress={() => void wish('agenda.extend', { minutes })}>
              {minutes < 0 ? `− ${minutesLong(-minutes)}` : `+ ${minutesLong(minutes)}`}
            </Button>
          ))}
        </div>
      )}
      {end !== undefined && <End at={clock(new Date(end), i18n.locale as Locale)} />}
      <ol className={styles['phases']} role="list">
        {agenda.phases.map((phase, index) => (
          <li
            key={phase.id}
            className={classes(styles['phase'], index === from && styles['now'])}
            {...(index === from ? { 'aria-current': 'step' as const } : {})}
          >
            <span className={index < from ? styles['past'] : ''}>{phase.title}</span>
            <span className={styles['when']}>
              {index > from && plan[phase.id] !== undefined
                ? clock(new Date(plan[phase.id] ?? 0), i18n.locale as Locale)
                : minutesLong(phase.minutes)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function End({ at }: { at: string }) {
  return (
    <p className={styles['end']}>
      <Trans>
        <strong>Fin prévue à {at}</strong>
      </Trans>
    </p>
  )
}

function HandQueue() {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  const wish = useWish()
  const short = circleNames(view, names)
  const hands = Object.entries(view.hands ?? {}).sort(([, a], [, b]) => a.since - b.since || a.seq - b.seq)
  if (hands.length === 0 || !mayRun(view)) return null
  return (
    <section className={styles['section']} aria-label={t`Demandes de parole`}>
      <h3>
        <Trans>Demandes de parole</Trans>
      </h3>
      <ol className={panel['list']} role="list">
        {hands.map(([id], index) => {
          const name = short[id] ?? ''
          return (
            <li key={id} className={panel['row']}>
              <span className={styles['rank']}>{index + 1}</span>
              <Pebble id={id} initials={initialsOf(names[id] ?? '')} size={36} />
              <span className={panel['rowWords']}>
                <span className={panel['rowName']}>{name}</span>
              </span>
              <Button
                size="dense"
                aria-label={t`Baisser la main de ${name}`}
                onPress={() => void wish('hands.lower', { member: id })}
              >
                <Trans>A parlé</Trans>
              </Button>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
