import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Link } from 'react-aria-components'
import styles from './Place.module.css'
import { usePageTitle } from './usePageTitle.ts'

/** The way back up: each place, and a link to it. */
export type Crumb = { href: string; name: string }

/** The title of a page, the places above it, and what can be done with the whole. */
export function Heading({
  title,
  crumbs = [],
  children,
  actions,
}: {
  title: string
  crumbs?: readonly Crumb[]
  /** A line of facts under the title. */
  children?: ReactNode
  actions?: ReactNode
}) {
  const { t } = useLingui()
  usePageTitle(title)
  return (
    <header className={styles['heading']}>
      <div className={styles['headingWords']}>
        {crumbs.length > 0 && (
          <nav className={styles['crumbs']} aria-label={t`Où vous êtes`}>
            <ol>
              {crumbs.map((crumb) => (
                <li key={crumb.href}>
                  <Link href={crumb.href}>{crumb.name}</Link>
                </li>
              ))}
            </ol>
          </nav>
        )}
        <h1>{title}</h1>
        {children !== undefined && <div className={styles['facts']}>{children}</div>}
      </div>
      {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
    </header>
  )
}

/** A part of a page on its own card, with its title. */
export function Part({
  title,
  aside,
  children,
  id,
}: {
  title: string
  aside?: ReactNode
  children: ReactNode
  id?: string
}) {
  return (
    <section className={styles['part']} aria-label={title} {...(id ? { id } : {})}>
      <header className={styles['partHead']}>
        <h2>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  )
}
