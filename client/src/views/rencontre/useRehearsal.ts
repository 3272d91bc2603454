import { useEffect, useRef, useState } from 'react'
import type { Origin, Phase } from './plan.ts'
import {
  type Gesture,
  later,
  lived,
  made,
  OneByOne,
  type Rehearsed,
  type Speed,
  stepped,
} from './rehearsal.ts'

/** What is rehearsed, and with how many seats. */
export type Plan = { phases: readonly Phase[]; origin: Origin | undefined; people: number; seed: number }

const beat = 400 // ms between two looks at a rehearsal that goes on

type Lived = { told?: Rehearsed; at: number; gestures: readonly Gesture[] }

/** What is asked next, of how things are once all that was asked before has been answered. */
type Want = (now: Lived) => { at: number; gestures: readonly Gesture[] }

/** The rehearsal as it goes: the server is asked for each instant, one question at a time, and no gesture is lost. */
export function useRehearsal(community: string, plan: Plan) {
  const [state, setState] = useState<Lived>({ at: 0, gestures: [] })
  const [speed, setSpeed] = useState<Speed>(0)
  const [failure, setFailure] = useState<unknown>()
  const now = useRef(state)
  const serve = useRef(async (_want: Want) => {})
  serve.current = async (want) => {
    const { at, gestures } = want(now.current)
    const told = await lived(community, plan, at, now.current.at, gestures)
    // A gesture that changed nothing is not made again: the sentence that says why stays until the next one.
    now.current = { told, at: told.at, gestures: told.refused ? gestures.slice(0, -1) : gestures }
    if (told.at < at) setSpeed(0) // it stops where the stick comes to her
    setState(now.current)
    setFailure(undefined)
  }
  const [line] = useState(
    () =>
      new OneByOne<Want>(
        (want) => serve.current(want),
        (wrong) => {
          setFailure(wrong)
          setSpeed(0)
        },
      ),
  )
  useEffect(() => void line.ask(({ at, gestures }) => ({ at, gestures })), [line])
  useEffect(() => {
    if (speed === 0) return
    let last = performance.now()
    const timer = setInterval(() => {
      if (line.busy) return
      const elapsed = performance.now() - last
      last = performance.now()
      void line.ask(({ at, gestures }) => ({ at: later(at, elapsed, speed), gestures }))
    }, beat)
    return () => clearInterval(timer)
  }, [speed, line])
  return {
    ...state,
    failure,
    speed,
    setSpeed,
    step: () => void line.ask(({ told, at, gestures }) => ({ at: stepped(at, told?.next ?? 0), gestures })),
    /** Makes gestures at the present instant. */
    does: (...wishes: { name: string; args?: Gesture['args'] }[]) =>
      void line.ask(({ at, gestures }) => ({
        at,
        gestures: wishes.reduce<readonly Gesture[]>(
          (all, { name, args }) => made(all, { at, name, ...(args ? { args } : {}) }),
          gestures,
        ),
      })),
  }
}

/** Makes gestures of whoever rehearses, at the present instant. */
export type Does = ReturnType<typeof useRehearsal>['does']
