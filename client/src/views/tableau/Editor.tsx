import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import type { BoardLink } from '../../board/wire.ts'
import { boardLink } from '../../session/board-link.ts'
import { useRoom } from '../../session/hooks.ts'
import type { Room } from '../../session/room.ts'
import { Session, socketURL } from '../../session/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Fallible } from '../../ui/Fallible.tsx'
import { lazily } from '../../ui/lazily.tsx'
import { EmptyState, Skeleton } from '../../ui/Notices.tsx'
import { NotOpened } from '../NotOpened.tsx'
import { useSentence } from '../place/sentence.ts'
import { usePageTitle } from '../place/usePageTitle.ts'
import styles from './Tableau.module.css'
import type { Board } from './Tableau.tsx'

const BoardEditor = lazily(() => import('../../board/BoardEditor.tsx').then((module) => module.BoardEditor), {
  meanwhile: <Skeleton block lines={3} />,
})

type Names = Readonly<Record<string, string>>
type Opened = { link: BoardLink; room: Room<unknown> }

/** The board's own room, over a line of its own, for as long as the editor is open. */
export function Editor({
  board,
  names,
  look,
  onClose,
}: {
  board: Board
  names: Names
  look: 'drawing' | 'outline'
  onClose: () => void
}) {
  const { i18n } = useLingui()
  const [lang] = useState(i18n.locale.slice(0, 2))
  const [opened, setOpened] = useState<Opened>()
  const [ended, setEnded] = useState<unknown>()
  usePageTitle(board.title)
  useEffect(() => {
    const session = new Session(socketURL(location), crypto.randomUUID(), lang)
    const link = boardLink(session, board.room)
    session.start()
    const hurry = () => session.hurry()
    addEventListener('online', hurry)
    // The outbox of the device is kept under the member's id: the board waits for it.
    const settle = () => {
      const { line } = session.store.getState()
      if (line.is === 'ended') setEnded(line)
      if (session.store.getState().member !== undefined) setOpened({ link, room: session.room(board.room) })
    }
    settle()
    const stop = session.store.subscribe(settle)
    return () => {
      stop()
      removeEventListener('online', hurry)
      session.stop()
      setOpened(undefined)
    }
  }, [board.room, lang])
  return (
    <div className={styles['editor']}>
      <h1 className="visually-hidden">{board.title}</h1>
      {ended !== undefined ? (
        <Ended words={ended} onClose={onClose} />
      ) : opened ? (
        <Open {...opened} board={board} names={names} look={look} onClose={onClose} />
      ) : (
        <Skeleton block lines={3} />
      )}
    </div>
  )
}

function Open({
  link,
  room,
  board,
  names,
  look,
  onClose,
}: Opened & { board: Board; names: Names; look: 'drawing' | 'outline'; onClose: () => void }) {
  const left = useRoom(room, (state) => state.left)
  if (left) return <Ended words={left} onClose={onClose} />
  return (
    <Fallible instead={<NotOpened />}>
      <BoardEditor
        board={board.id}
        title={board.title}
        link={link}
        names={names}
        onClose={onClose}
        {...(look === 'outline' ? { look } : {})}
      />
    </Fallible>
  )
}

/** Why the board is no longer open here, and the way back to its picture. */
function Ended({ words, onClose }: { words: unknown; onClose: () => void }) {
  const sentence = useSentence()
  return (
    <EmptyState
      title={sentence(words)}
      action={
        <Button onPress={onClose}>
          <Trans>Revenir à l’image</Trans>
        </Button>
      }
    />
  )
}
