import { useLingui } from '@lingui/react/macro'
import { type ReactNode, useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import type { Round } from '../../session/view.ts'
import { type CentreLayout, Circle } from '../../ui/circle/Circle.tsx'
import { Strip } from '../../ui/circle/Strip.tsx'
import type { Seat } from '../../ui/circle/seat.ts'
import { Centre } from './Centre.tsx'
import { useDesk, useLive, useNames, useNow, useView } from './live.tsx'
import { useQuoted } from './quoted.ts'
import styles from './Room.module.css'
import { useSpeaker } from './useSpeaker.ts'
import { useWidth } from './useWide.ts'
import { activeRound, circleOf, isWaitedFor, type SeatWord, seatsOf, travelledOf } from './viewmodel.ts'
import { type Reaction, seatWords, reactions as words } from './words.ts'

/** What somebody is all along, beside what she does now. */
const lasting: ReadonlySet<SeatWord> = new Set([
  'facilitation',
  'cofacilitation',
  'listen',
  'carried',
  'writes',
])

/** Seats with their words, pictures and reactions. */
function useSeats(speaker: string | null, reactions: Readonly<Record<string, Reaction>>): Seat[] {
  const { t } = useLingui()
  const { desk } = useLive()
  const view = useView()
  const names = useNames()
  const now = useNow((at) => Object.values(view.people ?? {}).some((person) => isWaitedFor(person, at)))
  const pictures = useStore(desk.media.store, (state) => state.pictures)
  const camera = useDesk((state) => state.camera)
  return useMemo(
    () =>
      seatsOf(view, names, speaker, now).map(({ word, you, ...seat }) => {
        const reaction = reactions[seat.id]
        const said = reaction ? t(words[reaction]) : word ? t(seatWords[word]) : undefined
        const video = you ? camera : pictures[seat.id]
        return {
          ...seat,
          ...(you ? { you } : {}),
          ...(said === undefined ? {} : { word: said }),
          ...(!reaction && word && lasting.has(word) ? { lasting: true } : {}),
          ...(video ? { video } : {}),
        }
      }),
    [view, names, speaker, now, reactions, pictures, camera, t],
  )
}

/** The circle, or its strip when something else needs the room. */
export function Stage({
  folded,
  board,
  drawer,
  reactions,
}: {
  folded: boolean
  board: boolean
  drawer: boolean
  reactions: Readonly<Record<string, Reaction>>
}) {
  const { entry } = useLive()
  const view = useView()
  const width = useWidth()
  const { speaker: last, level, quiet } = useSpeaker()
  // Who spoke last may sit in another circle by now; whoever was given the floor is in the centre, also while she looks for her words.
  const loud = last !== null && circleOf(view).includes(last) ? last : null
  const speaker = activeRound(view) ? loud : (view.floor?.holder?.member ?? loud)
  const seats = useSeats(speaker, reactions)
  const quoted = useQuoted()
  useWishes()
  const round = activeRound(view)
  const asked = view.round?.state === 'ended' ? undefined : view.round?.question
  const who = (id: string): Seat => {
    const seat = seats.find((one) => one.id === id) ?? { id, name: '', initials: '' }
    return { ...seat, mark: 'none' }
  }
  const centre = (layout: CentreLayout): ReactNode => (
    <Centre {...layout} who={who} speaker={speaker} level={level} quiet={quiet} />
  )
  const first = round?.next[0] ?? null
  if (board && width === 'phone') {
    return (
      <div className={styles['stage']} data-region="circle" tabIndex={-1}>
        <Pebbles seats={seats} round={round} speaker={speaker} />
      </div>
    )
  }
  if (folded && (width === 'phone' || width === 'narrow')) {
    return (
      <div className={styles['stage']} data-region="circle" tabIndex={-1}>
        <Strip seats={seats} first={first} layout="row" />
      </div>
    )
  }
  if (board) {
    return (
      <div className={styles['column']} data-region="circle" tabIndex={-1}>
        {round?.holder ? (
          <div className={styles['holder']}>{centre({ layout: 'upright', ring: 112 })}</div>
        ) : (
          asked && <p className={styles['asked']}>{quoted(asked)}</p>
        )}
        <Strip seats={besideHolder(seats, round)} first={first} layout="column" />
      </div>
    )
  }
  return (
    <div className={styles['stage']} data-region="circle" tabIndex={-1}>
      <Circle
        seats={seats}
        viewer={view.me.member}
        first={first}
        seed={entry.community.id}
        drawer={drawer}
        travelled={travelledOf(view)}
        stickAt={round?.offer?.to ?? null}
        glow={round?.holder !== undefined || round?.offer !== undefined || round?.centre !== undefined}
        centre={centre}
      />
    </div>
  )
}

/** Beside a board the holder alone has a place of her own: who speaks without the stick stays in the column. */
function besideHolder(seats: readonly Seat[], round: Round | undefined): readonly Seat[] {
  if (round?.holder) return seats.filter((seat) => seat.mark !== 'seat')
  return seats.map((seat) => (seat.mark === 'seat' ? { ...seat, mark: 'speaking' } : seat))
}

/** Beside a board a telephone has no centre: who holds the stick or speaks is marked at her own seat, in the middle. */
function Pebbles({
  seats,
  round,
  speaker,
}: {
  seats: readonly Seat[]
  round: Round | undefined
  speaker: string | null
}) {
  const { t } = useLingui()
  const holder = round?.holder
  const marked = seats.map((seat): Seat => {
    if (seat.mark !== 'seat') return seat
    if (!holder) return { ...seat, mark: 'speaking' }
    return holder.suspended_at === undefined
      ? { ...seat, mark: 'offered', word: t`tient le bâton` }
      : { ...seat, mark: 'away', word: t`bâton en suspens` }
  })
  const middle = holder?.member ?? round?.offer?.to ?? (round ? null : speaker)
  return <Strip seats={marked} first={null} layout="pebbles" middle={middle} />
}

/** The holder's picture comes large, the others small. */
function useWishes(): void {
  const { desk } = useLive()
  const view = useView()
  const holder = activeRound(view)?.holder?.member
  useEffect(() => desk.media.want(holder === undefined ? {} : { [holder]: 'high' }), [desk, holder])
}
