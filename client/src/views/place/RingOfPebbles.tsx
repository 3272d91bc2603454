import type { ReactNode } from 'react'
import { alongEllipse, measure } from '../../ui/circle/ellipse.ts'
import { GrowthRings } from '../../ui/GrowthRings.tsx'
import { Pebble } from '../../ui/Pebble.tsx'
import { initialsOf } from './initials.ts'
import styles from './Place.module.css'

const most = 24

/** The members of a community round its growth rings, twenty-four at most. A picture: the words stand in its middle or beside it. */
export function RingOfPebbles({
  seed,
  people,
  width,
  height,
  pebble = 52,
  colour,
  children,
}: {
  seed: string
  people: readonly { id: string; name: string }[]
  /** Size of the picture and of a pebble, px. */
  width: number
  height: number
  pebble?: number
  colour?: string
  children?: ReactNode
}) {
  const seen = people.slice(0, most)
  const [rx, ry] = [width / 2 - pebble / 2 - 6, height / 2 - pebble / 2 - 6]
  const size = Math.min(pebble, Math.floor(roomEach(rx, ry, seen.length)))
  const ellipse = measure({ rx, ry, cx: width / 2, cy: height / 2 })
  return (
    <div className={styles['ring']} style={{ width, height }}>
      <GrowthRings
        seed={seed}
        width={width}
        height={height}
        rx={rx}
        ry={ry}
        factors={rings}
        {...(colour === undefined ? {} : { colour })}
      />
      {alongEllipse(ellipse, seen.length).map((point, index) => {
        const person = seen[index]
        return (
          person && (
            <span key={person.id} className={styles['seat']} style={{ left: point.x, top: point.y }}>
              <Pebble id={person.id} initials={initialsOf(person.name)} size={size} />
            </span>
          )
        )
      })}
      {children !== undefined && <div className={styles['middle']}>{children}</div>}
    </div>
  )
}

const rings = [0.3, 0.45, 0.6, 0.8, 1, 1.22, 1.46, 1.72, 2]

// The room that each pebble has along the ellipse (Ramanujan's length), less a breath between two.
function roomEach(rx: number, ry: number, count: number): number {
  const h = ((rx - ry) / (rx + ry)) ** 2
  const around = Math.PI * (rx + ry) * (1 + (3 * h) / (10 + Math.sqrt(4 - 3 * h)))
  return around / Math.max(1, count) - 8
}
