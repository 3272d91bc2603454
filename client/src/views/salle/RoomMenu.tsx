import { useLingui } from '@lingui/react/macro'
import { IconDots } from '@tabler/icons-react'
import { useStore } from 'zustand'
import { choose, type Locale } from '../../i18n/locale.ts'
import { Button } from '../../ui/Button.tsx'
import { Menu, type MenuEntry } from '../../ui/Menu.tsx'
import { chooseTheme, keptTheme } from '../../ui/theme.ts'
import { languages } from '../languages.ts'
import { useDesk, useLive, useView, useWish } from './live.tsx'
import type { PanelName } from './panels.ts'
import type { Gestures } from './useGestures.ts'
import { useWidth } from './useWide.ts'
import { activeRound } from './viewmodel.ts'

/** What is seldom needed; on a phone, also what the bar has no room for. */
export function RoomMenu({
  onPanel,
  onHelp,
  onLeave,
  onBell,
  onAnimation,
  gestures,
}: {
  onPanel: (name: PanelName) => void
  onHelp: () => void
  onLeave: () => void
  onBell: () => void
  onAnimation: (() => void) | null
  gestures: Gestures
}) {
  const { t } = useLingui()
  const { desk } = useLive()
  const phone = useWidth() === 'phone'
  const audioOnly = useStore(desk.media.store, (state) => state.audioOnly)
  const more = usePhoneEntries({ onPanel, onBell, onAnimation, gestures })
  const entries: MenuEntry[] = [
    ...(phone ? more : []),
    { id: 'papers', label: t`Écrire et choisir`, onChoose: () => onPanel('papers') },
    {
      id: 'audio',
      label: audioOnly ? t`Voir les images` : t`Mode faible débit, sans images`,
      onChoose: () => desk.media.setAudioOnly(!audioOnly),
    },
    { id: 'theme', label: t`Changer la lumière`, onChoose: otherLight },
    { id: 'help', label: t`Aide et préférences`, onChoose: onHelp },
    ...(phone ? [{ id: 'leave', label: t`Quitter`, plum: true, onChoose: onLeave } satisfies MenuEntry] : []),
  ]
  return (
    <Menu
      label={t`Autres choix`}
      entries={entries}
      trigger={
        <Button size="dense" kind={phone ? 'text' : 'quiet'} aria-label={t`Autres choix`}>
          <IconDots size={24} stroke={2} aria-hidden />
        </Button>
      }
    />
  )
}

function usePhoneEntries({
  onPanel,
  onBell,
  onAnimation,
  gestures,
}: {
  onPanel: (name: PanelName) => void
  onBell: () => void
  onAnimation: (() => void) | null
  gestures: Gestures
}): MenuEntry[] {
  const { t, i18n } = useLingui()
  const { desk } = useLive()
  const view = useView()
  const camera = useDesk((state) => state.camera !== null)
  const up = view.hands?.[view.me.member] !== undefined
  const clarity = useClarity()
  return [
    ...(onAnimation ? [{ id: 'animation', label: t`Animation`, onChoose: onAnimation }] : []),
    { id: 'people', label: t`Personnes`, onChoose: () => onPanel('people') },
    { id: 'notes', label: t`Notes`, onChoose: () => onPanel('notes') },
    {
      id: 'camera',
      label: camera ? t`Éteindre la caméra` : t`Allumer la caméra`,
      onChoose: () => void desk.setCam(!camera),
    },
    ...(activeRound(view)
      ? [{ id: 'bell', label: t`Sonner la cloche`, onChoose: onBell }, ...clarity]
      : [{ id: 'hand', label: up ? t`Baisser la main` : t`Lever la main`, onChoose: gestures.hand }]),
    { kind: 'separator', id: 'line' },
    ...languages.map((one) => ({
      id: one.id,
      label: one.name,
      chosen: one.id === i18n.locale,
      onChoose: () => void choose(one.id as Locale),
    })),
  ]
}

/** Asking the holder, alone, to make something clear. */
function useClarity(): MenuEntry[] {
  const { t } = useLingui()
  const view = useView()
  const wish = useWish()
  const holder = activeRound(view)?.holder
  if (!holder || holder.member === view.me.member || view.me.asked) return []
  return [
    {
      id: 'clarity',
      label: t`Demander une précision`,
      onChoose: () => void wish('stick.ask', { grant: holder.grant }),
    },
  ]
}

/** The other light than the one shown: a choice that changed nothing would look broken. */
function otherLight(): void {
  const kept = keptTheme()
  const dark = kept === 'auto' ? matchMedia('(prefers-color-scheme: dark)').matches : kept === 'dark'
  chooseTheme(dark ? 'light' : 'dark')
}
