import { useLingui } from '@lingui/react/macro'
import {
  IconChalkboard,
  IconDoorExit,
  IconHandStop,
  IconMessageCircle,
  IconMicrophone,
  IconMicrophoneOff,
  IconMoodSmile,
  IconNotes,
  IconUsers,
  IconVideo,
  IconVideoOff,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { SessionView } from '../../session/view.ts'
import { Menu } from '../../ui/Menu.tsx'
import tool from '../../ui/Tool.module.css'
import { ToolButton, ToolToggle } from '../../ui/Tool.tsx'
import styles from './ActionBar.module.css'
import { isOpen } from './desk.ts'
import { later } from './later.ts'
import { useDesk, useLive, useView } from './live.tsx'
import { momentOf } from './moment.ts'
import type { PanelName } from './panels.ts'
import type { Gestures } from './useGestures.ts'
import { useWidth } from './useWide.ts'
import { activeRound } from './viewmodel.ts'
import { type Reaction, reactions } from './words.ts'

const Aids = later(() => import('./anime/Aids.tsx').then((module) => module.Aids))

const icon = { size: 26, stroke: 1.75, 'aria-hidden': true } as const

export type BarProps = {
  panel: PanelName | null
  board: boolean
  onPanel: (panel: PanelName) => void
  onBoard: () => void
  onReact: (reaction: Reaction) => void
  onLeave: () => void
  onBell: () => void
  gestures: Gestures
  main: ReactNode
}

/** What one can do at any moment, and in its middle the large action of this one. */
export function ActionBar(props: BarProps) {
  const { t } = useLingui()
  const phone = useWidth() === 'phone'
  return (
    <footer className={styles['bar']} data-region="actions" tabIndex={-1}>
      <div className={styles['main']}>{props.main}</div>
      <div className={styles['tools']}>
        <Mic />
        {!phone && <Camera />}
        {!phone && <Hand gestures={props.gestures} />}
        {!phone && <Aids onBell={props.onBell} />}
        <React onReact={props.onReact} />
      </div>
      <div className={styles['tools']}>
        <ToolToggle
          icon={<IconChalkboard {...icon} />}
          word={t`Tableau`}
          shortcut="B"
          on={props.board}
          onChange={props.onBoard}
        />
        {!phone && (
          <PanelTool {...props} name="notes" icon={<IconNotes {...icon} />} word={t`Notes`} shortcut="N" />
        )}
        <PanelTool
          {...props}
          name="chat"
          icon={<IconMessageCircle {...icon} />}
          word={t`Clavardage`}
          shortcut="C"
        />
        {!phone && <PanelTool {...props} name="people" icon={<IconUsers {...icon} />} word={t`Personnes`} />}
        {!phone && <ToolButton icon={<IconDoorExit {...icon} />} word={t`Quitter`} onPress={props.onLeave} />}
      </div>
    </footer>
  )
}

function PanelTool({
  name,
  panel,
  onPanel,
  icon: sign,
  word,
  shortcut,
}: BarProps & { name: PanelName; icon: ReactNode; word: string; shortcut?: string }) {
  return (
    <ToolToggle
      icon={sign}
      word={word}
      on={panel === name}
      onChange={() => onPanel(name)}
      {...(shortcut ? { shortcut } : {})}
    />
  )
}

function Mic() {
  const { t } = useLingui()
  const { desk } = useLive()
  const state = useDesk((one) => one)
  const phone = useWidth() === 'phone'
  const open = isOpen(state)
  const view = useView()
  const why =
    state.carries !== 'none'
      ? undefined
      : activeRound(view)
        ? t`Votre micro s’ouvrira quand vous prendrez le bâton.`
        : shutBy(view, t)
  const word = phone ? (open ? t`Ouvert` : t`Fermé`) : open ? t`Micro ouvert` : t`Micro fermé`
  return (
    <ToolToggle
      icon={open ? <IconMicrophone {...icon} /> : <IconMicrophoneOff {...icon} />}
      word={word}
      label={open ? t`Micro ouvert` : t`Micro fermé`}
      shortcut="M"
      on={open}
      unavailable={why}
      onChange={() => void desk.toggleMic()}
    />
  )
}

/** Why the rule of the floor carries nobody's sound, or not mine. */
function shutBy({ floor }: SessionView, t: ReturnType<typeof useLingui>['t']): string {
  switch (floor?.rule.kind) {
    case 'hands':
      return t`Levez la main : votre micro pourra s’ouvrir quand on vous donnera la parole.`
    case 'inside':
      return t`Le cercle du centre parle. Votre micro pourra s’ouvrir si vous y prenez un siège.`
    case 'role':
      return t`Une seule personne est entendue pendant cette étape.`
    default:
      return t`On écrit en silence : personne n’est entendu.`
  }
}

function Camera() {
  const { t } = useLingui()
  const { desk } = useLive()
  const on = useDesk((state) => state.camera !== null)
  return (
    <ToolToggle
      icon={on ? <IconVideo {...icon} /> : <IconVideoOff {...icon} />}
      word={t`Caméra`}
      label={on ? t`Caméra allumée` : t`Caméra éteinte`}
      on={on}
      onChange={(next) => void desk.setCam(next)}
    />
  )
}

function Hand({ gestures }: { gestures: Gestures }) {
  const { t } = useLingui()
  const view = useView()
  const moment = momentOf(view)
  if (moment.is === 'offered' || moment.is === 'holding') return null
  const up = view.hands?.[view.me.member] !== undefined
  return (
    <ToolToggle
      icon={<IconHandStop {...icon} />}
      word={t`Main`}
      label={up ? t`Baisser la main` : t`Lever la main`}
      shortcut="H"
      on={up}
      unavailable={activeRound(view) ? t`Les mains se lèvent entre les rondes.` : undefined}
      onChange={gestures.hand}
    />
  )
}

function React({ onReact }: { onReact: (reaction: Reaction) => void }) {
  const { t } = useLingui()
  return (
    <Menu
      label={t`Réagir en silence`}
      trigger={
        <AriaButton className={tool['tool'] ?? ''}>
          <IconMoodSmile {...icon} />
          <span>{t`Réagir`}</span>
        </AriaButton>
      }
      entries={(Object.keys(reactions) as Reaction[]).map((one) => ({
        id: one,
        label: t(reactions[one]),
        onChoose: () => onReact(one),
      }))}
    />
  )
}
