import { Trans, useLingui } from '@lingui/react/macro'
import { IconChalkboard, IconDots, IconEye, IconEyeOff, IconPencil, IconPlus } from '@tabler/icons-react'
import { type ReactNode, useEffect, useState } from 'react'
import type { BoardLink } from '../../board/wire.ts'
import { boardLink } from '../../session/board-link.ts'
import { useRoom } from '../../session/hooks.ts'
import type { Room } from '../../session/room.ts'
import { Button } from '../../ui/Button.tsx'
import { Fallible } from '../../ui/Fallible.tsx'
import { lazily } from '../../ui/lazily.tsx'
import { Menu, type MenuEntry } from '../../ui/Menu.tsx'
import { EmptyState, Skeleton } from '../../ui/Notices.tsx'
import { Segmented } from '../../ui/Tabs.tsx'
import { NotOpened } from '../NotOpened.tsx'
import { useSentence } from '../place/sentence.ts'
import styles from './BoardPane.module.css'
import { isMine } from './beside.ts'
import { useLive, useNames, useView, useWish } from './live.tsx'
import { useWidth } from './useWide.ts'
import { mayRun } from './viewmodel.ts'

const BoardEditor = lazily(() => import('../../board/BoardEditor.tsx').then((module) => module.BoardEditor), {
  meanwhile: <Skeleton lines={3} />,
})

const BoardTitle = lazily(() => import('./BoardTitle.tsx').then((module) => module.BoardTitle), {
  meanwhile: null,
})

/** The boards of this meeting, one at a time. */
export function BoardPane({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const view = useView()
  const boards = Object.entries(view.boards ?? {})
    .filter(([, board]) => isMine(view, board))
    .sort(([, a], [, b]) => a.order - b.order)
  // In a small group its own board comes first, whatever the plenary was shown.
  const shown =
    boards.find(([, board]) => board.group !== undefined && board.group === view.group?.group)?.[0] ??
    boards.find(([, board]) => board.shown)?.[0]
  const [chosen, setChosen] = useState<string | null>(null)
  const [told, setTold] = useState(shown)
  // What is shown to all comes to the front once; afterwards everyone looks where she likes.
  if (shown !== told) {
    setTold(shown)
    if (shown !== undefined) setChosen(shown)
  }
  const open = boards.find(([id]) => id === chosen)?.[0] ?? shown ?? boards[0]?.[0]
  const title = boards.find(([id]) => id === open)?.[1].title ?? ''
  const phone = useWidth() === 'phone'
  const many = boards.length > 1 || mayRun(view)
  const all = {
    boards: boards.map(([id, board]) => ({ id, title: board.title })),
    shown,
    onChoose: setChosen,
  }
  return (
    <section className={styles['pane']} data-region="panel" tabIndex={-1} aria-label={t`Tableaux`}>
      {many && !(phone && open !== undefined) && (
        <div className={styles['tabs']}>
          {boards.length > 1 && open !== undefined && (
            <Segmented
              label={t`Tableaux de la rencontre`}
              value={open}
              onChange={setChosen}
              choices={boards.map(([id, board]) => ({ value: id, label: board.title }))}
            />
          )}
          {mayRun(view) && open !== undefined && <Show board={open} shown={open === shown} />}
          {mayRun(view) && open !== undefined && <Rename board={open} title={title} />}
          {mayRun(view) && <NewBoard onMade={setChosen} />}
          {open === undefined && (
            <Button kind="text" onPress={onClose}>
              <Trans>Revenir au cercle</Trans>
            </Button>
          )}
        </div>
      )}
      {open === undefined ? (
        <div className={styles['empty']}>
          <EmptyState
            icon={<IconChalkboard size={28} stroke={1.75} aria-hidden />}
            title={t`Aucun tableau pour l’instant.`}
          >
            {mayRun(view) ? (
              <Trans>Ouvrez-en un pour le groupe.</Trans>
            ) : (
              <Trans>L’animation peut en ouvrir un.</Trans>
            )}
          </EmptyState>
        </div>
      ) : (
        <OneBoard
          key={open}
          board={open}
          title={title}
          onClose={onClose}
          actions={phone && many && <BoardMenu {...all} open={open} />}
        />
      )}
    </section>
  )
}

/** On a telephone, in the board's own row: the other boards, and what the facilitators may do. */
function BoardMenu({
  boards,
  open,
  shown,
  onChoose,
}: {
  boards: readonly { id: string; title: string }[]
  open: string
  shown: string | undefined
  onChoose: (board: string) => void
}) {
  const { t } = useLingui()
  const view = useView()
  const show = useShow()
  const [asking, setAsking] = useState<'new' | 'title' | null>(null)
  const entries: MenuEntry[] = boards
    .filter(({ id }) => id !== open)
    .map(({ id, title }) => ({ id, label: t`Voir « ${title} »`, onChoose: () => onChoose(id) }))
  if (mayRun(view)) {
    if (entries.length > 0) entries.push({ kind: 'separator', id: 'line' })
    entries.push(
      open === shown
        ? { id: 'hide', label: t`Ne plus montrer`, onChoose: () => show('') }
        : { id: 'show', label: t`Montrer à tout le monde`, onChoose: () => show(open) },
      { id: 'title', label: t`Renommer le tableau`, onChoose: () => setAsking('title') },
      { id: 'new', label: t`Nouveau tableau`, onChoose: () => setAsking('new') },
    )
  }
  return (
    <>
      <Menu
        label={t`Autres choix du tableau`}
        entries={entries}
        trigger={
          <Button size="dense" kind="text" aria-label={t`Autres choix du tableau`}>
            <IconDots size={24} stroke={2} aria-hidden />
          </Button>
        }
      />
      {asking === 'new' && <BoardTitle onClose={() => setAsking(null)} onDone={onChoose} />}
      {asking === 'title' && (
        <BoardTitle
          board={{ id: open, title: boards.find(({ id }) => id === open)?.title ?? '' }}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  )
}

/** Shows a board to all, or with an empty id no board any more. */
function useShow(): (board: string) => void {
  const wish = useWish()
  return (board) => void wish('boards.show', { board })
}

function Show({ board, shown }: { board: string; shown: boolean }) {
  const show = useShow()
  return (
    <Button
      size="dense"
      icon={
        shown ? <IconEyeOff size={20} stroke={2} aria-hidden /> : <IconEye size={20} stroke={2} aria-hidden />
      }
      onPress={() => show(shown ? '' : board)}
    >
      {shown ? <Trans>Ne plus montrer</Trans> : <Trans>Montrer à tout le monde</Trans>}
    </Button>
  )
}

function NewBoard({ onMade }: { onMade: (board: string) => void }) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button
        size="dense"
        icon={<IconPlus size={20} stroke={2} aria-hidden />}
        onPress={() => setAsking(true)}
      >
        <Trans>Nouveau tableau</Trans>
      </Button>
      {asking && <BoardTitle onClose={() => setAsking(false)} onDone={onMade} />}
    </>
  )
}

function Rename({ board, title }: { board: string; title: string }) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button
        size="dense"
        icon={<IconPencil size={20} stroke={2} aria-hidden />}
        onPress={() => setAsking(true)}
      >
        <Trans>Renommer</Trans>
      </Button>
      {asking && <BoardTitle board={{ id: board, title }} onClose={() => setAsking(false)} />}
    </>
  )
}

/** A board that was just opened takes a moment to let the group in: how often it is asked again, and how many times. */
const knockEvery = 1000
const knocks = 8

type Opened = { board: string; title: string; onClose: () => void; actions: ReactNode }

function OneBoard({ board, ...rest }: Opened) {
  const { session } = useLive()
  const [open, setOpen] = useState<{ link: BoardLink; room: Room<unknown> } | null>(null)
  useEffect(() => {
    const id = `brd_${board}`
    setOpen({ link: boardLink(session, id), room: session.room(id) })
    return () => session.leave(id)
  }, [session, board])
  return open && <Joined {...open} {...rest} board={board} />
}

function Joined({
  link,
  room,
  board,
  title,
  onClose,
  actions,
}: Opened & { link: BoardLink; room: Room<unknown> }) {
  const names = useNames()
  const sentence = useSentence()
  const left = useRoom(room, (state) => state.left)
  const [tries, setTries] = useState(0)
  useEffect(() => {
    if (!left || tries >= knocks) return
    const timer = setTimeout(() => {
      setTries((before) => before + 1)
      room.comeBack()
    }, knockEvery)
    return () => clearTimeout(timer)
  }, [left, tries, room])
  if (left && tries >= knocks) {
    return (
      <div className={styles['empty']}>
        {actions}
        <EmptyState
          title={sentence(left)}
          action={
            <Button onPress={() => setTries(0)}>
              <Trans>Réessayer</Trans>
            </Button>
          }
        />
      </div>
    )
  }
  return (
    <div className={styles['board']}>
      <Fallible
        instead={
          <div>
            {actions}
            <NotOpened />
          </div>
        }
      >
        <BoardEditor
          board={board}
          title={title}
          link={link}
          names={names}
          authors={names}
          onClose={onClose}
          actions={actions}
        />
      </Fallible>
    </div>
  )
}
