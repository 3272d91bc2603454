/** Nine seats and the stick across. With `name`, the word beside it. */
export function Logo({ size = 36, name = true }: { size?: number; name?: boolean }) {
  const seats = Array.from({ length: 9 }, (_, index) => (index / 9) * 2 * Math.PI - Math.PI / 2)
  return (
    <span
      style={{
        display: 'inline-flex',
        gap: 10,
        alignItems: 'center',
        fontSize: '1.3125rem',
        fontWeight: 700,
        color: 'var(--ink)',
      }}
    >
      <svg width={size} height={size} viewBox="-24 -24 48 48" aria-hidden focusable="false">
        {seats.map((angle) => (
          <circle key={angle} cx={19 * Math.cos(angle)} cy={19 * Math.sin(angle)} r={3.1} fill="var(--ink)" />
        ))}
        <path d="M-7 7 7-7" stroke="var(--stick-ring)" strokeWidth={5.5} strokeLinecap="round" />
      </svg>
      {name ? <span>Palabre</span> : <span className="visually-hidden">Palabre</span>}
    </span>
  )
}
