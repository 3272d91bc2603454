import { useLingui } from '@lingui/react/macro'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { classes } from '../../ui/classes.ts'
import { Drawer } from '../../ui/Drawer.tsx'
import { useAnnounce } from '../../ui/LiveRegion.tsx'
import { fetchMenus } from '../../ui/Menu.tsx'
import { fetchToasts } from '../../ui/Toast.tsx'
import { ActionBar } from './ActionBar.tsx'
import { Banners, fetchAsked } from './Banners.tsx'
import { boardBefore } from './beside.ts'
import { fetchEnds } from './endings.tsx'
import { later } from './later.ts'
import { useLive, useView } from './live.tsx'
import { MainAction, Special } from './MainAction.tsx'
import { momentOf } from './moment.ts'
import { PhaseBar } from './PhaseBar.tsx'
import type { PanelName } from './panels.ts'
import styles from './Room.module.css'
import { RoomMenu } from './RoomMenu.tsx'
import { Stage } from './Stage.tsx'
import { useAnnouncements } from './useAnnouncements.ts'
import { type Gestures, useGestures } from './useGestures.ts'
import { useKeys } from './useKeys.ts'
import { useReactions } from './useReactions.ts'
import { useWidth } from './useWide.ts'
import { mayRunHere, presentPhase } from './viewmodel.ts'

const Animation = later(() => import('./Animation.tsx').then((module) => module.Animation))
const Asking = later(() => import('./Asking.tsx').then((module) => module.Asking))
const BoardPane = later(() => import('./BoardPane.tsx').then((module) => module.BoardPane))
const Chat = later(() => import('./Chat.tsx').then((module) => module.Chat))
const Notes = later(() => import('./Notes.tsx').then((module) => module.Notes))
const Papers = later(() => import('./votes/Papers.tsx').then((module) => module.Papers))
const Told = later(() => import('./Told.tsx').then((module) => module.Told), { without: () => null })
const People = later(() => import('./People.tsx').then((module) => module.People))

const panels = { chat: Chat, notes: Notes, people: People, papers: Papers } as const

/** How long after she came in the rest of the room is fetched, ms: the circle and the sound come first. */
const restAfter = 2000

/** Fetches what opens later while the line is there: leaving, writing and running a round must not wait for a line that dropped. */
function useTheRest(runs: boolean): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      const parts = [
        Told,
        Special,
        Asking,
        Chat,
        Notes,
        People,
        Papers,
        BoardPane,
        ...(runs ? [Animation] : []),
      ]
      const layers = [fetchMenus, fetchToasts, fetchAsked, fetchEnds, ...parts.map((part) => part.fetch)]
      // What does not come now is asked for again when it is opened.
      void Promise.allSettled(layers.map((fetch) => fetch()))
    }, restAfter)
    return () => clearTimeout(timer)
  }, [runs])
}

/** What stands beside the circle, and what is asked on top of it. */
function useLayers() {
  const width = useWidth()
  const [panel, setPanel] = useState<PanelName | null>(null)
  const [board, setBoard] = useState(false)
  const [drawer, setDrawer] = useState(false)
  const [asking, setAsking] = useState<'leave' | 'close' | 'help' | 'bell' | null>(null)
  const together = width === 'roomy'
  return useMemo(
    () => ({
      panel,
      board,
      drawer,
      asking,
      setAsking,
      toggle: (name: PanelName) => {
        setPanel((now) => (now === name ? null : name))
        setDrawer(false)
        if (!together) setBoard(false)
      },
      closePanel: () => setPanel(null),
      showBoard: (on: boolean) => {
        setBoard(on)
        if (on && !together) setPanel(null)
      },
      openDrawer: (on: boolean) => {
        setDrawer(on)
        if (on) setPanel(null)
      },
      closeTop: () => {
        if (drawer) setDrawer(false)
        else if (panel) setPanel(null)
        else if (board) setBoard(false)
      },
    }),
    [panel, board, drawer, asking, together],
  )
}

type Layers = ReturnType<typeof useLayers>

/** The keyboard of the room, over what stands in it. */
function useRoomKeys(layers: Layers, gestures: Gestures): void {
  const acts = useMemo(
    () => ({
      gestures,
      board: () => layers.showBoard(!layers.board),
      chat: () => layers.toggle('chat'),
      notes: () => layers.toggle('notes'),
      help: () => layers.setAsking('help'),
      close: layers.closeTop,
    }),
    [gestures, layers],
  )
  useKeys(acts)
}

const gestures = ['pointerup', 'keydown'] as const

/** Sound that the browser holds back is let through by the first touch of the page. */
function useFirstTouch(): void {
  const { desk } = useLive()
  const soundBlocked = useStore(desk.media.store, (state) => state.soundBlocked)
  useEffect(() => {
    if (!soundBlocked) return
    // A finger laid down is no gesture yet for every browser, lifted it is; and a key is one.
    const hear = () => void desk.media.hear()
    for (const gesture of gestures) document.addEventListener(gesture, hear)
    return () => {
      for (const gesture of gestures) document.removeEventListener(gesture, hear)
    }
  }, [soundBlocked, desk])
}

/** The room: where we are, the circle with what stands beside it, and what one can do. */
export function InRoom() {
  const view = useView()
  const layers = useLayers()
  const gestures = useGestures()
  const { shown, react } = useReactions()
  const width = useWidth()
  const runs = mayRunHere(view)
  useAnnouncements()
  useFollow()
  useShownBoard(layers.showBoard)
  useRoomKeys(layers, gestures)
  useFirstTouch()
  useTheRest(runs)
  return (
    <div
      className={classes(styles['room'], layers.drawer ? styles['withDrawer'] : runs && styles['withHandle'])}
      {...(layers.board ? { 'data-beside': 'board' } : {})}
    >
      <PhaseBar
        menu={
          <RoomMenu
            onPanel={layers.toggle}
            onHelp={() => layers.setAsking('help')}
            onLeave={() => layers.setAsking('leave')}
            onBell={() => layers.setAsking('bell')}
            onAnimation={runs ? () => layers.openDrawer(true) : null}
            gestures={gestures}
          />
        }
      />
      <Banners
        deciding={!layers.drawer}
        {...(layers.panel === 'papers' ? {} : { onPapers: () => layers.toggle('papers') })}
      />
      <Middle layers={layers} reactions={shown} />
      <ActionBar
        panel={layers.panel}
        board={layers.board}
        onPanel={layers.toggle}
        onBoard={() => layers.showBoard(!layers.board)}
        onReact={react}
        onLeave={() => layers.setAsking('leave')}
        onBell={() => layers.setAsking('bell')}
        gestures={gestures}
        main={
          <MainAction
            gestures={gestures}
            openNotes={() => layers.toggle('notes')}
            board={layers.board}
            folded={folds(width, layers)}
          />
        }
      />
      <Told />
      {runs && <Running layers={layers} />}
      {layers.asking && (
        <div className={styles['asking']}>
          <Asking what={layers.asking} onClose={() => layers.setAsking(null)} />
        </div>
      )}
    </div>
  )
}

/** Whether the question of a round stands nowhere but where the stick is taken: beside a board there is a column for it. */
function folds(width: ReturnType<typeof useWidth>, { board, panel }: Layers): boolean {
  return width === 'phone' ? board || panel !== null : width === 'narrow' && !board && panel !== null
}

/** On a telephone the panel covers all: it goes when the stick comes to whoever has it open. */
function useOutOfTheWay({ drawer, openDrawer }: Layers, phone: boolean): void {
  const offered = momentOf(useView()).is === 'offered'
  const was = useRef(offered)
  useEffect(() => {
    const came = offered && !was.current // whoever opens it again while the stick waits for her keeps it
    was.current = offered
    if (came && drawer && phone) openDrawer(false)
  }, [offered, drawer, phone, openDrawer])
}

/** The circle, and the board or the panel beside it. */
function Middle({
  layers,
  reactions,
}: {
  layers: Layers
  reactions: ReturnType<typeof useReactions>['shown']
}) {
  const { panel, board, drawer } = layers
  const Side = panel && panels[panel]
  return (
    <main className={classes(styles['middle'], board && styles['withBoard'], Side && styles['withPanel'])}>
      <Stage folded={board || Side != null} board={board} drawer={drawer} reactions={reactions} />
      {board && <BoardPane onClose={() => layers.showBoard(false)} />}
      {Side && <Side onClose={layers.closePanel} />}
    </main>
  )
}

/** The facilitator's own panel, and its handle. */
function Running({ layers }: { layers: Layers }) {
  const { t } = useLingui()
  const phone = useWidth() === 'phone'
  useOutOfTheWay(layers, phone)
  return (
    <div className={styles['side']}>
      <Drawer
        title={t`Animation`}
        // A phone has no room for a handle beside what is read: its menu opens the same panel.
        {...(phone ? {} : { handle: t`Animation` })}
        open={layers.drawer}
        onOpenChange={layers.openDrawer}
      >
        <Animation onCloseMeeting={() => layers.setAsking('close')} />
      </Drawer>
    </div>
  )
}

/** The microphone follows what the room would carry. */
function useFollow(): void {
  const { desk } = useLive()
  const view = useView()
  useEffect(() => desk.follow(view), [desk, view])
}

/** A board shown to all, or my small group’s, opens here too, once; a person may close it again. */
function useShownBoard(show: (on: boolean) => void): void {
  const { t } = useLingui()
  const { polite } = useAnnounce()
  const view = useView()
  const shown = boardBefore(view)
  const id = shown?.[0]
  const name = shown?.[1].title ?? ''
  const phase = presentPhase(view)?.id
  const [told, setTold] = useState<{ id: string | undefined; phase: string | undefined }>({
    id: undefined,
    phase,
  })
  useEffect(() => {
    if (id === told.id && phase === told.phase) return
    setTold({ id, phase })
    if (id === told.id) return
    show(id !== undefined)
    // A step names the board that it brings.
    if (id !== undefined && phase === told.phase) polite('board', t`Tableau : ${name}.`)
  }, [id, phase, told, name, show, polite, t])
}
