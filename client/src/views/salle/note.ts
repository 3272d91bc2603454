import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { Note } from '../../session/view.ts'
import { useView } from './live.tsx'
import { presentPhase } from './viewmodel.ts'

const words: Readonly<Record<Note, MessageDescriptor>> = {
  questions: msg`Des questions seulement.`,
  facts: msg`Des questions de fait seulement.`,
  agree: msg`Dites si vous consentez, ou ce qui vous en empêche.`,
  listens: msg`La personne concernée écoute et prend des notes.`,
  back: msg`La personne concernée tourne le dos : elle écoute, caméra éteinte et micro fermé.`,
  one_each: msg`Une idée par groupe.`,
  move: msg`La première minute sert à changer de table.`,
  ideas: msg`Écrivez vos idées en silence.`,
  dots: msg`Donnez vos points en silence.`,
  meta: msg`On ne parle plus de la situation, mais de la manière dont on a travaillé.`,
  read: msg`Lisez en silence.`,
  optional: msg`Le bâton reste là pour qui le veut.`,
}

/** What the scenario asks of everybody in this step, in a sentence or two; nothing when it asks nothing. */
export function useNoteSentence(): string {
  const { t } = useLingui()
  const rule = presentPhase(useView())?.rule
  const note = rule?.note === undefined ? '' : t(words[rule.note])
  const rounds = rule?.rounds ?? 1
  const planned =
    rounds === 2 ? t`Deux rondes sont prévues.` : rounds > 2 ? t`${rounds} rondes sont prévues.` : ''
  return [note, planned].filter(Boolean).join(' ')
}
