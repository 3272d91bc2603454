import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { minutesLong } from '../../i18n/time.ts'
import { Part } from '../place/Heading.tsx'
import { useWhen } from '../place/useWhen.ts'
import { KindTrack } from './KindTrack.tsx'
import { KindIcon, useKinds } from './kinds.tsx'
import { type Phase, starts, total } from './plan.ts'
import styles from './RunOfShow.module.css'
import { turnWords } from './turnWords.ts'

/** The run of show to read: what happens when, and for how long. */
export function RunOfShow({ phases, startsAt }: { phases: readonly Phase[]; startsAt: string }) {
  const { t, i18n } = useLingui()
  const when = useWhen()
  const kinds = useKinds()
  const times = starts(phases, Date.parse(startsAt))
  const length = minutesLong(total(phases))
  return (
    <Part
      title={t`Déroulement`}
      aside={
        phases.length > 0 && (
          <p>
            <Plural value={phases.length} one="# étape" other="# étapes" />, {length}
          </p>
        )
      }
    >
      {phases.length === 0 ? (
        <p className={styles['quiet']}>
          <Trans>Pas d’étapes prévues : la parole sera libre.</Trans>
        </p>
      ) : (
        <>
          <KindTrack phases={phases} />
          <ol className={styles['list']}>
            {phases.map((phase, index) => (
              <li key={phase.id} className={styles['row']}>
                <time className={styles['at']}>{when.clock(new Date(times[index] ?? 0))}</time>
                <KindIcon kind={phase.kind} />
                <div className={styles['words']}>
                  <p className={styles['title']}>{phase.title}</p>
                  {phase.question && (
                    <p>{i18n.locale.startsWith('en') ? `“${phase.question}”` : `« ${phase.question} »`}</p>
                  )}
                  {phase.kind === 'stick' && phase.turn_s !== undefined && (
                    <p>{i18n._(turnWords(phase.turn_s))}</p>
                  )}
                </div>
                <span className={styles['kind']}>{phase.kind === 'break' ? '' : kinds[phase.kind].name}</span>
                <span className={styles['minutes']}>{minutesLong(phase.minutes)}</span>
              </li>
            ))}
          </ol>
        </>
      )}
    </Part>
  )
}
