import { useLingui } from '@lingui/react/macro'
import { IconHistory, IconListTree, IconLock, IconPencil, IconX } from '@tabler/icons-react'
import { lazy, type ReactNode, Suspense, useEffect, useId, useState, useSyncExternalStore } from 'react'
import { Button } from '../ui/Button.tsx'
import { Segmented } from '../ui/Tabs.tsx'
import { IconButton } from '../ui/Tool.tsx'
import styles from './Board.module.css'
import { Outline } from './Outline.tsx'
import { Saved } from './Saved.tsx'
import { BoardSession } from './session.ts'
import type { SyncState } from './sync.ts'
import type { BoardLink } from './wire.ts'

const Canvas = lazy(() => import('./Canvas.tsx'))

const nobody: Readonly<Record<string, string>> = Object.freeze({})

/** Upright or on its side: one way of seeing at a time, and one row for all that is said about the board. */
const phone = '(max-width: 699px), (max-height: 559px) and (max-width: 1023px)'

const small = { size: 20, stroke: 2, 'aria-hidden': true } as const

export type BoardEditorProps = {
  /** The board's id: what is unsent is kept on this device under it. */
  board: string
  title: string
  /** The same object for as long as the board is open. */
  link: BoardLink
  /** Names of the people whose cursors are seen, by member id. */
  names: Readonly<Record<string, string>>
  /** In a live meeting, the names it gives to those who sit in it: they sign notes. Elsewhere nobody is named. */
  authors?: Readonly<Record<string, string>>
  /** How it is seen first; otherwise as suits the screen. */
  look?: 'drawing' | 'outline'
  onClose?: () => void
  onReplay?: () => void
  /** More at the end of the bar. */
  actions?: ReactNode
}

/** A shared board: the drawing, its outline in words, and whether it is saved. The editor is fetched when it is shown. */
export function BoardEditor(props: BoardEditorProps) {
  const { board, link } = props
  const [session, setSession] = useState<BoardSession>()
  useEffect(() => {
    const opened = new BoardSession(board, link)
    setSession(opened)
    return () => {
      setSession(undefined)
      opened.close()
    }
  }, [board, link])
  return session ? <OpenBoard {...props} session={session} /> : null
}

function OpenBoard({
  title,
  link,
  names,
  authors = nobody,
  look: first,
  onClose,
  onReplay,
  actions,
  session,
}: BoardEditorProps & { session: BoardSession }) {
  const { t } = useLingui()
  const heading = useId()
  const state = useSyncExternalStore(
    (listener) => session.sync.onState(listener),
    () => session.sync.state,
  )
  const online = useSyncExternalStore(
    (listener) => link.onStatus(listener),
    () => link.status() === 'online',
  )
  const narrow = useMedia(phone)
  const [look, setLook] = useState<'drawing' | 'outline'>(
    () => first ?? (matchMedia(phone).matches ? 'outline' : 'drawing'),
  )
  const [chosen, setChosen] = useState<string>()
  const readOnly = state.may !== 'write'
  const why = useWhy(state)
  const replay = <IconHistory {...small} />
  const drawing = look === 'drawing' || !narrow

  return (
    <section className={styles['board']} aria-labelledby={heading}>
      <header className={styles['bar']}>
        <h2 id={heading} className={styles['title']}>
          {title}
        </h2>
        {(!readOnly || state.unsaved > 0) && (
          <Saved oldest={state.oldest} online={online} held={state.held?.code} />
        )}
        {why && (
          <p className={styles['why']} role="status">
            <IconLock size={20} stroke={2} aria-hidden />
            {why}
          </p>
        )}
        <div className={styles['barEnd']}>
          <Segmented
            label={t`Façon de voir le tableau`}
            value={look}
            onChange={setLook}
            choices={[
              {
                value: 'drawing',
                label: t`Dessin`,
                ...(narrow ? { brief: t`Dessin` } : { icon: <IconPencil {...small} /> }),
              },
              {
                value: 'outline',
                label: t`Plan en texte`,
                ...(narrow ? { brief: t`Plan` } : { icon: <IconListTree {...small} /> }),
              },
            ]}
          />
          {onReplay && !narrow && (
            <Button icon={replay} onPress={onReplay}>
              {t`Revoir`}
            </Button>
          )}
          {actions}
        </div>
        <div className={styles['barClose']}>
          {onReplay && narrow && <IconButton icon={replay} label={t`Revoir`} onPress={onReplay} />}
          {onClose && (
            <IconButton
              icon={<IconX size={20} stroke={2} />}
              label={t`Fermer le tableau`}
              onPress={onClose}
            />
          )}
        </div>
      </header>
      <div className={styles['body']}>
        {drawing && (
          <Suspense fallback={<p className={styles['opening']}>{t`Le tableau s’ouvre.`}</p>}>
            <Canvas
              session={session}
              names={state.why === 'board_lent' ? nobody : names}
              authors={authors}
              readOnly={readOnly}
              chosen={chosen}
              onChoose={setChosen}
            />
          </Suspense>
        )}
        {look === 'outline' && (
          <Outline
            session={session}
            authors={authors}
            readOnly={readOnly}
            chosen={chosen}
            {...(drawing ? { onChoose: setChosen } : {})}
          />
        )}
      </div>
    </section>
  )
}

/** Why the person may only look, or why her last gesture was not kept. */
function useWhy(state: SyncState): string | undefined {
  const { t, i18n } = useLingui()
  if (!state.ready) return undefined
  if (state.may === 'read') {
    switch (state.why) {
      case 'board_lent':
        return t`Ce tableau est ouvert dans une rencontre. Vous pouvez le regarder; il sera à vous après.`
      case 'board_locked':
        return t`Ce tableau est verrouillé pour le moment.`
      case 'board_writers':
        return t`D’autres personnes ont le crayon pour le moment.`
      default:
        return t`Vous pouvez regarder ce tableau, pas y écrire.`
    }
  }
  const { refused } = state
  if (!refused) return undefined
  return i18n.locale.startsWith('en') ? refused.en : refused.fr
}

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    () => matchMedia(query).matches,
  )
}
