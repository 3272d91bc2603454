import { useStore } from 'zustand'
import { lazily } from '../../ui/lazily.tsx'
import styles from './Banners.module.css'
import { useDesk, useLive, useView } from './live.tsx'

const Asked = lazily(() => import('./Asked.tsx').then((module) => module.Asked))
const Between = lazily(() => import('./Between.tsx').then((module) => module.Between))

/** Brings what asks for an answer, before it asks. */
export const fetchAsked = async () => {
  await Promise.all([Asked.fetch(), Between.fetch()])
}

/**
 * Lasting states, each in a line of words: the line, the sound, what cannot be written, who is at the door.
 * `deciding`: what waits for a facilitator's gesture too, since her panel is closed.
 */
export function Banners({ deciding }: { deciding: boolean }) {
  const { desk } = useLive()
  const weak = useStore(desk.media.store, (state) => state.weak)
  const blocked = useStore(desk.media.store, (state) => state.soundBlocked)
  const view = useView()
  const trouble = useDesk((state) => state.micProblem ?? state.camProblem)
  return (
    <div className={styles['banners']}>
      <Between />
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
