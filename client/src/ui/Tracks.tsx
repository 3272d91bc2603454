import { classes } from './classes.ts'
import styles from './Pieces.module.css'

/** A phase of the run of show. `progress` (0 to 1) is read for the current one only. */
export type PhaseSegment = {
  id: string
  name: string
  minutes: number
  /** `skipped`: passed over, or to be: nobody lives it. */
  state: 'done' | 'current' | 'todo' | 'skipped'
  progress?: number
}

/** From this many on the line would be mostly gaps, and wider than a phone. */
const many = 8

/** The run of show as a line: width is minutes. Never honey; the words beside it say the same, so it is not read aloud. */
export function ProgressTrack({ phases }: { phases: readonly PhaseSegment[] }) {
  return (
    <div className={classes(styles['track'], phases.length > many && styles['many'])} aria-hidden>
      {phases.map((phase) => (
        <div
          key={phase.id}
          className={styles['phase']}
          data-state={phase.state}
          title={phase.name}
          style={{ flexGrow: Math.max(phase.minutes, 1) }}
        >
          {phase.state === 'current' && (
            <div
              className={styles['fill']}
              style={{ width: `${Math.round(100 * Math.min(1, Math.max(0, phase.progress ?? 0)))}%` }}
            />
          )}
        </div>
      ))}
    </div>
  )
}

const cells = 16

/** How loud the microphone is, 0 to 1. `label` names it; `words` says it (« On vous entend bien. »). */
export function LevelMeter({ level, label, words }: { level: number; label: string; words: string }) {
  const on = Math.round(Math.min(1, Math.max(0, level)) * cells)
  return (
    <div
      className={styles['meter']}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round((on / cells) * 100)}
      aria-valuetext={words}
    >
      {Array.from({ length: cells }, (_, cell) => cell).map((cell) => (
        <span key={cell} {...(cell < on ? { 'data-on': true } : {})} />
      ))}
    </div>
  )
}
