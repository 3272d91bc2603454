import type { Sheet } from '../../../session/together.ts'
import type { SessionView } from '../../../session/view.ts'
import { groupToRun, mayRun } from '../viewmodel.ts'

/** Whether I see to a sheet or a vote: a group's own people do while they are in it, those who run the meeting to all others. */
export function mayRunPaper(view: SessionView, paper: { readonly group?: string }): boolean {
  const { group = '' } = paper
  return isAtWork(view, paper) || view.group?.group === group ? groupToRun(view) === group : mayRun(view)
}

/** Fewer people than this would know who wrote what without a name. */
export const fewestAuthors = 3

/** Whether a group's sheet is still with its group. */
export function isAtWork(view: SessionView, { group = '' }: { readonly group?: string }): boolean {
  const there = view.groups?.groups[group]
  return there !== undefined && there.done !== true
}

/**
 * The other sheets whose cards appear with this one's, as one lot: those of the same step, without names, that groups brought back
 * to the plenary. None when no group is among them.
 */
export function lotWith(view: SessionView, id: string, sheet: Sheet): readonly string[] {
  const goes = (one: Sheet) =>
    one.unsigned && one.life === 'open' && one.phase === sheet.phase && !isAtWork(view, one)
  if (!goes(sheet)) return []
  const others = Object.entries(view.sheets ?? {}).filter(([other, one]) => other !== id && goes(one))
  const grouped = [sheet, ...others.map(([, one]) => one)].some(({ group = '' }) => group !== '')
  return grouped ? others.map(([other]) => other) : []
}
