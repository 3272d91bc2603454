import type { ReactNode } from 'react'
import { growthRings } from '../../ui/shapes/rings.ts'
import styles from './CentredPage.module.css'
import { usePageTitle } from './usePageTitle.ts'

/** A page with one thing to do, on the growth rings: signing in, answering an invitation. */
export function CentredPage({
  title,
  icon,
  lead,
  children,
  foot,
}: {
  title: string
  icon: ReactNode
  lead?: ReactNode
  children?: ReactNode
  foot?: ReactNode
}) {
  usePageTitle(title)
  return (
    <div className={styles['page']}>
      <svg
        className={styles['rings']}
        viewBox="-500 -500 1000 1000"
        preserveAspectRatio="xMidYMid slice"
        aria-hidden
        focusable="false"
      >
        {growthRings('palabre', 300, 300, factors).map((path) => (
          <path key={path} d={path} fill="none" stroke="var(--ringline)" strokeWidth={1.5} />
        ))}
      </svg>
      <div className={styles['icon']}>{icon}</div>
      <h1>{title}</h1>
      {lead !== undefined && <div className={styles['lead']}>{lead}</div>}
      {children !== undefined && <div className={styles['body']}>{children}</div>}
      {foot !== undefined && <div className={styles['foot']}>{foot}</div>}
    </div>
  )
}

const factors = [0.35, 0.55, 0.75, 0.95, 1.15, 1.35, 1.55]
