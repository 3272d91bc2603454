import { useState } from 'react'
import { useStore } from 'zustand'
import { lazily } from '../../ui/lazily.tsx'
import styles from './Banners.module.css'
import { isUnled } from './hearing.ts'
import { later } from './later.ts'
import { useDesk, useLive, useView } from './live.tsx'

const Asked = later(() => import('./Asked.tsx').then((module) => module.Asked))
const Now = later(() => import('./anime/Now.tsx').then((module) => module.Now))
const Between = lazily(() => import('./Between.tsx').then((module) => module.Between))

const MyGroup = later(() => import('./groupes/MyGroup.tsx').then((module) => module.MyGroup))

const Waiting = later(() => import('./votes/Waiting.tsx').then((module) => module.Waiting))

const some = (all: object | undefined) => all !== undefined && Object.keys(all).length > 0

/** Brings what asks for an answer, before it asks. */
export const fetchAsked = async () => {
  await Promise.all([Asked.fetch(), Between.fetch(), Now.fetch()])
}

/**
 * Lasting states, each in a line of words: the line, the sound, what cannot be written, who is at the door.
 * `deciding`: what waits for a facilitator's gesture too, since her panel is closed.
 */
export function Banners({ deciding, onPapers }: { deciding: boolean; onPapers?: () => void }) {
  const { desk } = useLive()
  const weak = useStore(desk.media.store, (state) => state.weak)
  const blocked = useStore(desk.media.store, (state) => state.soundBlocked)
  const view = useView()
  const holder = view.round?.holder
  const trouble = useDesk((state) => state.micProblem ?? state.camProblem)
  return (
    <div className={styles['banners']}>
      <Between />
      {(view.agenda?.pause ||
        view.round?.pause?.bell ||
        holder?.clarifying ||
        holder?.page ||
        view.me.asking ||
        some(view.company) ||
        view.me.claim ||
        view.cast?.some((one) => one.member !== undefined) ||
        isUnled(view)) && <Now />}
      {(some(view.polls) || some(view.sheets)) && <Waiting onOpen={onPapers} />}
      <Apart />
      {(blocked ||
        weak ||
        trouble ||
        view.me.hint ||
        view.facil ||
        view.round?.pause ||
        view.door ||
        view.led ||
        view.closing) && <Asked deciding={deciding} />}
    </div>
  )
}

/** My small group while groups are open; afterwards it says once that everybody is back. */
function Apart() {
  const { groups, coming } = useView()
  const [met, setMet] = useState(false)
  if ((groups || coming) && !met) setMet(true)
  return met && <MyGroup />
}
