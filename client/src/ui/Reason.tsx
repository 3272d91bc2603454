import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import styles from './Button.module.css'

const edge = 8

/** How far a box of that width, centred there, moves to stay inside the viewport: all in CSS px. */
export function shiftInside(centre: number, width: number, viewport: number): number {
  const from = centre - width / 2
  const most = viewport - edge - width
  return Math.max(edge, Math.min(from, most)) - from
}

/** Wraps a control that cannot be used now, and says why when it is reached by pointer, touch or keyboard. */
export function Reason({
  why,
  wide,
  children,
}: {
  why: string
  wide?: boolean | undefined
  children: (describedBy: string) => ReactNode
}) {
  const id = useId()
  const around = useRef<HTMLSpanElement>(null)
  const place = () => {
    const span = around.current
    const reason = span?.lastElementChild
    if (!span || !(reason instanceof HTMLElement)) return
    const { left, width } = span.getBoundingClientRect()
    // Only what is laid out has a width.
    reason.style.display = 'block'
    const shift = shiftInside(left + width / 2, reason.offsetWidth, document.documentElement.clientWidth)
    reason.style.display = ''
    reason.style.setProperty('--shift', `${shift}px`)
  }
  // A control shut under the pointer or the finger that lies on it is entered by nothing more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: other words have another width
  useLayoutEffect(place, [why])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: nothing is done here, the words are only kept inside the page
    <span
      ref={around}
      className={wide ? `${styles['why']} ${styles['wide']}` : styles['why']}
      onPointerEnter={place}
      onPointerDown={place}
      onFocus={place}
    >
      {children(id)}
      <span id={id} role="tooltip" className={styles['reason']}>
        {why}
      </span>
    </span>
  )
}
