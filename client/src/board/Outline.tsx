import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconDots, IconPlus } from '@tabler/icons-react'
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Menu } from '../ui/Menu.tsx'
import { TextArea } from '../ui/TextField.tsx'
import { IconButton } from '../ui/Tool.tsx'
import styles from './Board.module.css'
import { addNote, browserMeasure, freePlace, moveBy, noteColours, remove, reword, textOf } from './note.ts'
import { type OutlineItem, outlineOf } from './outline.ts'
import type { BoardSession } from './session.ts'
import { Withdraw } from './Withdraw.tsx'
import type { BoardOp } from './wire.ts'
import { hersIn, isWithdrawn } from './withdraw.ts'

/** One press of a direction, px: a note and the space beside it. */
const stepX = 224
const stepY = 144

type Props = {
  session: BoardSession
  /** The names that a live meeting gives to those who sit in it; empty elsewhere. */
  authors: Readonly<Record<string, string>>
  readOnly: boolean
  chosen: string | undefined
  /** Given when the drawing is beside: choosing here marks there. */
  onChoose?: (id: string) => void
}

/** The board in words, in reading order: read, added to, reworded and moved without a pointer. */
export function Outline({ session, authors, readOnly, chosen, onChoose }: Props) {
  const { t } = useLingui()
  const { sync } = session
  const { items, silent } = useOutline(session)
  const measure = useMemo(browserMeasure, [])
  const [removed, setRemoved] = useState<OutlineItem>()
  const [withdrawing, setWithdrawing] = useState<readonly string[] | 'everywhere'>()
  const hers = (item: OutlineItem) => hersIn(item.element, sync.elements(), session.link.me)
  const author = ({ by }: OutlineItem) => by && (by === session.link.me ? t`Vous` : authors[by])
  const submit = (ops: readonly BoardOp[]) => sync.submit(ops)

  const add = (words: string) => {
    const elements = sync.elements()
    const count = items.length
    submit(
      addNote(
        {
          id: crypto.randomUUID(),
          textId: crypto.randomUUID(),
          seed: Math.floor(Math.random() * 2 ** 31),
          ...freePlace(elements, 100, 60),
          words,
          colour: noteColours[count % noteColours.length] ?? noteColours[0],
        },
        elements,
        measure,
      ),
    )
  }
  const takeAway = (item: OutlineItem) => {
    submit(remove(item.element, sync.elements(), true))
    setRemoved(item)
  }
  const takeBack = () => {
    if (removed) submit(remove(removed.element, sync.elements(), false))
    setRemoved(undefined)
  }

  return (
    <section className={styles['outline']} aria-label={t`Plan en texte`}>
      {!readOnly && <AddNote onAdd={add} />}
      {removed && (
        <p className={styles['removed']} role="status">
          <Trans>Papillon retiré.</Trans>
          <Button kind="text" onPress={takeBack}>
            <Trans>Annuler</Trans>
          </Button>
          {hers(removed).length > 0 && (
            <Button kind="text" onPress={() => setWithdrawing(hers(removed))}>
              <Trans>Retirer mes mots de l’historique</Trans>
            </Button>
          )}
        </p>
      )}
      {items.length === 0 ? (
        <NoWords silent={silent} readOnly={readOnly} />
      ) : (
        <ol className={styles['items']}>
          {items.map((item) => (
            <Item
              key={item.element.id}
              item={item}
              author={author(item)}
              readOnly={readOnly}
              chosen={chosen === item.element.id}
              onChoose={onChoose}
              onMove={(dx, dy) => submit(moveBy(item.element, sync.elements(), dx * stepX, dy * stepY))}
              onReword={(words) =>
                submit(reword(item.element, sync.elements(), words, crypto.randomUUID(), measure))
              }
              onRemove={() => takeAway(item)}
              shut={isWithdrawn(
                item.element.type === 'text' ? item.element : textOf(item.element, sync.elements()),
              )}
              onWithdraw={hers(item).length > 0 ? () => setWithdrawing(hers(item)) : undefined}
            />
          ))}
        </ol>
      )}
      {withdrawing && (
        <Withdraw where={withdrawing} link={session.link} onClose={() => setWithdrawing(undefined)} />
      )}
      {silent > 0 && items.length > 0 && (
        <p className={styles['silent']}>
          <Plural
            value={silent}
            one="Et # trait ou forme sans texte."
            other="Et # traits et formes sans texte."
          />
        </p>
      )}
      <p className={styles['silent']}>
        <Button kind="text" size="dense" onPress={() => setWithdrawing('everywhere')}>
          <Trans>Retirer tous mes mots de ce tableau</Trans>
        </Button>
      </p>
    </section>
  )
}

/** What a board without words says: what is drawn on it, or that it is empty. */
function NoWords({ silent, readOnly }: { silent: number; readOnly: boolean }) {
  return (
    <p className={styles['empty']}>
      {silent > 0 ? (
        <Plural
          value={silent}
          one="Il y a # trait ou forme sans texte, et pas encore de mots."
          other="Il y a # traits et formes sans texte, et pas encore de mots."
        />
      ) : readOnly ? (
        <Trans>Ce tableau est encore vide.</Trans>
      ) : (
        <Trans>Ce tableau est encore vide. Écrivez le premier papillon, ou laissez venir.</Trans>
      )}
    </p>
  )
}

function AddNote({ onAdd }: { onAdd: (words: string) => void }) {
  const { t } = useLingui()
  const [words, setWords] = useState('')
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (words.trim() === '') return
    onAdd(words.trim())
    setWords('')
  }
  return (
    <form className={styles['add']} onSubmit={send}>
      <TextArea label={t`Votre papillon`} rows={2} value={words} onChange={setWords} maxLength={2000} />
      <Button type="submit" kind="leaf" icon={<IconPlus size={20} stroke={2} aria-hidden />}>
        <Trans>Ajouter ce papillon</Trans>
      </Button>
    </form>
  )
}

type ItemProps = {
  item: OutlineItem
  author: string | undefined
  readOnly: boolean
  chosen: boolean
  onChoose: ((id: string) => void) | undefined
  onMove: (dx: number, dy: number) => void
  onReword: (words: string) => void
  onRemove: () => void
  /** Words were withdrawn here: the text does not change any more. */
  shut: boolean
  /** Given when she wrote here: she takes her own words back even where she may not write. */
  onWithdraw: (() => void) | undefined
}

function Item({
  item,
  author,
  readOnly,
  chosen,
  onChoose,
  onMove,
  onReword,
  onRemove,
  shut,
  onWithdraw,
}: ItemProps) {
  const { t } = useLingui()
  const [editing, setEditing] = useState(false)
  const paper = String(item.element['backgroundColor'] ?? 'transparent')
  const start = item.words.length > 40 ? `${item.words.slice(0, 40)}…` : item.words
  const short = start === '' ? t`papillon vide` : start
  const said = item.words === '' ? t`Papillon vide` : item.words
  const label = readOnly ? t`Choix pour « ${short} »` : t`Modifier ou déplacer « ${short} »`
  const place = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (chosen) place.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen])

  if (editing) {
    return (
      <li className={styles['item']}>
        <Reword
          words={item.words}
          onDone={(words) => {
            if (words !== undefined && words !== item.words) onReword(words)
            setEditing(false)
          }}
        />
      </li>
    )
  }
  return (
    <li className={styles['item']} ref={place} data-chosen={chosen || undefined}>
      <span
        className={styles['swatch']}
        style={paper === 'transparent' ? undefined : { background: paper }}
        aria-hidden
      />
      <div className={styles['words']}>
        {onChoose ? (
          <button
            type="button"
            className={styles['wordsButton']}
            aria-pressed={chosen}
            onClick={() => onChoose(item.element.id)}
          >
            {said}
          </button>
        ) : (
          <p>{said}</p>
        )}
        {author && <p className={styles['writer']}>{author}</p>}
      </div>
      {(!readOnly || onWithdraw) && (
        <Menu
          label={t`Actions`}
          trigger={<IconButton icon={<IconDots size={20} stroke={2} />} label={label} bare />}
          entries={[
            ...(readOnly || shut
              ? []
              : [{ id: 'edit', label: t`Modifier le texte`, onChoose: () => setEditing(true) }]),
            ...(readOnly
              ? []
              : [
                  { kind: 'separator' as const, id: 'move' },
                  { id: 'up', label: t`Déplacer vers le haut`, onChoose: () => onMove(0, -1) },
                  { id: 'down', label: t`Déplacer vers le bas`, onChoose: () => onMove(0, 1) },
                  { id: 'left', label: t`Déplacer vers la gauche`, onChoose: () => onMove(-1, 0) },
                  { id: 'right', label: t`Déplacer vers la droite`, onChoose: () => onMove(1, 0) },
                  { kind: 'separator' as const, id: 'end' },
                  { id: 'remove', label: t`Enlever du tableau`, plum: true, onChoose: onRemove },
                ]),
            ...(onWithdraw
              ? [
                  {
                    id: 'withdraw',
                    label: t`Retirer mes mots de l’historique`,
                    plum: true,
                    onChoose: onWithdraw,
                  },
                ]
              : []),
          ]}
        />
      )}
    </li>
  )
}

function Reword({ words, onDone }: { words: string; onDone: (words: string | undefined) => void }) {
  const { t } = useLingui()
  const [now, setNow] = useState(words)
  const send = (event: FormEvent) => {
    event.preventDefault()
    onDone(now.trim())
  }
  return (
    <form className={styles['add']} onSubmit={send}>
      <TextArea
        label={t`Texte du papillon`}
        rows={3}
        value={now}
        onChange={setNow}
        maxLength={2000}
        autoFocus
      />
      <div className={styles['choices']}>
        <Button onPress={() => onDone(undefined)}>
          <Trans>Laisser tel quel</Trans>
        </Button>
        <Button type="submit" kind="leaf">
          <Trans>Modifier le texte</Trans>
        </Button>
      </div>
    </form>
  )
}

function useOutline(session: BoardSession) {
  const [outline, setOutline] = useState(() => outlineOf(session.sync.elements()))
  useEffect(() => {
    let frame = 0
    const look = () => {
      frame = 0
      setOutline(outlineOf(session.sync.elements()))
    }
    look()
    const stop = session.sync.onChange(() => {
      frame ||= requestAnimationFrame(look)
    })
    return () => {
      stop()
      cancelAnimationFrame(frame)
    }
  }, [session])
  return outline
}
