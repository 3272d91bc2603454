import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Phase, PhaseKind } from './plan.ts'

type Step = { title: MessageDescriptor; kind: PhaseKind; minutes: number; question?: MessageDescriptor }

/** A way to hold a meeting, ready to be changed. */
export type Scenario = {
  id: 'monthly' | 'situation' | 'circle' | 'blank'
  name: MessageDescriptor
  words: MessageDescriptor
  steps: readonly Step[]
}

export const scenarios: readonly Scenario[] = [
  {
    id: 'monthly',
    name: msg`Rencontre mensuelle`,
    words: msg`Deux rondes, un tableau, une pause.`,
    steps: [
      {
        title: msg`Ronde d’accueil`,
        kind: 'stick',
        minutes: 20,
        question: msg`Comment j’arrive aujourd’hui?`,
      },
      { title: msg`Suivis de la dernière rencontre`, kind: 'plenary', minutes: 15 },
      {
        title: msg`Ronde de réflexion`,
        kind: 'stick',
        minutes: 50,
        question: msg`Racontez un moment de votre pratique qui vous habite encore.`,
      },
      { title: msg`Pause`, kind: 'break', minutes: 15 },
      { title: msg`Mise en commun`, kind: 'board', minutes: 45 },
      { title: msg`Ronde de clôture`, kind: 'stick', minutes: 20, question: msg`Avec quoi je repars?` },
      { title: msg`Décisions et suivis`, kind: 'closing', minutes: 15 },
    ],
  },
  {
    id: 'situation',
    name: msg`Codéveloppement`,
    words: msg`Une personne apporte une situation, le groupe l’aide à l’éclairer.`,
    steps: [
      {
        title: msg`Choisir le sujet`,
        kind: 'stick',
        minutes: 10,
        question: msg`De quoi aimerais-je parler?`,
      },
      { title: msg`La situation`, kind: 'plenary', minutes: 10 },
      {
        title: msg`Clarifications`,
        kind: 'stick',
        minutes: 20,
        question: msg`Qu’est-ce que j’ai besoin de comprendre?`,
      },
      { title: msg`La demande`, kind: 'plenary', minutes: 5 },
      { title: msg`Pistes`, kind: 'stick', minutes: 25, question: msg`Qu’est-ce que j’essaierais?` },
      { title: msg`Plan d’action`, kind: 'write', minutes: 5 },
      { title: msg`Ce que j’apprends`, kind: 'closing', minutes: 15 },
    ],
  },
  {
    id: 'circle',
    name: msg`Cercle de parole`,
    words: msg`Deux rondes autour d’une question, rien d’autre.`,
    steps: [
      { title: msg`Ouverture`, kind: 'plenary', minutes: 5 },
      {
        title: msg`Première ronde`,
        kind: 'stick',
        minutes: 35,
        question: msg`Qu’est-ce que je vis en ce moment?`,
      },
      {
        title: msg`Deuxième ronde`,
        kind: 'stick',
        minutes: 25,
        question: msg`Qu’est-ce qui résonne de ce que j’ai entendu?`,
      },
      { title: msg`Fermeture`, kind: 'closing', minutes: 10 },
    ],
  },
  {
    id: 'blank',
    name: msg`Page blanche`,
    words: msg`Vous composez étape par étape.`,
    steps: [],
  },
]

const turns = [30, 45, 60, 90, 120, 180, 240, 300]

/** The longest turn of those we offer that lets a round of `seats` end within its minutes, in seconds. */
export function turnFor(minutes: number, seats: number): number {
  const most = (minutes * 60) / Math.max(1, seats)
  return turns.findLast((turn) => turn <= most) ?? (turns[0] as number)
}

/** The steps of a scenario in the words of the page, with turns that fit the number of seats. */
export function phasesOf(
  scenario: Scenario,
  seats: number,
  words: (message: MessageDescriptor) => string,
  newId: () => string,
): Phase[] {
  return scenario.steps.map((step) => ({
    id: newId(),
    title: words(step.title),
    kind: step.kind,
    minutes: step.minutes,
    ...(step.question ? { question: words(step.question) } : {}),
    ...(step.kind === 'stick' ? { turn_s: turnFor(step.minutes, seats) } : {}),
  }))
}

export { turns }
