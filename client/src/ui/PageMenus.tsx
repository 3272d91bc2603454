import { useLingui } from '@lingui/react/macro'
import { IconLanguage, IconMoon, IconSun, IconSunMoon } from '@tabler/icons-react'
import { useState } from 'react'
import { Button } from './Button.tsx'
import { Menu } from './Menu.tsx'
import { chooseTheme, keptTheme, type Theme } from './theme.ts'

/** A language of the interface, by its own name. */
export type Language = { id: string; short: string; name: string }

export type LanguageMenuProps = {
  current: string
  all: readonly Language[]
  onChoose: (id: string) => void
}

/** Chooses the language; every sentence changes at once. */
export function LanguageMenu({ current, all, onChoose }: LanguageMenuProps) {
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
