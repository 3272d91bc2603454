import { api, asked, type Schema } from '../../api/client.ts'
import { known, type Origin, type Phase } from './plan.ts'

/** A scenario to choose, as the server offers it. */
export type ScenarioCard = Schema<'ScenarioCard'>

/** Turns that a round may have, in seconds. */
export const turns = [30, 45, 60, 90, 120, 180, 240, 300]

/** The words of a text in the language of the page, or in the other one. */
export function textIn(text: Schema<'ScenarioText'>, locale: string): string {
  return (locale.startsWith('en') ? text.en || text.fr : text.fr || text.en) ?? ''
}

/** « fr » or « en », as scenarios name their languages. */
export const languageOf = (locale: string): 'fr' | 'en' => (locale.startsWith('en') ? 'en' : 'fr')

/** The scenario a new plan begins with. */
export const usualScenario = 'RM'

/** What stands first in the library: the others come when they are asked for. */
const first = ['RM', 'TT', 'CP', 'CD']

/** The cards to show: the community's own, those of its network, and of Palabre's the first, or all. */
export function shown(all: readonly ScenarioCard[], chosen: string | undefined, whole: boolean) {
  const of = (source: ScenarioCard['source']) => all.filter((one) => one.source === source)
  const library = of('library').toSorted((a, b) => rank(a.id) - rank(b.id))
  return {
    own: of('community'),
    network: of('network'),
    library: library.filter((one) => whole || rank(one.id) < first.length || one.id === chosen),
    more: whole ? 0 : library.filter((one) => rank(one.id) >= first.length && one.id !== chosen).length,
  }
}

function rank(id: string): number {
  const at = first.indexOf(id)
  return at < 0 ? first.length : at
}

/** The run of show that a scenario gives for so many people. */
export async function unfolded(
  community: string,
  scenario: string,
  people: number,
  locale: string,
): Promise<{ phases: Phase[]; origin: Origin }> {
  const plan = await asked(
    api.GET('/api/communities/{community}/scenarios/{scenario}/plan', {
      params: { path: { community, scenario }, query: { people, lang: languageOf(locale) } },
    }),
  )
  return { phases: known(plan.phases), origin: plan.origin ?? { title: '' } }
}

/** The same plan for so many people and minutes, and what that changes; nothing is kept. */
export async function fitted(
  community: string,
  phases: readonly Phase[],
  origin: Origin | undefined,
  people: number,
  minutes: number,
): Promise<{ phases: Phase[]; changes: Schema<'PhaseChange'>[]; off: number }> {
  const plan = await asked(
    api.POST('/api/communities/{community}/plan', {
      params: { path: { community } },
      body: { phases: [...phases], people, minutes, ...(origin ? { origin } : {}) },
    }),
  )
  return { phases: known(plan.phases), changes: plan.changes ?? [], off: plan.off }
}
