import { alongEllipse, measure } from './ellipse.ts'
import type { Placement } from './place.ts'

/** A piece of the ellipse between two neighbouring seats, and whether the stick has already gone by. */
export type TrailPiece = { path: string; done: boolean }

const finesse = 24

/**
 * The ellipse between the seats, cut where a pebble or a name stands. `from` to
 * `to` (clockwise) has been travelled: it says where the stick is, not who spoke.
 */
export function trailOf(placement: Placement, travelled: { from: string; to: string } | null): TrailPiece[] {
  const { seats, ellipse, size, label } = placement
  const count = seats.length
  if (count < 2) return []
  const points = alongEllipse(measure(ellipse), count * finesse)
  const start = travelled ? seats.findIndex((seat) => seat.id === travelled.from) : -1
  const end = travelled ? seats.findIndex((seat) => seat.id === travelled.to) : -1
  const steps = start < 0 || end < 0 ? 0 : (end - start + count) % count
  const pieces: TrailPiece[] = []
  for (let gap = 0; gap < count; gap++) {
    const free: string[] = []
    for (let step = 0; step <= finesse; step++) {
      const point = points[(gap * finesse + step) % points.length]
      if (point && seats.every((seat) => isFree(point, seat, size, label))) {
        free.push(`${point.x.toFixed(1)} ${point.y.toFixed(1)}`)
      }
    }
    if (free.length > 1)
      pieces.push({ path: `M${free.join('L')}`, done: (gap - start + count) % count < steps })
  }
  return pieces
}

function isFree(
  point: { x: number; y: number },
  seat: { x: number; y: number },
  size: number,
  label: Placement['label'],
): boolean {
  if (Math.hypot(point.x - seat.x, point.y - seat.y) < size / 2 + 16) return false
  const below = point.y - (seat.y + size / 2)
  const besides = Math.abs(point.x - seat.x)
  return below < -4 || below > label.height + 6 || besides > label.width / 2 - 8
}
