import { Trans, useLingui } from '@lingui/react/macro'
import { IconEye, IconPlayerSkipForward, IconPlayerTrackPrev } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type { Locale } from '../../i18n/locale.ts'
import { clock, minutesLong } from '../../i18n/time.ts'
import type { Agenda, SessionView } from '../../session/view.ts'
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
import { activeRound, circleNames, mayRun, planOf, presentPhase } from './viewmodel.ts'

/** The facilitator's own panel: nothing of it is shown to others. */
export function Animation({ onCloseMeeting }: { onCloseMeeting: () => void }) {
  const view = useView()
  const top = useTopOfRound(view)
  const roundFirst = isRoundFirst(view)
  // By their keys they change places and stay what they are: the controls know who has just proposed.
  const controls = <RoundControls key="round" />
  const phases = view.agenda && view.agenda.phases.length > 0 && (
    <Phases key="phases" agenda={view.agenda} leading={!roundFirst} />
  )
  return (
    <div ref={top} className={styles['sections']}>
      <p className={styles['audience']}>
        <IconEye size={20} stroke={2} aria-hidden />
        <Trans>Vous et la coanimation seulement</Trans>
      </p>
      <Alerts />
      <Door />
      {!activeRound(view) && <HandQueue />}
      {roundFirst ? [controls, phases] : [phases, controls]}
      <section className={styles['section']}>
        <Button kind="plum" onPress={onCloseMeeting}>
          <Trans>Fermer la rencontre</Trans>
        </Button>
      </section>
    </div>
  )
}

/** What asks for the next gesture stands on top: the round while there is one, and while a step of rounds has not had its own. */
function isRoundFirst(view: SessionView): boolean {
  const { round } = view
  if (round && round.state !== 'ended') return true
  const phase = presentPhase(view)
  return phase?.kind === 'stick' && round?.phase !== phase.id
}

/** The panel goes back to its top when the round moves on: its gestures are others then. */
function useTopOfRound({ round }: SessionView) {
  const top = useRef<HTMLDivElement>(null)
  const state = round?.state
  const id = round?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round in the same state moved on too
  useEffect(() => {
    const scrolled = top.current?.parentElement
    // The beginning of a round just proposed is under the hand already.
    if (scrolled && state !== 'proposed') scrolled.scrollTop = 0
  }, [state, id])
  return top
}

/** How many steps are shown without asking: the present one and the next. */
const inSight = 2

function Phases({ agenda, leading }: { agenda: Agenda; leading: boolean }) {
  const { t, i18n } = useLingui()
  const view = useView()
  const wish = useWish()
  const now = useNow()
  const plan = planOf(view, now)
  const from = agenda.at
  const [whole, setWhole] = useState(false)
  const first = whole ? 0 : Math.max(0, from)
  const shown = whole ? agenda.phases : agenda.phases.slice(first, first + inSight)
  const stopped = activeRound(view) ? t`Une ronde est en cours : terminez-la d’abord.` : undefined
  const last = agenda.phases.at(-1)
  const begun = last === undefined ? undefined : plan[last.id]
  const end = begun !== undefined && last ? begun + last.minutes * 60_000 : agenda.ends_at
  return (
    <section className={styles['section']} aria-label={t`Déroulement`}>
      <div className={panel['actions']}>
        <Button
          kind={leading ? 'leaf' : 'quiet'}
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
        {shown.map((phase, place) => {
          const index = first + place
          return (
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
          )
        })}
      </ol>
      {agenda.phases.length > inSight && (
        <div>
          <Button kind="text" size="dense" aria-expanded={whole} onPress={() => setWhole(!whole)}>
            {whole ? <Trans>Replier le déroulement</Trans> : <Trans>Voir tout le déroulement</Trans>}
          </Button>
        </div>
      )}
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
