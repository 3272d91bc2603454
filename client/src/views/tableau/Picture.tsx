import { Trans, useLingui } from '@lingui/react/macro'
import type { MouseEvent } from 'react'
import { EmptyState } from '../../ui/Notices.tsx'
import { type Chosen, chosenAt, marksOf } from './places.ts'
import styles from './Tableau.module.css'
import type { Board } from './Tableau.tsx'

/** How far beside a piece a press still means it, px on screen. */
const reach = 8

/**
 * The board as the server draws it. What is chosen in the outline is shown in it, and a press on it chooses there: the
 * outline beside is the way for those who use no pointer.
 */
export function Picture({
  board,
  chosen,
  onChoose,
}: {
  board: Board
  chosen: Chosen | undefined
  onChoose: (chosen: Chosen | undefined) => void
}) {
  const { t } = useLingui()
  const { title, picture } = board
  const outline = board.outline ?? []
  if (outline.length === 0) {
    return (
      <div className={styles['blank']}>
        <EmptyState title={t`Ce tableau est encore vide.`}>
          <p>
            <Trans>Ouvrez-le dans l’éditeur, ou gardez-le pour une rencontre.</Trans>
          </p>
        </EmptyState>
      </div>
    )
  }
  const press = (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const scale = picture.width / box.width
    const [x, y] = [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale]
    onChoose(chosenAt(outline, x, y, reach * scale))
  }
  const part = (value: number, whole: number) => `${(100 * value) / whole}%`
  return (
    <div className={styles['paper']}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the outline's buttons do the same */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the outline's buttons do the same */}
      <div
        className={styles['sheet']}
        style={{
          aspectRatio: `${picture.width} / ${picture.height}`,
          maxWidth: `calc(var(--tall) * ${picture.width / picture.height})`,
        }}
        onClick={press}
      >
        <img
          src={`/api/boards/${board.id}/picture.svg?v=${Date.parse(board.updated_at)}`}
          alt={t`Le tableau « ${title} ». Ses mots sont dans la liste, à côté.`}
          draggable={false}
        />
        {marksOf(outline, chosen).map(({ id, x, y, width, height }) => (
          <span
            key={id}
            className={styles['mark']}
            data-piece={id}
            aria-hidden
            style={{
              left: part(x, picture.width),
              top: part(y, picture.height),
              width: part(width, picture.width),
              height: part(height, picture.height),
            }}
          />
        ))}
      </div>
    </div>
  )
}
