import { growthRings, roomRings } from './shapes/rings.ts'

/** Faint growth rings, the section of a tree; always the same for the same seed. Decoration: not read aloud. */
export function GrowthRings({
  seed,
  width,
  height,
  cx = width / 2,
  cy = height / 2,
  rx = width / 2,
  ry = height / 2,
  factors = roomRings,
  colour = 'var(--ringline)',
}: {
  seed: string
  width: number
  height: number
  cx?: number
  cy?: number
  rx?: number
  ry?: number
  factors?: readonly number[]
  colour?: string
}) {
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden
      focusable="false"
      style={{ display: 'block', pointerEvents: 'none' }}
    >
      <g transform={`translate(${cx} ${cy})`} fill="none" stroke={colour} strokeWidth={1.5}>
        {growthRings(seed, rx, ry, factors).map((path) => (
          <path key={path} d={path} />
        ))}
      </g>
    </svg>
  )
}
