import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Problem } from '../../media/index.ts'

/** Why a microphone cannot be had, and what to do. */
export const micProblems: Readonly<Record<Problem, MessageDescriptor>> = {
  none: msg`Aucun micro n’est branché. Branchez-en un, ou entrez pour écouter et écrire.`,
  refused: msg`Le navigateur bloque le micro. Touchez le cadenas près de l’adresse, puis Autoriser.`,
  busy: msg`Une autre application utilise le micro. Fermez-la, ou entrez pour écouter et écrire.`,
  insecure: msg`Cette adresse n’est pas protégée : le navigateur n’ouvre pas le micro. Vous pouvez écouter et écrire.`,
  unknown: msg`Le micro n’a pas pu s’ouvrir. Essayez-en un autre, ou entrez pour écouter et écrire.`,
}

export const camProblems: Readonly<Record<Problem, MessageDescriptor>> = {
  none: msg`Aucune caméra n’est branchée. Vous pouvez entrer sans elle.`,
  refused: msg`Le navigateur bloque la caméra. Vous pouvez entrer sans elle, ou toucher le cadenas près de l’adresse, puis Autoriser.`,
  busy: msg`Une autre application utilise la caméra. Vous pouvez entrer sans elle.`,
  insecure: msg`Cette adresse n’est pas protégée : le navigateur n’ouvre pas la caméra. Vous pouvez entrer sans elle.`,
  unknown: msg`La caméra n’a pas pu s’ouvrir. Vous pouvez entrer sans elle.`,
}
