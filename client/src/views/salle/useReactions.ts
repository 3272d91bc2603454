import { useCallback, useEffect, useRef, useState } from 'react'
import { useLive } from './live.tsx'
import { isReaction, type Reaction } from './words.ts'

/** How long a reaction stays under a name, ms. */
const stays = 5000

/** Reactions that are on seats now, by member, and how to make one. Silent, and kept nowhere. */
export function useReactions(): {
  shown: Readonly<Record<string, Reaction>>
  react: (one: Reaction) => void
} {
  const { room, session } = useLive()
  const [shown, setShown] = useState<Readonly<Record<string, Reaction>>>({})
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>())
  const show = useCallback((member: string, reaction: Reaction) => {
    setShown((before) => ({ ...before, [member]: reaction }))
    clearTimeout(timers.current.get(member))
    const timer = setTimeout(() => {
      setShown(({ [member]: _gone, ...others }) => others)
    }, stays)
    timers.current.set(member, timer)
  }, [])
  useEffect(
    () =>
      room.onPassing((member, kind, value) => {
        if (kind === 'react' && isReaction(value)) show(member, value)
      }),
    [room, show],
  )
  useEffect(() => {
    const all = timers.current
    return () => {
      for (const timer of all.values()) clearTimeout(timer)
    }
  }, [])
  const react = useCallback(
    (one: Reaction) => {
      room.tell('react', one)
      const me = session.store.getState().member
      if (me) show(me, one)
    },
    [room, session, show],
  )
  return { shown, react }
}
