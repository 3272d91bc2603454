import { useLingui } from '@lingui/react/macro'
import { IconLanguage, IconMoon, IconSun, IconSunMoon } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { Button as AriaButton, Link } from 'react-aria-components'
import { Button } from './Button.tsx'
import { Logo } from './Logo.tsx'
import { Menu, type MenuEntry } from './Menu.tsx'
import styles from './Page.module.css'
import { Pebble } from './Pebble.tsx'
import { chooseTheme, keptTheme, type Theme } from './theme.ts'

/** A language of the interface, by its own name. */
export type Language = { id: string; short: string; name: string }

export type PageProps = {
  children: ReactNode
  nav?: readonly { href: string; label: string; current: boolean }[]
  language: { current: string; all: readonly Language[]; onChoose: (id: string) => void }
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

/** Chooses the language; every sentence changes at once. */
export function LanguageMenu({ current, all, onChoose }: PageProps['language']) {
  const { t } = useLingui()
  const chosen = all.find((one) => one.id === current)
  const short = chosen?.short ?? ''
  return (
    <Menu
      label={t`Langue`}
      trigger={
        <Button
          size="dense"
          icon={<IconLanguage size={22} stroke={1.75} aria-hidden />}
          aria-label={t`Langue : ${short}`}
        >
          {short}
        </Button>
      }
      entries={all.map((one) => ({
        id: one.id,
        label: one.name,
        chosen: one.id === current,
        onChoose: () => onChoose(one.id),
      }))}
    />
  )
}

/** Light, dark, or as the device does. */
export function ThemeMenu() {
  const { t } = useLingui()
  const [theme, setTheme] = useState<Theme>(keptTheme)
  const names: Record<Theme, string> = { auto: t`Comme l’appareil`, light: t`Clair`, dark: t`Sombre` }
  const icons: Record<Theme, typeof IconSun> = { auto: IconSunMoon, light: IconSun, dark: IconMoon }
  const Icon = icons[theme]
  const name = names[theme]
  return (
    <Menu
      label={t`Lumière`}
      trigger={
        <Button size="dense" aria-label={t`Lumière : ${name}`}>
          <Icon size={22} stroke={1.75} aria-hidden />
        </Button>
      }
      entries={(['auto', 'light', 'dark'] as const).map((one) => ({
        id: one,
        label: names[one],
        chosen: one === theme,
        onChoose: () => {
          chooseTheme(one)
          setTheme(one)
        },
      }))}
    />
  )
}

function PersonMenu({ id, name, initials, picture, menu }: NonNullable<PageProps['person']>) {
  const { t } = useLingui()
  return (
    <Menu
      label={name}
      entries={menu}
      trigger={
        <AriaButton className={styles['person'] ?? ''}>
          <Pebble id={id} initials={initials} size={40} {...(picture === undefined ? {} : { picture })} />
          <span className={styles['personName']} aria-hidden>
            {name}
          </span>
          <span className="visually-hidden">{t`${name}, mon menu`}</span>
        </AriaButton>
      }
    />
  )
}
