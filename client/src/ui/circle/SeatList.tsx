import { useLingui } from '@lingui/react/macro'
import { useRef, useState } from 'react'
import { classes } from '../classes.ts'
import { Pebble } from '../Pebble.tsx'
import styles from './Circle.module.css'
import type { Place, Placement } from './place.ts'
import { type Seat, speakingOrder, steppedTo } from './seat.ts'

/** The seats as a list in speaking order: one tab stop, arrows follow the circle. */
export function SeatList({
  label,
  seats,
  first,
  placement,
  onSeat,
}: {
  label: string
  seats: readonly Seat[]
  first: string | null
  placement: Placement
  onSeat?: (id: string) => void
}) {
  const order = speakingOrder(seats, first)
  const [active, setActive] = useState<string | null>(null)
  const items = useRef(new Map<string, HTMLLIElement>())
  const stop = order.some((seat) => seat.id === active) ? active : (order[0]?.id ?? null)
  const places = new Map(placement.seats.map((one) => [one.id, one]))
  const go = (key: string, from: number) => {
    const to = steppedTo(key, from, order.length)
    const seat = to === null ? undefined : order[to]
    if (!seat) return false
    setActive(seat.id)
    items.current.get(seat.id)?.focus()
    return true
  }
  return (
    // Safari forgets that a list without bullets is one, unless its role is said.
    <ul className={styles['seats']} role="list" aria-label={label}>
      {order.map((seat, index) => {
        const at = places.get(seat.id)
        if (!at) return null
        return (
          <SeatItem
            key={seat.id}
            seat={seat}
            at={at}
            label={placement.label}
            small={placement.label.height < 40}
            rank={{ n: index + 1, of: order.length }}
            stop={seat.id === stop}
            hold={(node) => {
              if (node) items.current.set(seat.id, node)
              else items.current.delete(seat.id)
            }}
            onFocus={() => setActive(seat.id)}
            onKey={(key) => go(key, index)}
            {...(onSeat ? { onPress: () => onSeat(seat.id) } : {})}
          />
        )
      })}
    </ul>
  )
}

function SeatItem({
  seat,
  at,
  label,
  small,
  rank,
  stop,
  hold,
  onFocus,
  onKey,
  onPress,
}: {
  seat: Seat
  at: Place
  label: Placement['label']
  small: boolean
  rank: { n: number; of: number }
  stop: boolean
  hold: (node: HTMLLIElement | null) => void
  onFocus: () => void
  onKey: (key: string) => boolean
  onPress?: () => void
}) {
  const name = useSeatName(seat, rank)
  const shown = useShownName(seat)
  return (
    <li
      ref={hold}
      className={classes(styles['seat'], small && styles['small'])}
      data-mark={seat.mark ?? 'none'}
      data-seat={seat.id}
      {...(seat.you ? { 'data-you': true } : {})}
      style={{
        width: Math.max(label.width, at.s),
        translate: `${at.x - Math.max(label.width, at.s) / 2}px ${at.y - at.s / 2}px`,
      }}
      tabIndex={stop ? 0 : -1}
      aria-label={name}
      onFocus={onFocus}
      onKeyDown={(event) => {
        if (onKey(event.key)) event.preventDefault()
        else if (event.key === 'Enter' && onPress) onPress()
      }}
      {...(onPress ? { onClick: onPress } : {})}
    >
      <span className={styles['halo']}>
        <Pebble
          id={seat.id}
          initials={seat.initials}
          size={at.s}
          mark={seat.mark}
          badge={seat.badge}
          video={seat.video}
          picture={seat.picture}
          mirrored={seat.you}
        />
      </span>
      <span className={styles['label']} aria-hidden>
        <span className={styles['name']}>{shown}</span>
        {seat.word !== undefined && <span className={styles['word']}>{seat.word}</span>}
      </span>
    </li>
  )
}

/** « Hélène (vous) ». */
export function useShownName(seat: Seat): string {
  const { t } = useLingui()
  const name = seat.name
  return seat.you ? t`${name} (vous)` : name
}

/** « Thuy, à revenir, siège 2 sur 12 ». */
export function useSeatName(seat: Seat, rank: { n: number; of: number }): string {
  const { t } = useLingui()
  const shown = useShownName(seat)
  const { n, of } = rank
  const place = t`siège ${n} sur ${of}`
  return [shown, seat.word, place].filter((part) => part !== undefined).join(', ')
}
