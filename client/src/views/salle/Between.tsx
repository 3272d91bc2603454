import { Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useLine, useRoom } from '../../session/hooks.ts'
import { Button } from '../../ui/Button.tsx'
import { useAnnounce } from '../../ui/LiveRegion.tsx'
import { Banner } from '../../ui/Notices.tsx'
import { useSentence } from '../place/sentence.ts'
import { useLive, useView } from './live.tsx'
import { activeRound } from './viewmodel.ts'

/** What is between her and the room: a server that can write nothing, or the line, an answer, the sound. */
export function Between() {
  const { session } = useLive()
  const readOnly = useLine(session, (line) => line.readOnly)
  const sentence = useSentence()
  return readOnly ? <StoreBanner said={sentence(readOnly)} /> : <LineBanner />
}

/** How long the line is said to be back, ms. */
const foundFor = 5000

/** Attempts to come back after which a server that moved is no longer a matter of an instant. */
const instant = 4

/** How long the room may owe an answer, and the sound may take to begin, before it is said, ms. */
const answerWithin = 2000
const soundWithin = 3000

/** How long without sound until a reload is offered, ms. */
const soundPatience = 30_000

/** True once it has been so for that long, ms. */
function useLasting(so: boolean, ms: number): boolean {
  const [lasting, setLasting] = useState(false)
  useEffect(() => {
    setLasting(false)
    if (!so) return
    const timer = setTimeout(() => setLasting(true), ms)
    return () => clearTimeout(timer)
  }, [so, ms])
  return so && lasting
}

function Hurry() {
  const { session } = useLive()
  return (
    <Button kind="text" size="dense" onPress={() => session.hurry()}>
      <Trans>Essayer maintenant</Trans>
    </Button>
  )
}

/** The server can write nothing. It may lose its line to us too then, which is no fault of hers. */
function StoreBanner({ said }: { said: string }) {
  const { session } = useLive()
  const view = useView()
  const away = useLine(session, ({ line }) => line.is === 'connecting' && line.attempt > 0)
  return (
    <Banner kind="readOnly" {...(away ? { action: <Hurry /> } : {})}>
      {said}
      {activeRound(view)?.gate === 'holder' && (
        <>
          {' '}
          <Trans>Le son de la ronde revient avec lui.</Trans>
        </>
      )}
    </Banner>
  )
}

/** What is between her and the room, when something is: the line, an answer that does not come, the sound. */
function LineBanner() {
  const { t } = useLingui()
  const { session } = useLive()
  const { polite } = useAnnounce()
  const line = useLine(session, (state) => state.line)
  const [found, setFound] = useState(false)
  const lost = useRef(false)
  const away = line.is === 'connecting' && line.attempt > 0
  const moving = away && line.moving === true && line.attempt < instant
  const { attempt } = line.is === 'connecting' ? line : { attempt: 0 }
  const words = moving
    ? t`On change de serveur, un instant.`
    : attempt < 3
      ? t`La liaison hésite. On garde votre place et vos mots.`
      : t`Reconnexion en cours. Vous pouvez continuer d’écrire.`
  useEffect(() => {
    if (away) {
      if (!lost.current) polite('line', words)
      lost.current = true
      setFound(false)
      return
    }
    if (!lost.current) return
    lost.current = false
    polite('line', t`Connexion retrouvée. Rien n’a été perdu.`)
    setFound(true)
  }, [away, words, polite, t])
  useEffect(() => {
    if (!found) return
    const timer = setTimeout(() => setFound(false), foundFor)
    return () => clearTimeout(timer)
  }, [found])
  if (away) {
    return (
      <Banner kind="link" {...(moving ? {} : { action: <Hurry /> })}>
        {words}
      </Banner>
    )
  }
  return (
    <WaitBanner>
      {found && (
        <Banner kind="link">
          <Trans>Connexion retrouvée. Rien n’a été perdu.</Trans>
        </Banner>
      )}
    </WaitBanner>
  )
}

/** The line is there; says what does not come by it. */
function WaitBanner({ children }: { children: ReactNode }) {
  const { room, desk } = useLive()
  const owed = useLasting(
    useRoom(room, (state) => state.unanswered > 0),
    answerWithin,
  )
  const link = useStore(desk.media.store, (state) => state.link)
  const deaf = link === 'starting' || link === 'restarting'
  const begins = useLasting(deaf, soundWithin)
  const forGood = useLasting(deaf, soundPatience)
  if (owed) {
    return (
      <Banner kind="link">
        <Trans>Le serveur tarde à répondre. Vos mots sont gardés ici.</Trans>
      </Banner>
    )
  }
  if (forGood) {
    return (
      <Banner
        kind="link"
        action={
          <Button kind="text" size="dense" onPress={() => location.reload()}>
            <Trans>Recharger la page</Trans>
          </Button>
        }
      >
        <Trans>Le son ne revient pas. Votre place est gardée.</Trans>
      </Banner>
    )
  }
  if (begins || link === 'restarting') {
    return (
      <Banner kind="link">
        <Trans>Le son hésite. On cherche un autre chemin.</Trans>
      </Banner>
    )
  }
  return children
}
