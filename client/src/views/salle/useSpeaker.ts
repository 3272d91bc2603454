import { useEffect, useState } from 'react'
import { useRoom } from '../../session/hooks.ts'
import { useDesk, useLive, useView } from './live.tsx'
import { activeRound } from './viewmodel.ts'

/** How long the last one to speak stays in the centre after she stopped, ms: a breath is not an end. */
const stays = 4000

/** After how long without a voice the holder's silence is said to be held, ms. */
const heldAfter = 20_000

/** Who speaks: the one in the centre of an open talk, and whether the holder's silence is held. */
export function useSpeaker(): { speaker: string | null; level: number; silent: boolean } {
  const { room } = useLive()
  const view = useView()
  const loud = useRoom(room, (state) => state.volatile['level'])
  const open = useRoom(room, (state) => state.volatile['mic'])
  const meLoud = useDesk((state) => state.speaking)
  const me = view.me.member
  const speaks = (id: string) => (id === me ? meLoud : loud?.[id] !== undefined)
  const voices = [...(meLoud ? [me] : []), ...Object.keys(loud ?? {}).filter((id) => id !== me)].filter(
    (id) => view.people?.[id]?.here === true,
  )
  const [speaker, setSpeaker] = useState<string | null>(null)
  const still = speaker !== null && speaks(speaker)
  const other = voices[0] ?? null
  useEffect(() => {
    if (still) return
    if (other !== null) {
      setSpeaker(other)
      return
    }
    const timer = setTimeout(() => setSpeaker(null), stays)
    return () => clearTimeout(timer)
  }, [still, other])

  const holder = activeRound(view)?.holder
  const heard = holder !== undefined && speaks(holder.member)
  const couldBeHeard = holder !== undefined && (holder.member === me || open?.[holder.member] !== undefined)
  const grant = holder?.grant
  const [silent, setSilent] = useState(false)
  useEffect(() => {
    setSilent(false)
    if (grant === undefined || heard || !couldBeHeard) return
    const timer = setTimeout(() => setSilent(true), heldAfter)
    return () => clearTimeout(timer)
  }, [grant, heard, couldBeHeard])
  return { speaker: activeRound(view) ? null : speaker, level: heard ? 1 : 0, silent }
}
