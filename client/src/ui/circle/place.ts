import { alongEllipse, type Ellipse, type MeasuredEllipse, measure, type Point } from './ellipse.ts'

/** How the room is laid out: one rank (A, B, C), two ranks (D, E), or the circle as a strip. */
export type Variant = 'A' | 'B' | 'C' | 'D' | 'E' | 'strip'

/** A seat's centre and diameter, in px of the stage. */
export type Place = { id: string; x: number; y: number; s: number }

/** Where everything of the circle goes, in px of the stage. `centre` is the box kept clear for the holder. */
export type Placement = {
  variant: Variant
  size: number
  seats: Place[]
  centre: { x: number; y: number; width: number; height: number }
  label: { width: number; height: number }
  ellipse: Ellipse
}

/** `drawer`: the facilitation drawer is open. `atMost`: the smallest size so far; seats never grow again. */
export type PlaceOptions = { drawer?: boolean; atMost?: number }

type Shape = {
  variant: Exclude<Variant, 'strip'>
  ranks: 1 | 2
  label: { width: number; height: number }
  centre: { width: number; height: number }
  floor: number
}

const shapes: readonly Shape[] = [
  {
    variant: 'A',
    ranks: 1,
    label: { width: 132, height: 46 },
    centre: { width: 520, height: 260 },
    floor: 64,
  },
  {
    variant: 'B',
    ranks: 1,
    label: { width: 104, height: 46 },
    centre: { width: 440, height: 176 },
    floor: 56,
  },
  {
    variant: 'C',
    ranks: 1,
    label: { width: 84, height: 26 },
    centre: { width: 440, height: 176 },
    floor: 56,
  },
  {
    variant: 'D',
    ranks: 2,
    label: { width: 92, height: 26 },
    centre: { width: 400, height: 160 },
    floor: 44,
  },
  {
    variant: 'E',
    ranks: 2,
    label: { width: 76, height: 24 },
    centre: { width: 340, height: 150 },
    floor: 44,
  },
]

const innerRanks = [0.8, 0.76, 0.72, 0.68, 0.64]

/**
 * Lays `seats` (in the order of the round) round a stage of W × H px, so that
 * `viewer` sits at the bottom and the order runs clockwise.
 *
 * The sizes are those that every smaller circle would have led to: a circle of
 * n is at most as large as a circle of n − 1 on the same stage. Without that,
 * parity makes the layout flip back and forth as people arrive (38 seats would
 * fit one rank closer than 37).
 */
export function place(
  W: number,
  H: number,
  seats: readonly string[],
  viewer: string | null,
  options: PlaceOptions = {},
): Placement {
  const found = search(W, H, seats.length, options)
  if (!found) return strip(W, H)
  const { shape, size, inner, measured } = found
  const { lengths: _lengths, ...ellipse } = measured
  const points = ranked(alongEllipse(measured, seats.length), ellipse, inner)
  const turn = Math.max(0, viewer === null ? 0 : seats.indexOf(viewer))
  return {
    variant: shape.variant,
    size,
    seats: points.map((point, index) => ({
      id: seats[(index + turn) % seats.length] ?? '',
      ...point,
      s: size,
    })),
    centre: { x: ellipse.cx, y: ellipse.cy + shape.label.height / 2, ...shape.centre },
    label: shape.label,
    ellipse,
  }
}

/** The largest seat that a stage of this width allows, px; 0 where only the strip fits. */
export function largestSeat(W: number, drawer: boolean): number {
  if (W < 700) return 0
  if (drawer) return 76
  if (W >= 1360) return 112
  return W >= 1200 ? 96 : 84
}

type Candidate = { shape: Shape; size: number }
type Found = Candidate & { inner: number; measured: MeasuredEllipse }

function search(W: number, H: number, count: number, options: PlaceOptions): Found | null {
  const cap = Math.min(largestSeat(W, options.drawer ?? false), options.atMost ?? Number.POSITIVE_INFINITY)
  const candidates = shapes.flatMap((shape) => sizesOf(shape, cap).map((size) => ({ shape, size })))
  let best: Found | null = null
  let from = 0
  let measured: MeasuredEllipse | null = null
  for (let n = Math.min(count, 1); n <= count; n++) {
    best = null
    for (; from < candidates.length && !best; from++) {
      const candidate = candidates[from]
      if (!candidate) continue
      measured ??= measure(ellipseOf(W, H, candidate.shape, candidate.size))
      best = tryFit(n, candidate, measured)
      if (!best) measured = null
    }
    if (!best) return null
    from--
  }
  return best
}

function sizesOf(shape: Shape, cap: number): number[] {
  const sizes: number[] = []
  for (let size = cap; size >= shape.floor; size -= 4) sizes.push(size)
  return sizes
}

function tryFit(count: number, candidate: Candidate, measured: MeasuredEllipse): Found | null {
  if (measured.rx <= 0 || measured.ry <= 0) return null
  const points = alongEllipse(measured, count)
  for (const inner of candidate.shape.ranks === 1 ? [1] : innerRanks) {
    if (clear(ranked(points, measured, inner), measured, candidate)) return { ...candidate, inner, measured }
  }
  return null
}

function ellipseOf(W: number, H: number, { label }: Shape, size: number): Ellipse {
  const ry = (H - size - label.height - 18) / 2
  return { rx: W / 2 - Math.max(label.width, size) / 2 - 16, ry, cx: W / 2, cy: 9 + size / 2 + ry }
}

// Two ranks: every other seat steps towards the centre.
function ranked(points: readonly Point[], { cx, cy }: Ellipse, inner: number): Point[] {
  return points.map((point, index) =>
    index % 2 === 1 ? { x: cx + (point.x - cx) * inner, y: cy + (point.y - cy) * inner } : point,
  )
}

type Box = { left: number; top: number; right: number; bottom: number }

function clear(points: readonly Point[], ellipse: Ellipse, { shape, size }: Candidate): boolean {
  const { label, centre } = shape
  const middle = boxAt(ellipse.cx, ellipse.cy + label.height / 2, centre.width, centre.height)
  const pebbles = points.map(({ x, y }) => boxAt(x, y, size + 8, size + 8))
  const labels = points.map(({ x, y }) => boxAt(x, y + (size + label.height) / 2, label.width, label.height))
  return points.every((_, i) => {
    const pebble = pebbles[i]
    const name = labels[i]
    if (!pebble || !name || overlap(pebble, middle) || overlap(name, middle)) return false
    return points.every((_, j) => {
      const other = pebbles[j]
      const otherName = labels[j]
      if (i === j || !other || !otherName) return true
      return !overlap(pebble, otherName) && (j < i || (!overlap(pebble, other) && !overlap(name, otherName)))
    })
  })
}

function boxAt(x: number, y: number, width: number, height: number): Box {
  return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 }
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

function strip(W: number, H: number): Placement {
  const middle = { x: W / 2, y: H / 2 }
  return {
    variant: 'strip',
    size: 0,
    seats: [],
    centre: { ...middle, width: W, height: H },
    label: { width: 0, height: 0 },
    ellipse: { rx: 0, ry: 0, cx: middle.x, cy: middle.y },
  }
}
