import type { ReactNode } from 'react'
import { classes } from '../classes.ts'
import { Pebble } from '../Pebble.tsx'
import { StickShape } from '../Stick.tsx'
import { TurnRing } from '../TurnRing.tsx'
import type { CentreLayout } from './Circle.tsx'
import styles from './HolderCentre.module.css'
import type { Seat } from './seat.ts'

/**
 * The holder at the centre: her portrait in the ring of her turn, the stick lying
 * under it, and the words. With `tone` leaf there is no stick: open talk, hands.
 */
export function HolderCentre({
  layout,
  ring,
  question,
  holder,
  leftMs = 0,
  totalMs = 0,
  words = '',
  ringLabel = '',
  frozen,
  silent,
  level,
  tone = 'stick',
  title,
  after,
}: CentreLayout & {
  question?: ReactNode
  holder: Seat
  leftMs?: number
  totalMs?: number
  /** What remains, in words; and what the ring is called when read aloud. */
  words?: string
  ringLabel?: string
  frozen?: boolean
  silent?: boolean
  level?: number
  tone?: 'stick' | 'leaf'
  /** « **Mariama** tient le bâton ». */
  title: ReactNode
  /** « encore une minute, puis **Marc-André**, puis **Lucille** ». */
  after?: ReactNode
}) {
  return (
    <div className={classes(styles['centre'], layout !== 'upright' && styles[layout])}>
      {question !== undefined && <p className={styles['question']}>{question}</p>}
      <div className={styles['portrait']} key={holder.id}>
        <TurnRing
          size={ring}
          leftMs={leftMs}
          totalMs={totalMs}
          words={words}
          label={ringLabel}
          tone={tone}
          {...(frozen ? { frozen } : {})}
          {...(silent ? { silent } : {})}
          {...(level === undefined ? {} : { level })}
        >
          <span
            className={frozen ? (styles['away'] ?? '') : ''}
            style={{ display: 'block', borderRadius: '50%', overflow: 'hidden' }}
          >
            <Pebble
              id={holder.id}
              initials={holder.initials}
              size={ring - 26}
              video={holder.video}
              picture={holder.picture}
              mirrored={holder.you}
              round
            />
          </span>
        </TurnRing>
        {tone === 'stick' && (
          <div className={styles['stick']}>
            <StickShape width={Math.round(116 * Math.min(1, ring / 150))} />
          </div>
        )}
      </div>
      <div className={styles['who']}>
        <p className={styles['title']}>{title}</p>
        {after !== undefined && <p className={styles['then']}>{after}</p>}
      </div>
    </div>
  )
}
