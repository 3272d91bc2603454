import { Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useLine, useRoom } from '../../session/hooks.ts'
import { Button } from '../../ui/Button.tsx'
import { useAnnounce } from '../../ui/LiveRegion.tsx'
import { lazily } from '../../ui/lazily.tsx'
import { Banner } from '../../ui/Notices.tsx'
import { useSentence } from '../place/sentence.ts'
import styles from './Banners.module.css'
import { useDesk, useLive, useView } from './live.tsx'
import { activeRound } from './viewmodel.ts'

const Asked = lazily(() => import('./Asked.tsx').then((module) => module.Asked))

/** Brings what asks for an answer, before it asks. */
export const fetchAsked = Asked.fetch

/**
 * Lasting states, each in a line of words: the line, the sound, what cannot be written, who is at the door.
 * `deciding`: what waits for a facilitator's gesture too, since her panel is closed.
 */
export function Banners({ deciding }: { deciding: boolean }) {
  const { session, desk } = useLive()
  const readOnly = useLine(session, (line) => line.readOnly)
  const weak = useStore(desk.media.store, (state) => state.weak)
  const blocked = useStore(desk.media.store, (state) => state.soundBlocked)
  const sentence = useSentence()
  const view = useView()
  const trouble = useDesk((state) => state.micProblem ?? state.camProblem)
  return (
    <div className={styles['banners']}>
      {readOnly ? <StoreBanner said={sentence(readOnly)} /> : <LineBanner />}
      {(blocked ||
        weak ||
        trouble ||
        view.me.hint ||
        view.facil ||
        view.round?.pause ||
        view.door ||
        view.closing) && <Asked deciding={deciding} />}
    </div>
  )
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
  useEffect(() => {
    if (away) {
      if (!lost.current) {
        polite(
          'line',
          moving
            ? t`On change de serveur, un instant.`
            : t`La liaison hésite. On garde votre place et vos mots.`,
        )
      }
      lost.current = true
      setFound(false)
      return
    }
    if (!lost.current) return
    lost.current = false
    polite('line', t`Connexion retrouvée. Rien n’a été perdu.`)
    setFound(true)
  }, [away, moving, polite, t])
  useEffect(() => {
    if (!found) return
    const timer = setTimeout(() => setFound(false), foundFor)
    return () => clearTimeout(timer)
  }, [found])
  if (moving) {
    return (
      <Banner kind="link">
        <Trans>On change de serveur, un instant.</Trans>
      </Banner>
    )
  }
  if (away) {
    return (
      <Banner kind="link" action={<Hurry />}>
        {line.attempt < 3 ? (
          <Trans>La liaison hésite. On garde votre place et vos mots.</Trans>
        ) : (
          <Trans>Reconnexion en cours. Vous pouvez continuer d’écrire.</Trans>
        )}
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
