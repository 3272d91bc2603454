import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import styles from './Pieces.module.css'

/** A card on the paper of the page. */
export function Surface({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={classes(styles['card'], className)}>{children}</div>
}
