import { Trans, useLingui } from '@lingui/react/macro'
import { IconPlayerPause, IconPlayerSkipForward, IconPlayerTrackPrev } from '@tabler/icons-react'
import { useState } from 'react'
import type { Locale } from '../../../i18n/locale.ts'
import { clock, minutesLong } from '../../../i18n/time.ts'
import type { Agenda, Phase } from '../../../session/view.ts'
import { Button } from '../../../ui/Button.tsx'
import { classes } from '../../../ui/classes.ts'
import styles from '../Animation.module.css'
import { useNow, useView, useWish } from '../live.tsx'
import { useNoteSentence } from '../note.ts'
import panel from '../Panel.module.css'
import { useRuleSentence } from '../rule.ts'
import { usePending } from '../usePending.ts'
import { activeRound, comingOf, planOf, presentPhase, stands } from '../viewmodel.ts'

/** How many steps are shown without asking: the present one and the next. */
const inSight = 2

/** The run of show in hand: on, back, longer, shorter, a pause of one tap, a step passed over. */
export function Run({ agenda, leading }: { agenda: Agenda; leading: boolean }) {
  const { t, i18n } = useLingui()
  const view = useView()
  const wish = useWish()
  const now = useNow()
  const plan = planOf(view, now)
  const from = agenda.at
  const [whole, setWhole] = useState(false)
  const coming = comingOf(agenda)
  const shown = whole
    ? agenda.phases
    : [...agenda.phases.slice(Math.max(0, from), from + 1), ...coming].slice(0, inSight)
  const stopped = activeRound(view) ? t`Une ronde est en cours : terminez-la d’abord.` : undefined
  const skipped = (id: string) => agenda.skipped?.includes(id) === true
  const last = coming.at(-1)
  const begun = last === undefined ? undefined : plan[last.id]
  const end = begun !== undefined && last ? begun + last.minutes * 60_000 : stands(agenda, now).ends_at
  return (
    <section className={styles['section']} aria-label={t`Déroulement`}>
      <div className={panel['actions']}>
        <Button
          kind={leading ? 'leaf' : 'quiet'}
          icon={<IconPlayerSkipForward size={20} stroke={2} aria-hidden />}
          onPress={() => void wish('agenda.next', { from })}
          unavailable={coming.length === 0 ? t`C’est la dernière étape.` : stopped}
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
      <Says />
      {from >= 0 && (
        <div className={panel['actions']} role="group" aria-label={t`Durée de l’étape`}>
          <Lengths from={from} end={agenda.ends_at} />
          {agenda.pause ? (
            <Button size="dense" kind="leaf" onPress={() => void wish('agenda.resume')}>
              <Trans>Reprendre la rencontre</Trans>
            </Button>
          ) : (
            <Button
              size="dense"
              icon={<IconPlayerPause size={18} stroke={2} aria-hidden />}
              onPress={() => void wish('agenda.pause', { minutes: 5 })}
              unavailable={
                activeRound(view) ? t`Une ronde est en cours : elle a sa propre pause.` : undefined
              }
            >
              <Trans>Pause de 5 minutes</Trans>
            </Button>
          )}
        </div>
      )}
      {end !== undefined && <End at={clock(new Date(end), i18n.locale as Locale)} />}
      <ol className={styles['phases']} role="list">
        {shown.map((phase) => {
          const index = agenda.phases.indexOf(phase)
          return (
            <li
              key={phase.id}
              className={classes(styles['phase'], index === from && styles['now'])}
              {...(index === from ? { 'aria-current': 'step' as const } : {})}
            >
              <span className={index < from || skipped(phase.id) ? styles['past'] : ''}>
                {phase.title}
                {skipped(phase.id) && (
                  <>
                    {' '}
                    <Trans>(sautée)</Trans>
                  </>
                )}
              </span>
              {whole && index > from && (
                <Button
                  kind="text"
                  size="dense"
                  aria-label={skipped(phase.id) ? t`Garder ${phase.title}` : t`Sauter ${phase.title}`}
                  onPress={() => void wish('agenda.skip', { phase: phase.id, on: !skipped(phase.id) })}
                >
                  {skipped(phase.id) ? <Trans>Garder</Trans> : <Trans>Sauter</Trans>}
                </Button>
              )}
              {whole && index !== from && phase !== coming[0] && (
                <Button
                  kind="text"
                  size="dense"
                  aria-label={t`Y aller : ${phase.title}`}
                  onPress={() => void wish('agenda.go', { phase: phase.id, from })}
                  unavailable={stopped}
                >
                  <Trans>Y aller</Trans>
                </Button>
              )}
              <span className={styles['when']}>
                {index > from && plan[phase.id] !== undefined
                  ? clock(new Date(plan[phase.id] ?? 0), i18n.locale as Locale)
                  : minutesLong(index === from ? lasting(agenda, phase) : phase.minutes)}
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

/** Longer or shorter, from the step and the end that are seen here: when somebody else was first, it is not done twice. */
function Lengths({ from, end }: { from: number; end: number | undefined }) {
  const wish = useWish()
  const [pending, follow] = usePending()
  const seen = end === undefined || pending ? { from } : { from, ends_at: end }
  return [-5, 5, 10].map((minutes) => (
    <Button key={minutes} size="dense" onPress={() => follow(wish('agenda.extend', { minutes, ...seen }))}>
      {minutes < 0 ? `− ${minutesLong(-minutes)}` : `+ ${minutesLong(minutes)}`}
    </Button>
  ))
}

/** What the present step lasts, with what was added to it. Minutes. */
function lasting({ started_at: begun, ends_at: ends }: Agenda, phase: Phase): number {
  return begun === undefined || ends === undefined ? phase.minutes : (ends - begun) / 60_000
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

/** What the scenario lets those who facilitate say now, and what everybody reads of who is heard. */
function Says() {
  const view = useView()
  const rule = useRuleSentence()
  const note = useNoteSentence()
  const phase = presentPhase(view)
  if (!phase) return null
  const say = view.says?.[phase.id]
  return (
    <>
      {rule !== '' && <p className={panel['hint']}>{rule}</p>}
      {note !== '' && <p className={panel['hint']}>{note}</p>}
      {say && (
        <p className={styles['say']}>
          <Trans>À dire :</Trans> {say}
        </p>
      )}
    </>
  )
}
