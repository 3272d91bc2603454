import type { Own } from '../../../session/together.ts'
import type { SessionView } from '../../../session/view.ts'

/** The newest first: what is open stands on top of what is over. */
export function byOrder<Value extends { readonly order: number }>(
  all: Readonly<Record<string, Value>> | undefined,
): [string, Value][] {
  return Object.entries(all ?? {}).sort(([, a], [, b]) => b.order - a.order)
}

/** What came of a vote or of a sheet: nobody has anything to do there any more, and it is worth reading. */
export type Came = { readonly id: string; readonly is: 'vote' | 'cards'; readonly words: string }

/** The votes that were closed and the cards that were shown, by id. */
export function cameOf(view: SessionView): readonly Came[] {
  const votes = byOrder(view.polls).filter(([, one]) => one.life === 'closed')
  const sheets = byOrder(view.sheets).filter(([, one]) => one.life === 'revealed')
  return [
    ...votes.map(([id, one]): Came => ({ id, is: 'vote', words: one.question })),
    ...sheets.map(([id, one]): Came => ({ id, is: 'cards', words: one.prompt ?? '' })),
  ]
}

/** The votes and sheets that are open, the newest first, by id. */
export function openOf(view: SessionView): readonly string[] {
  const open = <One extends { readonly life: string }>([, one]: [string, One]) => one.life === 'open'
  return [...byOrder(view.polls).filter(open), ...byOrder(view.sheets).filter(open)].map(([id]) => id)
}

/** Whether it is mine to write on or vote in: everyone's, or my own group's while I sit there. */
export function isForMe(view: SessionView, paper: { readonly group?: string }): boolean {
  const { group = '' } = paper
  if (group === '') return true
  return view.group?.group === group && view.group.members.includes(view.me.member)
}

/** Something to do: by me, or `as` somebody whom I carry. */
export type Waits = { readonly is: 'vote' | 'write'; readonly words: string; readonly as?: string }

/** What waits for me, then for those whom I carry: a vote without a ballot, a sheet on which nobody said that she finished. */
export function waiting(view: SessionView): Waits | undefined {
  const mine = waitingOf(view, view)
  if (mine) return mine
  for (const [as, own] of Object.entries(view.company ?? {})) {
    const hers = waitingOf(view, own)
    if (hers) return { ...hers, as }
  }
  return undefined
}

function waitingOf(view: SessionView, own: Own): Waits | undefined {
  const vote = byOrder(view.polls).find(
    ([id, one]) => one.life === 'open' && own.ballots?.[id] === undefined && isForMe(view, one),
  )
  if (vote) return { is: 'vote', words: vote[1].question }
  const sheet = byOrder(view.sheets).find(
    ([id, one]) => one.life === 'open' && own.finished?.[id] !== true && isForMe(view, one),
  )
  return sheet && { is: 'write', words: sheet[1].prompt ?? '' }
}
