import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { PhaseKind } from '../../session/view.ts'
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
