import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Problem } from '../../media/index.ts'
import type { Hint, PhaseKind, Post, Role } from '../../session/view.ts'
import type { SeatWord } from './viewmodel.ts'

export const seatWords: Readonly<Record<SeatWord, MessageDescriptor>> = {
  centre: msg`au centre`,
  offered: msg`va prendre le bâton`,
  next: msg`à suivre`,
  after: msg`ensuite`,
  later: msg`à revenir`,
  away: msg`en suspens`,
  offline: msg`hors ligne`,
  listen: msg`écoute seulement`,
  hand: msg`main levée`,
  inside: msg`au centre`,
  carried: msg`voix relais`,
  writes: msg`par écrit`,
  speaking: msg`a la parole`,
  facilitation: msg`animation`,
  cofacilitation: msg`coanimation`,
}

export const kindWords: Readonly<Record<PhaseKind, MessageDescriptor>> = {
  plenary: msg`plénière`,
  stick: msg`ronde du bâton`,
  board: msg`tableau partagé`,
  write: msg`écriture en silence`,
  groups: msg`sous-groupes`,
  vote: msg`vote`,
  break: msg`pause`,
  closing: msg`clôture`,
}

export const postWords: Readonly<Record<Post, MessageDescriptor>> = {
  lead: msg`mène la rencontre`,
  guardian: msg`gardienne ou gardien`,
  scribe: msg`prend les notes`,
  technique: msg`veille technique`,
}

export const roleWords: Readonly<Record<Role, MessageDescriptor>> = {
  facilitator: msg`animation`,
  cofacilitator: msg`coanimation`,
  member: msg`membre`,
  guest: msg`personne invitée`,
}

/** Reactions, silent: a word under the name for a few seconds. */
export const reactions = {
  merci: msg`merci`,
  echo: msg`ça me rejoint`,
  accord: msg`d’accord`,
  touche: msg`ça me touche`,
  fort: msg`plus fort, s’il vous plaît`,
  lent: msg`plus lentement`,
} as const satisfies Record<string, MessageDescriptor>

export type Reaction = keyof typeof reactions

export function isReaction(value: unknown): value is Reaction {
  return typeof value === 'string' && Object.hasOwn(reactions, value)
}

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

/** The same to one who is in the room already. */
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

/** What the facilitation says to one person alone, to be read in her own time; none for the other hints. */
export function lastingWord({ kind, text }: Hint): MessageDescriptor | null {
  switch (kind) {
    case 'nudge':
      return text
        ? msg`L’animation vous dit, en privé : ${text}`
        : msg`L’animation vous invite, en privé, à conclure.`
    case 'taken_back':
      return text ? msg`L’animation a repris le bâton : ${text}` : msg`L’animation a repris le bâton.`
    default:
      return null
  }
}
