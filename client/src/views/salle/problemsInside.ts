import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Problem } from '../../media/index.ts'
import { micProblems } from '../place/problems.ts'

/** Why a microphone cannot be had, to one who is in the room already. */
export const micProblemsInside: Readonly<Record<Problem, MessageDescriptor>> = {
  none: msg`Aucun micro n’est branché. Branchez-en un; en attendant, vous écoutez et écrivez.`,
  refused: micProblems.refused,
  busy: msg`Une autre application utilise le micro. Fermez-la, puis ouvrez-le de nouveau ici.`,
  insecure: micProblems.insecure,
  unknown: msg`Le micro n’a pas pu s’ouvrir. Essayez de nouveau; en attendant, vous écoutez et écrivez.`,
}

export const camProblemsInside: Readonly<Record<Problem, MessageDescriptor>> = {
  none: msg`Aucune caméra n’est branchée. On vous voit par vos initiales.`,
  refused: msg`Le navigateur bloque la caméra. Touchez le cadenas près de l’adresse, puis Autoriser.`,
  busy: msg`Une autre application utilise la caméra. Fermez-la, puis allumez-la de nouveau ici.`,
  insecure: msg`Cette adresse n’est pas protégée : le navigateur n’ouvre pas la caméra.`,
  unknown: msg`La caméra n’a pas pu s’ouvrir. On vous voit par vos initiales.`,
}
