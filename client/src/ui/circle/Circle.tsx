import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { type ReactNode, useMemo, useRef } from 'react'
import { GrowthRings } from '../GrowthRings.tsx'
import { StickShape } from '../Stick.tsx'
import styles from './Circle.module.css'
import { type Placement, place } from './place.ts'
import { SeatList } from './SeatList.tsx'
import { Strip } from './Strip.tsx'
import type { Seat } from './seat.ts'
import { trailOf } from './trail.ts'
import { useSize } from './useSize.ts'

/**
 * How the centre is composed: `upright` (question above, ring 160), `lying` (ring at the left), `below` (under a strip),
 * `low` (the same with little height: the words beside the ring).
 */
export type CentreLayout = { layout: 'upright' | 'lying' | 'below' | 'low'; ring: number }

export type CircleProps = {
  /** In the order of the round, the same for everyone. */
  seats: readonly Seat[]
  /** Who is looking: she sits at the bottom. */
  viewer: string | null
  /** The next person to speak: the list read aloud begins there. */
  first?: string | null
  /** The community's id: draws the growth rings. */
  seed: string
  drawer?: boolean
  /** The part of the ellipse the stick has gone along in this round. */
  travelled?: { from: string; to: string } | null
  /** Whose seat the stick lies by, while it is offered. */
  stickAt?: string | null
  /** Light around the holder: only while someone holds the stick. */
  glow?: boolean
  centre: (layout: CentreLayout) => ReactNode
  onSeat?: (id: string) => void
}

const rings = { A: 160, B: 132, C: 132, D: 112, E: 96 } as const

/** People round the stick. Fills its container; becomes a strip when the seats no longer fit. */
export function Circle(props: CircleProps) {
  const stage = useRef<HTMLDivElement>(null)
  const size = useSize(stage)
  const placement = usePlacement(props, size)
  return (
    <div ref={stage} className={styles['stage']}>
      {size &&
        placement &&
        (placement.variant === 'strip' ? (
          <Folded {...props} size={size} />
        ) : (
          <Open {...props} size={size} placement={placement} />
        ))}
    </div>
  )
}

// Within a meeting the seats of a given stage never grow again when someone
// leaves: a size that jumps back and forth is noise.
function usePlacement(
  { seats, viewer, drawer }: CircleProps,
  size: { width: number; height: number } | null,
): Placement | null {
  const smallest = useRef(new Map<string, number>())
  const order = seats.map((seat) => seat.id).join('\n')
  return useMemo(() => {
    if (!size) return null
    const key = `${size.width}×${size.height}${drawer ? ' drawer' : ''}`
    const atMost = smallest.current.get(key)
    const ids = order === '' ? [] : order.split('\n')
    const options = { drawer: drawer ?? false, ...(atMost === undefined ? {} : { atMost }) }
    const placement = place(size.width, size.height, ids, viewer, options)
    if (placement.variant !== 'strip')
      smallest.current.set(key, Math.min(atMost ?? placement.size, placement.size))
    return placement
  }, [size, order, viewer, drawer])
}

function Folded({
  seats,
  first,
  seed,
  glow,
  centre,
  onSeat,
  size,
}: CircleProps & { size: { width: number; height: number } }) {
  const cy = size.height * 0.58
  // A telephone that is small, or whose height is wanted by what is asked above the circle: a holder above her words would
  // lie half behind the actions. One on its side has its strip beside the centre, and needs less.
  const stands = innerHeight >= 560
  const low = size.width < 600 && size.height < (stands ? 420 : 290)
  return (
    <div className={styles['folded']}>
      <div className={styles['floor']}>
        <GrowthRings
          seed={seed}
          width={size.width}
          height={size.height}
          cx={size.width / 2}
          cy={cy}
          rx={size.width * 0.62}
          ry={size.height * 0.36}
        />
      </div>
      <div
        className={styles['glow']}
        style={{
          left: size.width / 2,
          top: cy,
          width: size.width * 1.1,
          height: size.height * 0.8,
          opacity: glow ? 1 : 0,
        }}
      />
      <div className={styles['foldedStrip']}>
        <Strip
          seats={seats}
          first={first ?? null}
          layout={stands && low && size.height < 320 ? 'pebbles' : 'row'}
          {...(onSeat ? { onSeat } : {})}
        />
      </div>
      <div className={styles['foldedCentre']}>
        {centre(low ? { layout: 'low', ring: 96 } : { layout: 'below', ring: 132 })}
      </div>
    </div>
  )
}

function Open(props: CircleProps & { size: { width: number; height: number }; placement: Placement }) {
  const { t } = useLingui()
  const { size, placement, seed, seats, glow, travelled, stickAt, centre, onSeat } = props
  const { ellipse, centre: clear, variant } = placement
  const pieces = useMemo(() => trailOf(placement, travelled ?? null), [placement, travelled])
  const count = seats.length
  const layout = variant === 'A' ? 'upright' : 'lying'
  return (
    <>
      <div className={styles['floor']}>
        <GrowthRings
          seed={seed}
          width={size.width}
          height={size.height}
          cx={ellipse.cx}
          cy={ellipse.cy}
          rx={ellipse.rx}
          ry={ellipse.ry}
        />
      </div>
      <div
        className={styles['glow']}
        style={{
          left: clear.x,
          top: clear.y,
          width: clear.width * 1.3,
          height: clear.height * 1.45,
          opacity: glow ? 1 : 0,
        }}
      />
      <svg className={styles['trail']} width={size.width} height={size.height} aria-hidden focusable="false">
        {pieces.map((piece) => (
          <path key={piece.path} d={piece.path} className={styles[piece.done ? 'done' : 'todo'] ?? ''} />
        ))}
      </svg>
      <SeatList
        label={t`Cercle, ${plural(count, { one: '# siège', other: '# sièges' })}`}
        seats={seats}
        first={props.first ?? null}
        placement={placement}
        {...(onSeat ? { onSeat } : {})}
      />
      {stickAt != null && <TravellingStick placement={placement} at={stickAt} />}
      <div
        className={styles['centre']}
        style={{ left: clear.x, top: clear.y, width: clear.width, minHeight: clear.height }}
      >
        {centre({ layout, ring: variant === 'strip' ? 132 : rings[variant] })}
      </div>
    </>
  )
}

// Moves along the ellipse itself: the browser animates a distance on the path,
// which starts at its right end, a quarter of the way before the bottom seat.
function TravellingStick({ placement, at }: { placement: Placement; at: string }) {
  const { ellipse, seats, size } = placement
  const index = seats.findIndex((seat) => seat.id === at)
  if (index < 0) return null
  const path = `ellipse(${ellipse.rx}px ${ellipse.ry}px at ${ellipse.cx}px ${ellipse.cy}px)`
  return (
    <div
      className={styles['stick']}
      style={{ offsetPath: path, offsetDistance: `${25 + (100 * index) / seats.length}%` }}
    >
      <div style={{ transform: `translateY(${size / 2 - 6}px)` }}>
        <StickShape width={Math.round(size * 0.66)} />
      </div>
    </div>
  )
}
