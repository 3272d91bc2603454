import { useLingui } from '@lingui/react/macro'
import { useEffect, useRef } from 'react'
import { stays, useToast } from '../../ui/Toast.tsx'
import type { Origin, Phase } from './plan.ts'

type Plan = { phases: readonly Phase[]; origin: Origin | undefined }
type Props = Plan & { onChange: (phases: Phase[]) => void; onOrigin: (origin: Origin) => void }

/** What a change makes of the plan, and the sentence that says it. */
type Change = {
  phases?: Phase[]
  origin?: Origin
  words: string
  /** Changes of the same thing one after the other are said once, and taken back together. */
  of?: string
  /** It is being written, letter by letter: it is said when the field is left. */
  typed?: boolean
}

type Run = { of: string | undefined; before: Plan; words: string; at: number; said: boolean }

/** Changes of one thing that follow each other so closely are one gesture, ms. */
const calm = 500

/** Changes a plan so that each change can be taken back, by the toast that says it. */
export function useUndo(props: Props) {
  const { t } = useLingui()
  const toast = useToast()
  const latest = useRef(props)
  latest.current = props
  const run = useRef<Run>(undefined)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const say = () => {
    clearTimeout(timer.current)
    const made = run.current
    if (!made || made.said) return
    made.said = true
    const undo = () => {
      if (run.current === made) run.current = undefined
      latest.current.onChange([...made.before.phases])
      if (made.before.origin) latest.current.onOrigin(made.before.origin)
    }
    toast({ words: made.words, action: { label: t`Annuler`, onPress: undo } })
  }
  const does = ({ phases, origin, words, of, typed }: Change) => {
    const now = performance.now()
    const before = run.current
    const goesOn =
      before && of !== undefined && before.of === of && (typed ? !before.said : now - before.at < stays)
    const { phases: was, origin: from } = latest.current
    run.current = {
      of,
      before: goesOn ? before.before : { phases: was, origin: from },
      words,
      at: now,
      said: false,
    }
    if (phases) latest.current.onChange(phases)
    if (origin) latest.current.onOrigin(origin)
    clearTimeout(timer.current)
    if (of === undefined) say()
    else if (!typed) timer.current = setTimeout(say, calm)
  }
  return { does, say }
}
