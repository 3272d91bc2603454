import { useEffect, useRef, useState } from 'react'
import { useRoom } from '../../session/hooks.ts'
import { isOpen } from './desk.ts'
import { useDesk, useLive, useView } from './live.tsx'
import { activeRound } from './viewmodel.ts'

/** How long the last one to speak stays in the centre after she stopped, ms: a breath is not an end. */
const stays = 4000

/** After how long without a voice the holder's silence is said to be held, ms. */
const heldAfter = 20_000

/** How long a holder's microphone is closed before it is said, ms: it opens a moment after the stick is taken. */
const shutAfter = 2000

export type Heard = {
  /** Who is in the centre of an open talk. */
  readonly speaker: string | null
  readonly level: number
  /** Why the holder is not heard, once it lasts: a silence held, or a microphone closed. */
  readonly quiet: 'silent' | 'shut' | null
}

/** Who speaks, and how the holder is heard. */
export function useSpeaker(): Heard {
  const { room } = useLive()
  const view = useView()
  const loud = useRoom(room, (state) => state.volatile['level'])
  const open = useRoom(room, (state) => state.volatile['mic'])
  const meLoud = useDesk((state) => state.speaking)
  const me = view.me.member
  const speaks = (id: string) => (id === me ? meLoud : loud?.[id] !== undefined)
  const voices = [...(meLoud ? [me] : []), ...Object.keys(loud ?? {}).filter((id) => id !== me)]
    .filter((id) => view.people?.[id]?.here === true)
    .join(' ')
  const round = activeRound(view)
  const inRound = round !== undefined
  const [speaker, setSpeaker] = useState<string | null>(null)
  // The last word of a round is still in the air as it ends: it puts nobody in the centre.
  const last = useRef<readonly string[]>([])
  useEffect(() => {
    const loudNow = voices === '' ? [] : voices.split(' ')
    if (inRound) {
      last.current = loudNow
      setSpeaker(null)
      return
    }
    last.current = last.current.filter((id) => loudNow.includes(id))
    if (speaker !== null && loudNow.includes(speaker)) return
    const other = loudNow.find((id) => !last.current.includes(id))
    if (other !== undefined) {
      setSpeaker(other)
      return
    }
    if (speaker === null) return
    const timer = setTimeout(() => setSpeaker(null), stays)
    return () => clearTimeout(timer)
  }, [voices, speaker, inRound])

  const holder = round?.holder
  const heard = holder !== undefined && speaks(holder.member)
  const mineOpen = useDesk(isOpen)
  const couldBeHeard =
    holder !== undefined && (holder.member === me ? mineOpen : open?.[holder.member] !== undefined)
  const goesOn = round?.state === 'running' && holder?.suspended_at === undefined
  const grant = goesOn ? holder?.grant : undefined
  const [quiet, setQuiet] = useState<Heard['quiet']>(null)
  useEffect(() => {
    setQuiet(null)
    if (grant === undefined || heard) return
    const timer = couldBeHeard
      ? setTimeout(() => setQuiet('silent'), heldAfter)
      : setTimeout(() => setQuiet('shut'), shutAfter)
    return () => clearTimeout(timer)
  }, [grant, heard, couldBeHeard])
  return { speaker: inRound ? null : speaker, level: heard ? 1 : 0, quiet }
}
