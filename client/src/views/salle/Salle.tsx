import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Navigate, useParams } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useLine, useRoom } from '../../session/hooks.ts'
import { Arriving } from '../Arriving.tsx'
import { usePageTitle } from '../place/usePageTitle.ts'
import { arriveAt } from './arriving.ts'
import { AtDoor, Closed, EntryRefused, LeftRoom, LineEnded, TurnedAway } from './endings.tsx'
import { type Entry, fetchEntry } from './entry.ts'
import { LiveProvider, useLive } from './live.tsx'
import { type Arrival, keptArrival } from './prefs.ts'
import { InRoom } from './Room.tsx'

/** The live room. Whoever has not come by the antechamber on this device goes there first; a reload comes straight back. */
export function Salle() {
  const { t } = useLingui()
  const { meeting } = useParams({ from: '/r/$meeting/salle' })
  const entry = useQuery({
    queryKey: ['entry', meeting],
    queryFn: () => fetchEntry(meeting),
    staleTime: Number.POSITIVE_INFINITY,
  })
  usePageTitle(t`Salle`)
  if (entry.error && !entry.data) {
    return <EntryRefused error={entry.error} retry={() => void entry.refetch()} />
  }
  if (!entry.data) return <Arriving />
  if (entry.data.closed) return <Closed entry={entry.data} />
  return <Arrived entry={entry.data} />
}

function Arrived({ entry }: { entry: Entry }) {
  const meeting = entry.meeting.id
  const [arrival] = useState(() => keptArrival(meeting, entry.you.id))
  if (!arrival) return <Navigate to="/r/$meeting/antichambre" params={{ meeting }} replace />
  return (
    <LiveProvider entry={entry}>
      <Threshold arrival={arrival} />
    </LiveProvider>
  )
}

/** From the line to the room: says where one is until she is inside. */
function Threshold({ arrival }: { arrival: Arrival }) {
  const { session, room, desk, entry } = useLive()
  const view = useRoom(room, (state) => state.view)
  const left = useRoom(room, (state) => state.left)
  const line = useLine(session, (state) => state.line)
  useEntering(arrival)
  const inside =
    view !== undefined && !view.me.waiting && view.me.outside !== true && view.me.refused !== true
  const open = inside && view.status === 'open'
  const present = open && !left && line.is !== 'ended'
  useEffect(() => {
    if (present) return arriveAt(desk, arrival)
    desk.rest()
  }, [present, desk, arrival])
  if (view?.status === 'closed') return <Closed entry={entry} />
  if (line.is === 'ended')
    return <LineEnded code={line.code} {...(line.fr ? { words: { fr: line.fr, en: line.en ?? '' } } : {})} />
  if (left) return <LeftRoom code={left.code} words={left} />
  if (!view) return <Arriving />
  if (view.me.refused) return <TurnedAway />
  if (view.me.waiting) return <AtDoor entry={entry} until={view.me.until} />
  return open ? <InRoom /> : <Arriving />
}

/** Says « I am here » once per page, with how she takes part. */
function useEntering(arrival: Arrival): void {
  const { room } = useLive()
  const said = useRef(false)
  useEffect(
    () =>
      room.onJoined(() => {
        const view = room.store.getState().view
        if (said.current || !view || view.status === 'closed') return
        said.current = true
        void room.do('people.enter', { listen: arrival.listen, listed: arrival.listed })
      }),
    [room, arrival],
  )
}
