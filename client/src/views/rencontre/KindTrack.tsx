import styles from './KindTrack.module.css'
import type { Phase } from './plan.ts'

/** A run of show as a line: width is minutes, pattern is kind. The list beside it says the same, so it is not read aloud. */
export function KindTrack({ phases }: { phases: readonly Phase[] }) {
  return (
    <div className={styles['track']} aria-hidden>
      {phases.map((phase) => (
        <span key={phase.id} data-kind={phase.kind} style={{ flexGrow: Math.max(1, phase.minutes) }} />
      ))}
    </div>
  )
}
