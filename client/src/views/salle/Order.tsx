import { useLingui } from '@lingui/react/macro'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useState } from 'react'
import type { Round } from '../../session/view.ts'
import { Pebble } from '../../ui/Pebble.tsx'
import { IconButton } from '../../ui/Tool.tsx'
import { initialsOf } from '../place/initials.ts'
import styles from './Animation.module.css'
import { useNames, useView, useWish } from './live.tsx'
import { moved } from './order.ts'
import { circleNames } from './viewmodel.ts'

/** The order of a round that has not begun: by dragging, or a place at a time by buttons. */
export function Order({ round }: { round: Round }) {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  const wish = useWish()
  const [dragged, setDragged] = useState<string | null>(null)
  const [over, setOver] = useState<string | null>(null)
  const short = circleNames(view, names)
  const put = (id: string, to: number) => {
    const order = moved(round.order, id, to)
    if (order !== round.order) void wish('stick.order', { order, round: round.id })
  }
  return (
    <ol className={styles['order']} role="list" aria-label={t`Ordre de la ronde`}>
      {round.order.map((id, index) => {
        const name = short[id] ?? ''
        return (
          <li
            key={id}
            className={styles['seat']}
            draggable
            {...(over === id && dragged !== id ? { 'data-over': true } : {})}
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move'
              setDragged(id)
            }}
            onDragOver={(event) => {
              event.preventDefault()
              setOver(id)
            }}
            onDragEnd={() => {
              setDragged(null)
              setOver(null)
            }}
            onDrop={(event) => {
              event.preventDefault()
              if (dragged !== null) put(dragged, index)
            }}
          >
            <span className={styles['rank']}>{index + 1}</span>
            <Pebble id={id} initials={initialsOf(names[id] ?? '')} size={36} />
            <span className={styles['seatName']}>{name}</span>
            <IconButton
              bare
              icon={<IconArrowUp size={22} stroke={1.75} aria-hidden />}
              label={t`Monter ${name}`}
              onPress={() => put(id, index - 1)}
            />
            <IconButton
              bare
              icon={<IconArrowDown size={22} stroke={1.75} aria-hidden />}
              label={t`Descendre ${name}`}
              onPress={() => put(id, index + 1)}
            />
          </li>
        )
      })}
    </ol>
  )
}
