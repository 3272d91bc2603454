import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Button as AriaButton, Link } from 'react-aria-components'
import { Logo } from './Logo.tsx'
import { Menu, type MenuEntry } from './Menu.tsx'
import styles from './Page.module.css'
import { LanguageMenu, type LanguageMenuProps, ThemeMenu } from './PageMenus.tsx'
import { Pebble } from './Pebble.tsx'

export type PageProps = {
  children: ReactNode
  nav?: readonly { href: string; label: string; current: boolean }[]
  language: LanguageMenuProps
  /** Whoever is signed in, and her menu. */
  person?:
    | { id: string; name: string; initials: string; picture?: string; menu: readonly MenuEntry[] }
    | undefined
  /** Search field, chips: before the language. */
  tools?: ReactNode
}

/** The frame of every page outside the room: logo, places, language, light, person. */
export function Page({ children, nav, language, person, tools }: PageProps) {
  const { t } = useLingui()
  return (
    <>
      <a className={styles['skip']} href="#contenu">{t`Aller au contenu`}</a>
      <header className={styles['header']}>
        <Link href="/" className={styles['home'] ?? ''}>
          <Logo />
        </Link>
        {nav && nav.length > 0 && (
          <nav className={styles['nav']} aria-label={t`Principale`}>
            <ul>
              {nav.map((place) => (
                <li key={place.href}>
                  <Link href={place.href} {...(place.current ? { 'aria-current': 'page' as const } : {})}>
                    {place.label}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
        )}
        <div className={styles['tools']}>
          {tools}
          <ThemeMenu />
          <LanguageMenu {...language} />
          {person && <PersonMenu {...person} />}
        </div>
      </header>
      <main id="contenu" tabIndex={-1} className={styles['main']}>
        {children}
      </main>
    </>
  )
}

function PersonMenu({ id, name, initials, picture, menu }: NonNullable<PageProps['person']>) {
  const { t } = useLingui()
  return (
    <Menu
      label={name === '' ? t`Mon menu` : name}
      entries={menu}
      trigger={
        <AriaButton className={styles['person'] ?? ''}>
          <Pebble id={id} initials={initials} size={40} {...(picture === undefined ? {} : { picture })} />
          <span className={styles['personName']} aria-hidden>
            {name}
          </span>
          <span className="visually-hidden">{name === '' ? t`Mon menu` : t`${name}, mon menu`}</span>
        </AriaButton>
      }
    />
  )
}
