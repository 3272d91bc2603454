import { Trans, useLingui } from '@lingui/react/macro'
import { IconChalkboard, IconEye, IconEyeOff, IconPlus } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { BoardLink } from '../../board/wire.ts'
import { boardLink } from '../../session/board-link.ts'
import { useRoom } from '../../session/hooks.ts'
import type { Room } from '../../session/room.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Fallible } from '../../ui/Fallible.tsx'
import { lazily } from '../../ui/lazily.tsx'
import { EmptyState, Skeleton } from '../../ui/Notices.tsx'
import { Segmented } from '../../ui/Tabs.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { NotOpened } from '../NotOpened.tsx'
import { useSentence } from '../place/sentence.ts'
import styles from './BoardPane.module.css'
import { useLive, useNames, useView, useWish } from './live.tsx'
import { mayRun } from './viewmodel.ts'

const BoardEditor = lazily(() => import('../../board/BoardEditor.tsx').then((module) => module.BoardEditor), {
  meanwhile: <Skeleton lines={3} />,
})

/** The boards of this meeting, one at a time. */
export function BoardPane({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const view = useView()
  const boards = Object.entries(view.boards ?? {}).sort(([, a], [, b]) => a.order - b.order)
  const shown = boards.find(([, board]) => board.shown)?.[0]
  const [chosen, setChosen] = useState<string | null>(null)
  const [told, setTold] = useState(shown)
  // What is shown to all comes to the front once; afterwards everyone looks where she likes.
  if (shown !== told) {
    setTold(shown)
    if (shown !== undefined) setChosen(shown)
  }
  const open = boards.find(([id]) => id === chosen)?.[0] ?? shown ?? boards[0]?.[0]
  const title = boards.find(([id]) => id === open)?.[1].title ?? ''
  return (
    <section className={styles['pane']} data-region="panel" tabIndex={-1} aria-label={t`Tableaux`}>
      {(boards.length > 1 || mayRun(view)) && (
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
        <OneBoard key={open} board={open} title={title} onClose={onClose} />
      )}
    </section>
  )
}

function Show({ board, shown }: { board: string; shown: boolean }) {
  const wish = useWish()
  return (
    <Button
      size="dense"
      icon={
        shown ? <IconEyeOff size={20} stroke={2} aria-hidden /> : <IconEye size={20} stroke={2} aria-hidden />
      }
      onPress={() => void wish('boards.show', { board: shown ? '' : board })}
    >
      {shown ? <Trans>Ne plus montrer</Trans> : <Trans>Montrer à tout le monde</Trans>}
    </Button>
  )
}

function NewBoard({ onMade }: { onMade: (board: string) => void }) {
  const { t } = useLingui()
  const wish = useWish()
  const [asking, setAsking] = useState(false)
  const [title, setTitle] = useState('')
  const [busy, setBusy] = useState(false)
  const make = async () => {
    const board = crypto.randomUUID()
    setBusy(true)
    const answer = await wish('boards.open', { board, title: title.trim() })
    setBusy(false)
    if (!answer.done) return
    setAsking(false)
    setTitle('')
    onMade(board)
  }
  return (
    <>
      <Button
        size="dense"
        icon={<IconPlus size={20} stroke={2} aria-hidden />}
        onPress={() => setAsking(true)}
      >
        <Trans>Nouveau tableau</Trans>
      </Button>
      <Dialog
        title={t`Nouveau tableau`}
        open={asking}
        onClose={() => setAsking(false)}
        actions={
          <>
            <Button onPress={() => setAsking(false)}>
              <Trans>Pas maintenant</Trans>
            </Button>
            <Button
              kind="leaf"
              busy={busy}
              onPress={() => void make()}
              unavailable={title.trim() === '' ? t`Donnez-lui d’abord un nom.` : undefined}
            >
              <Trans>Ouvrir le tableau</Trans>
            </Button>
          </>
        }
      >
        <TextField label={t`Son nom`} value={title} onChange={setTitle} maxLength={120} autoFocus />
      </Dialog>
    </>
  )
}

/** A board that was just opened takes a moment to let the group in: how often it is asked again, and how many times. */
const knockEvery = 1000
const knocks = 8

function OneBoard({ board, title, onClose }: { board: string; title: string; onClose: () => void }) {
  const { session } = useLive()
  const [open, setOpen] = useState<{ link: BoardLink; room: Room<unknown> } | null>(null)
  useEffect(() => {
    const id = `brd_${board}`
    setOpen({ link: boardLink(session, id), room: session.room(id) })
    return () => session.leave(id)
  }, [session, board])
  return open && <Joined {...open} board={board} title={title} onClose={onClose} />
}

function Joined({
  link,
  room,
  board,
  title,
  onClose,
}: {
  link: BoardLink
  room: Room<unknown>
  board: string
  title: string
  onClose: () => void
}) {
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
      <Fallible instead={<NotOpened />}>
        <BoardEditor board={board} title={title} link={link} names={names} onClose={onClose} />
      </Fallible>
    </div>
  )
}
