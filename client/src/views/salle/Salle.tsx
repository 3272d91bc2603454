import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Navigate, useParams } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useLine, useRoom } from '../../session/hooks.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Arriving } from '../Arriving.tsx'
import { useSentence } from '../place/sentence.ts'
import { usePageTitle } from '../place/usePageTitle.ts'
import { Aside, Closed, EntryRefused, Strangers } from './Ends.tsx'
import { type Entry, fetchEntry } from './entry.ts'
import { LiveProvider, useLive } from './live.tsx'
import { type Arrival, keepArrival, keptArrival } from './prefs.ts'
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
    // Come back from another device, she finds her microphone as she left it, not as she arrived.
    if (present) void desk.start(keptArrival(entry.meeting.id, entry.you.id) ?? arrival)
    else desk.rest()
  }, [present, desk, entry, arrival])
  useRemembering(arrival)
  if (view?.status === 'closed') return <Closed entry={entry} />
  if (line.is === 'ended')
    return <LineEnded code={line.code} {...(line.fr ? { words: { fr: line.fr, en: line.en ?? '' } } : {})} />
  if (left) return <LeftRoom code={left.code} words={left} />
  if (!view) return <Arriving />
  if (view.me.refused) return <TurnedAway />
  if (view.me.waiting) return <AtDoor entry={entry} />
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

/** Keeps the state of the microphone and the camera, so that a reload finds them as they were. */
function useRemembering(arrival: Arrival): void {
  const { desk, entry } = useLive()
  useEffect(
    () =>
      desk.store.subscribe(({ talk, hasMic, camera }) => {
        const kept = keptArrival(entry.meeting.id, entry.you.id) ?? arrival
        keepArrival({ ...kept, talk, mic: kept.mic || hasMic, cam: camera !== null })
      }),
    [desk, entry, arrival],
  )
}

/** The waiting guest's page: who will let her in, when there is someone to name. */
export function AtDoor({ entry }: { entry: Entry }) {
  const { host } = entry
  return (
    <Aside seed={entry.community.id} title={entry.meeting.title}>
      <p role="status">
        {host ? (
          <Trans>{host}, à l’animation, vous ouvre dans un instant.</Trans>
        ) : (
          <Trans>L’animation vous ouvre dans un instant.</Trans>
        )}
      </p>
      <p>
        <Trans>Vous n’avez rien à faire : cette page s’ouvrira d’elle-même.</Trans>
      </p>
    </Aside>
  )
}

function TurnedAway() {
  const { entry } = useLive()
  return (
    <Aside seed={entry.community.id} title={<Trans>La porte reste fermée cette fois</Trans>}>
      <p>
        <Trans>
          L’animation ne vous a pas ouvert. Si c’est une erreur, écrivez à la personne qui vous a invitée ou
          invité; cette page s’ouvrira si elle change d’avis.
        </Trans>
      </p>
    </Aside>
  )
}

function LeftRoom({ code, words }: { code: string; words: { fr: string; en: string } }) {
  const { room, entry } = useLive()
  const sentence = useSentence()
  if (code === 'taken_over') {
    return (
      <Aside
        seed={entry.community.id}
        title={<Trans>Vous êtes dans la salle sur un autre appareil</Trans>}
        actions={
          <Button
            kind="leaf"
            size="big"
            onPress={() => {
              room.comeBack()
            }}
          >
            <Trans>Continuer ici</Trans>
          </Button>
        }
      >
        <p>
          <Trans>Votre siège, votre main et votre tour vous suivent.</Trans>
        </p>
      </Aside>
    )
  }
  return (
    <Aside
      seed={entry.community.id}
      title={sentence(words)}
      actions={
        <ButtonLink href="/">
          <Trans>Revenir à l’accueil</Trans>
        </ButtonLink>
      }
    />
  )
}

function LineEnded({ code, words }: { code: number; words?: { fr: string; en: string } }) {
  const { entry } = useLive()
  const sentence = useSentence()
  const again = () => location.reload()
  return (
    <Aside
      seed={entry.community.id}
      title={
        code === 4401 ? (
          <Trans>Votre session est terminée</Trans>
        ) : code === 4409 ? (
          <Trans>Vous êtes dans la salle sur un autre appareil</Trans>
        ) : (
          <Trans>La liaison s’est fermée</Trans>
        )
      }
      actions={
        code === 4401 ? (
          <ButtonLink
            kind="leaf"
            size="big"
            href={`/connexion?suite=${encodeURIComponent(location.pathname)}`}
          >
            <Trans>Se connecter</Trans>
          </ButtonLink>
        ) : (
          <Button kind="leaf" size="big" onPress={again}>
            {code === 4409 ? <Trans>Continuer ici</Trans> : <Trans>Revenir dans la salle</Trans>}
          </Button>
        )
      }
    >
      {code === 4401 ? <Strangers /> : words && <p>{sentence(words)}</p>}
    </Aside>
  )
}
