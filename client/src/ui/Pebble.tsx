import {
  IconArrowBackUp,
  IconBell,
  IconEar,
  IconHandStop,
  IconPhone,
  IconPlugConnectedX,
  IconUsers,
} from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { classes } from './classes.ts'
import styles from './Pebble.module.css'
import { pebbleClip, pebblePath, pebbleTone } from './shapes/pebble.ts'

/** What surrounds a pebble: where the stick is, who speaks, who is away. `seat` is the holder's empty place. */
export type PebbleMark = 'none' | 'next' | 'after' | 'offered' | 'speaking' | 'away' | 'seat'

/** The small sign at the bottom right. */
export type PebbleBadge = 'return' | 'away' | 'phone' | 'ear' | 'hand' | 'bell' | 'several'

const badgeIcons = {
  return: IconArrowBackUp,
  away: IconPlugConnectedX,
  phone: IconPhone,
  ear: IconEar,
  hand: IconHandStop,
  bell: IconBell,
  several: IconUsers,
} as const

const circlePath = 'M-.97 0a.97.97 0 1 1 1.94 0a.97.97 0 1 1-1.94 0'

const outlines: Partial<Record<PebbleMark, { colour: string; px: number; dash?: string }>> = {
  next: { colour: 'var(--stick-ring)', px: 3 },
  offered: { colour: 'var(--stick-ring)', px: 4 },
  after: { colour: 'var(--line-strong)', px: 2 },
  speaking: { colour: 'var(--leaf)', px: 4 },
  away: { colour: 'var(--line-strong)', px: 2, dash: '5 4' },
  seat: { colour: 'var(--line-strong)', px: 2, dash: '5 5' },
}

export type PebbleProps = {
  /** The member's id: decides the outline and the colours, the same for everyone. */
  id: string
  initials: string
  /** Diameter, px. */
  size: number
  mark?: PebbleMark | undefined
  badge?: PebbleBadge | undefined
  video?: MediaStream | null | undefined
  /** One's own picture is shown as in a mirror. */
  mirrored?: boolean | undefined
  /** A still picture instead of the initials, when there is no video. */
  picture?: string | undefined
  /** A true circle instead of a pebble: only for the holder, inside her ring. */
  round?: boolean | undefined
}

/** Someone, as a soft shape: video or initials. Its words stand beside it, so it is not read aloud. */
export function Pebble({
  id,
  initials,
  size,
  mark = 'none',
  badge,
  video,
  mirrored,
  picture,
  round,
}: PebbleProps) {
  const tone = pebbleTone(id)
  const line = outlines[mark]
  const badgeSize = Math.round(Math.min(32, Math.max(20, size * 0.38)))
  const Badge = badge === undefined ? null : badgeIcons[badge]
  return (
    <span className={styles['pebble']} style={{ width: size, height: size, display: 'block' }} aria-hidden>
      <span
        className={classes(
          styles['face'],
          mark === 'seat' && styles['empty'],
          mark === 'away' && styles['away'],
        )}
        style={{
          clipPath: round ? 'circle()' : pebbleClip(id),
          fontSize: size * 0.34,
          ...(mark === 'seat'
            ? {}
            : {
                background: `linear-gradient(var(--pebble-${tone}-top), var(--pebble-${tone}-bottom))`,
                color: `var(--pebble-${tone}-ink)`,
              }),
        }}
      >
        {mark !== 'seat' && (
          <>
            {initials}
            {picture !== undefined && <img src={picture} alt="" />}
            {video && <Video stream={video} mirrored={mirrored ?? false} />}
          </>
        )}
      </span>
      {mark !== 'seat' && (
        <svg className={styles['frame']} viewBox="-1 -1 2 2" aria-hidden focusable="false">
          <path
            d={round ? circlePath : pebblePath(id, 1 - 2 / size)}
            fill="none"
            strokeWidth={2}
            vectorEffect="non-scaling-stroke"
          />
        </svg>
      )}
      {line && (
        <svg className={styles['outline']} viewBox="-1.12 -1.12 2.24 2.24" aria-hidden focusable="false">
          <path
            d={pebblePath(id, 1 + (line.dash ? -1 : 0.6) * (line.px / size))}
            fill="none"
            stroke={line.colour}
            strokeWidth={line.px}
            vectorEffect="non-scaling-stroke"
            {...(line.dash ? { strokeDasharray: line.dash } : {})}
          />
        </svg>
      )}
      {Badge && (
        <span className={styles['badge']} style={{ width: badgeSize, height: badgeSize }}>
          <Badge size={Math.round(badgeSize * 0.6)} stroke={2} />
        </span>
      )}
    </span>
  )
}

// Sound comes from the audio elements of the session: the picture is always silent.
function Video({ stream, mirrored }: { stream: MediaStream; mirrored: boolean }) {
  const video = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    if (video.current) video.current.srcObject = stream
  }, [stream])
  return <video ref={video} className={mirrored ? (styles['mirror'] ?? '') : ''} autoPlay playsInline muted />
}
