import { type ReactNode, useId } from 'react'
import styles from './Button.module.css'

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
  return (
    <span className={wide ? `${styles['why']} ${styles['wide']}` : styles['why']}>
      {children(id)}
      <span id={id} role="tooltip" className={styles['reason']}>
        {why}
      </span>
    </span>
  )
}
