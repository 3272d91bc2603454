import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState } from 'react'
import { classes } from '../classes.ts'
import { Pebble } from '../Pebble.tsx'
import { useReducedMotion } from '../useReducedMotion.ts'
import { useSeatName, useShownName } from './SeatList.tsx'
import styles from './Strip.module.css'
import { type Seat, speakingOrder, steppedTo } from './seat.ts'

type StripProps = {
  /** In the order of the round. */
  seats: readonly Seat[]
  first: string | null
  /**
   * `column` beside an open board (≥ 1024 px), `row` under the phase bar; `pebbles` on a telephone that gives its height
   * to a board: the words of the moment beside small pebbles, and the names of the others at a touch.
   */
  layout: 'column' | 'row' | 'pebbles'
  /** Who stays in the middle, when it is neither the one to whom the stick is offered nor the reader. */
  middle?: string | null
  onSeat?: (id: string) => void
}

/**
 * The circle folded into a line. In a row, the person to whom the stick is
 * offered, else the reader, is larger and stays in the middle.
 */
export function Strip({ seats, first, layout, middle: asked = null, onSeat }: StripProps) {
  const { t } = useLingui()
  const reduced = useReducedMotion()
  const list = useRef<HTMLUListElement>(null)
  const middle = asked ?? emphasisOf(seats)
  const order = layout === 'column' ? speakingOrder(seats, first) : aroundTheMiddle(seats, middle)
  const [active, setActive] = useState<string | null>(null)
  const stop = order.some((seat) => seat.id === active) ? active : (middle ?? order[0]?.id ?? null)
  const count = seats.length
  const shown = useRef(false)

  useEffect(() => {
    if (layout === 'column' || middle === null) return
    const centre = (behavior: ScrollBehavior) => {
      const strip = list.current
      const item = strip?.querySelector<HTMLElement>('[data-emphasis]')
      if (!strip || !item) return
      const left = item.offsetLeft - strip.offsetLeft + item.offsetWidth / 2 - strip.clientWidth / 2
      const top = item.offsetTop - strip.offsetTop + item.offsetHeight / 2 - strip.clientHeight / 2
      strip.scrollTo?.({ left, top, behavior })
    }
    // It comes with her in the middle: only a change goes along the line.
    centre(reduced || !shown.current ? 'auto' : 'smooth')
    shown.current = true
    // A telephone that is turned lays its strip the other way.
    const turned = () => centre('auto')
    addEventListener('resize', turned)
    return () => removeEventListener('resize', turned)
  }, [layout, middle, reduced])

  const go = (key: string, from: number) => {
    const to = steppedTo(key, from, order.length)
    const seat = to === null ? undefined : order[to]
    if (!seat) return false
    setActive(seat.id)
    list.current?.querySelector<HTMLElement>(`[data-seat="${CSS.escape(seat.id)}"]`)?.focus()
    return true
  }
  return (
    <ul
      ref={list}
      className={classes(styles['strip'], styles[layout])}
      role="list"
      aria-label={t`Cercle, ${plural(count, { one: '# siège', other: '# sièges' })}`}
    >
      {order.map((seat, index) => (
        <StripItem
          key={seat.id}
          seat={seat}
          size={layout === 'column' ? 34 : layout === 'pebbles' ? 40 : seat.id === middle ? 64 : 52}
          emphasis={layout !== 'column' && seat.id === middle}
          small={layout === 'pebbles'}
          rank={{ n: index + 1, of: count }}
          stop={seat.id === stop}
          onKey={(key) => go(key, index)}
          {...(onSeat ? { onPress: () => onSeat(seat.id) } : {})}
        />
      ))}
    </ul>
  )
}

function StripItem({
  seat,
  size,
  emphasis,
  small,
  rank,
  stop,
  onKey,
  onPress,
}: {
  seat: Seat
  size: number
  emphasis: boolean
  small: boolean
  rank: { n: number; of: number }
  stop: boolean
  onKey: (key: string) => boolean
  onPress?: () => void
}) {
  const name = useSeatName(seat, rank)
  const shown = useShownName(seat)
  return (
    <li
      className={styles['person']}
      data-seat={seat.id}
      data-mark={seat.mark ?? 'none'}
      {...(emphasis ? { 'data-emphasis': true } : {})}
      {...(small && !emphasis && (seat.word === undefined || seat.lasting) ? { 'data-hushed': true } : {})}
      tabIndex={stop ? 0 : -1}
      aria-label={name}
      onKeyDown={(event) => {
        if (onKey(event.key)) event.preventDefault()
        else if (event.key === 'Enter' && onPress) onPress()
      }}
      {...(onPress ? { onClick: onPress } : {})}
      {...(small && !onPress ? { onClick: (event) => event.currentTarget.focus() } : {})}
    >
      <Pebble
        id={seat.id}
        initials={seat.initials}
        size={size}
        mark={seat.mark}
        badge={small ? seat.badge : undefined}
        video={seat.video}
        picture={seat.picture}
        mirrored={seat.you}
      />
      <span className={styles['words']} aria-hidden>
        <span className={styles['name']}>{shown}</span>
        {seat.word !== undefined && <span className={styles['word']}>{seat.word}</span>}
      </span>
    </li>
  )
}

function emphasisOf(seats: readonly Seat[]): string | null {
  return (seats.find((seat) => seat.mark === 'offered') ?? seats.find((seat) => seat.you))?.id ?? null
}

// Turned so that the person in the middle has as many neighbours on each side.
function aroundTheMiddle(seats: readonly Seat[], middle: string | null): Seat[] {
  const at = seats.findIndex((seat) => seat.id === middle)
  if (at < 0) return [...seats]
  const start = (at - Math.floor(seats.length / 2) + seats.length) % seats.length
  return [...seats.slice(start), ...seats.slice(0, start)]
}
