import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import styles from './TurnRing.module.css'
import { useReducedMotion } from './useReducedMotion.ts'

/**
 * The time of a turn, as a ring that empties clockwise from the top: what is
 * drawn is what remains. It steps once a second (every ten with reduced motion).
 */
export function TurnRing({
  size,
  leftMs,
  totalMs,
  words,
  label,
  frozen,
  silent,
  level = 0,
  tone = 'stick',
  children,
}: {
  /** Outer diameter, px. */
  size: number
  leftMs: number
  totalMs: number
  /** What remains, in words (« encore une minute »); read on demand, never announced. */
  words: string
  label: string
  /** The holder's connection dropped: the ring waits, dashed. */
  frozen?: boolean
  /** Silence is being held: the ring fades, the stick stays. */
  silent?: boolean
  /** The holder's voice, 0 to 1: thickens the ring from 9 to 11 px at most. */
  level?: number
  /** `leaf` for someone speaking without the stick. */
  tone?: 'stick' | 'leaf'
  children?: ReactNode
}) {
  const reduced = useReducedMotion()
  const step = reduced ? 10_000 : 1000
  const left = totalMs <= 0 ? 0 : Math.min(1, (Math.ceil(Math.max(0, leftMs) / step) * step) / totalMs)
  const stroke = tone === 'leaf' ? 4 : 9 + 2 * Math.min(1, Math.max(0, level))
  const radius = (size - 11) / 2
  const around = 2 * Math.PI * radius
  return (
    <div
      className={classes(styles['ring'], silent && styles['silent'])}
      style={{ width: size, height: size }}
    >
      <svg
        className={styles['svg']}
        width={size}
        height={size}
        viewBox={`0 0 ${size} ${size}`}
        aria-hidden
        focusable="false"
      >
        <g fill="none" transform={`rotate(-90 ${size / 2} ${size / 2})`}>
          {tone === 'stick' && (
            <circle
              className={styles['ground'] ?? ''}
              cx={size / 2}
              cy={size / 2}
              r={radius}
              stroke="var(--stick-soft)"
              strokeWidth={9}
            />
          )}
          <circle
            className={styles['left'] ?? ''}
            cx={size / 2}
            cy={size / 2}
            r={radius}
            stroke={tone === 'leaf' ? 'var(--leaf)' : 'var(--stick-ring)'}
            strokeWidth={stroke}
            strokeLinecap={frozen ? 'butt' : 'round'}
            strokeDasharray={frozen ? '7 7' : around}
            style={{
              strokeDashoffset: frozen || tone === 'leaf' ? 0 : around * (1 - left),
              ...(left <= 0 && !frozen && tone === 'stick' ? { opacity: 0 } : {}),
            }}
          />
        </g>
      </svg>
      {children}
      {tone === 'stick' && (
        <span className="visually-hidden" role="timer" aria-live="off" aria-label={label}>
          {words}
        </span>
      )}
    </div>
  )
}
