/** Half-axes of the circle of seats, and its centre, in px of the free stage. */
export type Ellipse = { rx: number; ry: number; cx: number; cy: number }

/** A point, in px. */
export type Point = { x: number; y: number }

const steps = 4000

/** An ellipse with the lengths along it, measured once. */
export type MeasuredEllipse = Ellipse & { lengths: Float64Array }

/** Measures an ellipse, clockwise from the bottom. */
export function measure(ellipse: Ellipse): MeasuredEllipse {
  const { rx, ry } = ellipse
  const lengths = new Float64Array(steps + 1)
  let before = { x: 0, y: ry }
  for (let i = 1; i <= steps; i++) {
    const angle = angleAt(i)
    const here = { x: rx * Math.cos(angle), y: ry * Math.sin(angle) }
    lengths[i] = (lengths[i - 1] ?? 0) + Math.hypot(here.x - before.x, here.y - before.y)
    before = here
  }
  return { ...ellipse, lengths }
}

/**
 * `count` points at equal lengths along the ellipse, clockwise from the bottom.
 * Equal angles would crowd the seats at both ends of a wide room.
 */
export function alongEllipse({ rx, ry, cx, cy, lengths }: MeasuredEllipse, count: number): Point[] {
  const total = lengths[steps] ?? 0
  const points: Point[] = []
  let step = 0
  for (let k = 0; k < count; k++) {
    const wanted = (total * k) / count
    while (step < steps && (lengths[step + 1] ?? total) < wanted) step++
    const from = lengths[step] ?? 0
    const span = (lengths[step + 1] ?? total) - from
    const angle = angleAt(step + (span > 0 ? (wanted - from) / span : 0))
    points.push({ x: cx + rx * Math.cos(angle), y: cy + ry * Math.sin(angle) })
  }
  return points
}

// y grows downwards on a screen, so a growing angle turns clockwise; a quarter turn is the bottom.
function angleAt(step: number): number {
  return Math.PI / 2 + (2 * Math.PI * step) / steps
}
