/** The stick lying under the holder: a bar with two bindings near one end and one near the other. Never a feather, never a microphone. */
export function StickShape({ width = 116 }: { width?: number }) {
  return (
    <svg
      width={width}
      height={(width * 22) / 122}
      viewBox="-3 -3 122 22"
      aria-hidden
      focusable="false"
      style={{ display: 'block' }}
    >
      <path
        d="M8 8 C38 6.6 78 9.4 108 8"
        fill="none"
        stroke="var(--stick-halo, var(--paper))"
        strokeWidth={19}
        strokeLinecap="round"
      />
      <path
        d="M8 8 C38 6.6 78 9.4 108 8"
        fill="none"
        stroke="var(--stick)"
        strokeWidth={13}
        strokeLinecap="round"
      />
      <path
        d="M28 1.4V14.4M34 1.5V14.5M82 2.2V15"
        stroke="var(--on-stick)"
        strokeOpacity={0.8}
        strokeWidth={2.4}
        strokeLinecap="round"
      />
    </svg>
  )
}

/** The stick as an icon, at 45°, in the colour of the text around it. */
export function StickIcon({ size = 24 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
      focusable="false"
    >
      <path d="M16.6 3.6a2.65 2.65 0 0 1 3.8 3.8L7.4 20.4a2.65 2.65 0 0 1-3.8-3.8z" />
      <path d="m9.2 11 3.8 3.8M11.7 8.5l3.8 3.8" />
    </svg>
  )
}
