import { Trans, useLingui } from '@lingui/react/macro'
import { IconLock, IconLockOpen } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Locale } from '../../i18n/locale.ts'
import { clock, minutesLong } from '../../i18n/time.ts'
import type { Agenda, Phase } from '../../session/view.ts'
import { Chip } from '../../ui/Chip.tsx'
import { LanguageMenu } from '../../ui/PageMenus.tsx'
import { type PhaseSegment, ProgressTrack } from '../../ui/Tracks.tsx'
import { useLanguage } from '../languages.ts'
import { useLive, useNow, useView } from './live.tsx'
import styles from './PhaseBar.module.css'
import { useWidth } from './useWide.ts'
import { comingOf, minutesLeft, presentPhase, stands } from './viewmodel.ts'
import { kindWords } from './words.ts'

/** Where we are in the run of show, and how long is left. */
export function PhaseBar({ menu }: { menu: ReactNode }) {
  const { entry } = useLive()
  const phone = useWidth() === 'phone'
  const language = useLanguage()
  return (
    <header className={styles['bar']} data-region="phase" tabIndex={-1}>
      <div className={styles['meeting']}>
        <h1 className={styles['title']}>{entry.meeting.title}</h1>
        <p className={styles['community']}>{entry.community.name}</p>
      </div>
      <Where />
      <div className={styles['tools']}>
        {!phone && (
          <>
            <ModeChip />
            <LanguageMenu {...language} />
          </>
        )}
        {menu}
      </div>
    </header>
  )
}

function ModeChip() {
  const { mode } = useView()
  return mode === 'confidential' ? (
    <Chip icon={<IconLock size={20} stroke={2} aria-hidden />}>
      <Trans>Confidentielle</Trans>
    </Chip>
  ) : (
    <Chip icon={<IconLockOpen size={20} stroke={2} aria-hidden />}>
      <Trans>Ouverte</Trans>
    </Chip>
  )
}

function Where() {
  const { t } = useLingui()
  const view = useView()
  const now = useNow()
  const phase = presentPhase(view)
  if (!view.agenda || view.agenda.phases.length === 0) return <div className={styles['where']} />
  const agenda = stands(view.agenda, now)
  return (
    <div className={styles['where']}>
      <div className={styles['line']}>
        <p className={styles['phase']}>
          <strong>{phase ? phase.title : <Trans>On s’installe</Trans>}</strong>
          {phase && <span className={styles['kind']}>{t(kindWords[phase.kind])}</span>}
        </p>
        <Left agenda={agenda} now={now} />
      </div>
      <ProgressTrack phases={segments(agenda, now)} />
    </div>
  )
}

function Left({ agenda, now }: { agenda: Agenda; now: number }) {
  const { i18n } = useLingui()
  const [next] = comingOf(agenda)
  const end = agenda.ends_at
  if (agenda.at < 0 || end === undefined) return null
  const left = minutesLeft(end, now)
  const time = minutesLong(Math.abs(left))
  const at = clock(new Date(Math.max(end, now)), i18n.locale as Locale)
  return (
    <p className={styles['left']}>
      <strong>
        {left > 0 ? (
          <Trans>Encore {time}</Trans>
        ) : left < 0 ? (
          <Trans>Dépasse de {time}</Trans>
        ) : (
          <Trans>C’est l’heure</Trans>
        )}
      </strong>
      {next && <Next phase={next} at={at} late={left <= 0} />}
    </p>
  )
}

function Next({ phase, at, late }: { phase: Phase; at: string; late: boolean }) {
  const title = phase.title
  return (
    <span className={styles['next']}>
      {late ? (
        <Trans>puis {title}</Trans>
      ) : (
        <Trans>
          puis {title} à {at}
        </Trans>
      )}
    </span>
  )
}

function segments(agenda: Agenda, now: number): PhaseSegment[] {
  return agenda.phases.map((phase, index) => {
    const state =
      index === agenda.at
        ? 'current'
        : agenda.skipped?.includes(phase.id)
          ? 'skipped'
          : index < agenda.at
            ? 'done'
            : 'todo'
    const { started_at: from, ends_at: to } = agenda
    const progress =
      state === 'current' && from !== undefined && to !== undefined && to > from
        ? { progress: (now - from) / (to - from) }
        : {}
    return { id: phase.id, name: phase.title, minutes: phase.minutes, state, ...progress }
  })
}
