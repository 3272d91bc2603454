import { useMemo, useRef, useState } from 'react'
import { useLive, useWish } from './live.tsx'
import { type Moment, momentOf } from './moment.ts'

export type Gestures = {
  readonly take: () => void
  readonly pass: () => void
  readonly later: () => void
  /** Hands the stick on, to whom I name where the round lets me. */
  readonly release: (to?: string) => void
  readonly centre: () => void
  readonly pick: () => void
  readonly hand: () => void
  /** Which one waits for its answer. */
  readonly busy: string | null
}

/**
 * The gestures of the stick and the hand. Each names what it saw (the round, the grant), so that a press
 * that comes late does nothing.
 */
export function useGestures(): Gestures {
  const { room, desk } = useLive()
  const wish = useWish()
  const [busy, setBusy] = useState<string | null>(null)
  const asked = useRef(new Set<string>())
  const gestures = useMemo(() => {
    const view = () => room.store.getState().view
    const give = (name: string, command: string, args: unknown, refused = () => {}) => {
      // Pressed twice before the room showed the first, it is one gesture: a hand that was raised is not raised again.
      const wished = `${command} ${JSON.stringify(args)}`
      if (asked.current.has(wished)) return
      asked.current.add(wished)
      setBusy(name)
      void wish(command, args)
        .then((answer) => {
          if (!answer.done) refused()
        })
        .finally(() => {
          asked.current.delete(wished)
          setBusy((now) => (now === name ? null : now))
        })
    }
    const moment = () => {
      const now = view()
      return now && momentOf(now)
    }
    const asOf = (now: Moment | undefined) =>
      now && 'as' in now && now.as !== undefined ? { as: now.as } : {}
    const answering = (name: string) => () => {
      const now = moment()
      // From the centre one answers to the round itself, and so does one whose offers went by.
      const waits = now?.is === 'pick' || now?.is === 'missed'
      const round = now?.is === 'offered' ? now.round : waits ? view()?.round?.id : undefined
      if (round !== undefined) give(name, `stick.${name}`, { round, ...asOf(now) })
    }
    const ending = (name: string) => (to?: string) => {
      const grant = view()?.round?.holder?.grant
      const args = { grant, ...asOf(moment()), ...(typeof to === 'string' ? { to } : {}) }
      // The microphone closes at the press: the round may end with it, and then everybody is heard.
      if (grant !== undefined) give(name, `stick.${name}`, args, desk.handOn())
    }
    return {
      take: answering('take'),
      pass: answering('pass'),
      later: answering('later'),
      release: ending('release'),
      centre: () => ending('centre')(),
      pick: () => give('pick', 'stick.pick', asOf(moment())),
      hand: () => {
        const now = view()
        const up = now?.hands?.[now.me.member] !== undefined
        give('hand', up ? 'hands.lower' : 'hands.raise', {})
      },
    }
  }, [room, desk, wish])
  return { ...gestures, busy }
}
