import styles from './KindTrack.module.css'

type Piece = { id?: string; kind: string; minutes: number }

/** A run of show as a line: width is minutes, pattern is kind. The list beside it says the same, so it is not read aloud. */
export function KindTrack({ phases }: { phases: readonly Piece[] }) {
  return (
    <div className={styles['track']} aria-hidden>
      {phases.map((phase, index) => (
        <span
          key={phase.id ?? index}
          data-kind={phase.kind}
          style={{ flexGrow: Math.max(1, phase.minutes) }}
        />
      ))}
    </div>
  )
}
