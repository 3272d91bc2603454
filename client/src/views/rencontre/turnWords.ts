import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

/** The length of a turn in a round: « 45 s », « 1 min 30 ». */
export function turnLong(seconds: number): string {
  if (seconds < 60) return `${seconds}\u00a0s`
  const rest = seconds % 60
  const minutes = `${Math.floor(seconds / 60)}\u00a0min`
  return rest === 0 ? minutes : `${minutes}\u00a0${String(rest).padStart(2, '0')}`
}

/** « 1 min 30 par personne; on peut passer. » */
export function turnWords(seconds: number): MessageDescriptor {
  const turn = turnLong(seconds)
  return msg`${turn} par personne; on peut passer.`
}
