import { useEffect, useRef, useState } from 'react'
import { useRoom } from '../../session/hooks.ts'
import type { SessionView } from '../../session/view.ts'
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

/** Whose connection carries somebody's voice: her own, mostly. */
const lineOf = (view: SessionView, id: string) => view.people?.[id]?.behind ?? id

/** Whether somebody's line carries a voice now. */
export function useVoice(): (id: string) => boolean {
  const view = useView()
  const loud = useRoom(useLive().room, (state) => state.volatile['level'])
  const meLoud = useDesk((state) => state.speaking)
  return (id) => {
    const line = lineOf(view, id)
    return line === view.me.member ? meLoud : loud?.[line] !== undefined
  }
}

/** Who speaks, and how the holder is heard. */
export function useSpeaker(): Heard {
  const { room } = useLive()
  const view = useView()
  const loud = useRoom(room, (state) => state.volatile['level'])
  const open = useRoom(room, (state) => state.volatile['mic'])
  const meLoud = useDesk((state) => state.speaking)
  const me = view.me.member
  const speaks = useVoice()
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
  const line = holder && lineOf(view, holder.member)
  const heard = holder !== undefined && speaks(holder.member)
  const mineOpen = useDesk(isOpen)
  const couldBeHeard =
    holder !== undefined && (line === me ? mineOpen : line !== undefined && open?.[line] !== undefined)
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
