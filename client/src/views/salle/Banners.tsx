import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useLine } from '../../session/hooks.ts'
import { Button } from '../../ui/Button.tsx'
import { useAnnounce } from '../../ui/LiveRegion.tsx'
import { lazily } from '../../ui/lazily.tsx'
import { Banner } from '../../ui/Notices.tsx'
import { useSentence } from '../place/sentence.ts'
import styles from './Banners.module.css'
import { useDesk, useLive, useView } from './live.tsx'

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
      <LineBanner />
      {readOnly && <Banner kind="readOnly">{sentence(readOnly)}</Banner>}
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

function LineBanner() {
  const { t } = useLingui()
  const { session, desk } = useLive()
  const { polite } = useAnnounce()
  const line = useLine(session, (state) => state.line)
  const media = useStore(desk.media.store, (state) => state.link)
  const [found, setFound] = useState(false)
  const lost = useRef(false)
  const away = line.is === 'connecting' && line.attempt > 0
  useEffect(() => {
    if (away) {
      if (!lost.current) polite('line', t`La liaison hésite. On garde votre place et vos mots.`)
      lost.current = true
      setFound(false)
      return
    }
    if (!lost.current) return
    lost.current = false
    polite('line', t`Connexion retrouvée. Rien n’a été perdu.`)
    setFound(true)
  }, [away, polite, t])
  useEffect(() => {
    if (!found) return
    const timer = setTimeout(() => setFound(false), foundFor)
    return () => clearTimeout(timer)
  }, [found])
  if (away) {
    return (
      <Banner
        kind="link"
        action={
          <Button kind="text" size="dense" onPress={() => session.hurry()}>
            <Trans>Essayer maintenant</Trans>
          </Button>
        }
      >
        {line.attempt < 3 ? (
          <Trans>La liaison hésite. On garde votre place et vos mots.</Trans>
        ) : (
          <Trans>Reconnexion en cours. Vous pouvez continuer d’écrire.</Trans>
        )}
      </Banner>
    )
  }
  if (found) {
    return (
      <Banner kind="link">
        <Trans>Connexion retrouvée. Rien n’a été perdu.</Trans>
      </Banner>
    )
  }
  if (media === 'restarting') {
    return (
      <Banner kind="link">
        <Trans>Le son hésite. On cherche un autre chemin.</Trans>
      </Banner>
    )
  }
  return null
}
