import { type BoardEntry, facilitates, type SessionView } from '../../session/view.ts'

/** Those who sit in my circle while groups are open, as far as I am told; undefined while everybody is together. */
export function besideMe(view: SessionView): ReadonlySet<string> | undefined {
  const { groups, group, led, me } = view
  if (!groups) return undefined
  if (group) return new Set([...group.members, ...group.visitors, me.member])
  // Who facilitates is told who sits where; another knows of the plenary only who facilitates.
  const away =
    led &&
    new Set(Object.values(led.groups).flatMap((one) => [...(one.done ? [] : one.members), ...one.visitors]))
  return new Set(
    Object.entries(view.people ?? {})
      .filter(([id, { role }]) => id === me.member || (away ? !away.has(id) : facilitates(role)))
      .map(([id]) => id),
  )
}

/** Whether this board is mine to see now: a small group's is the group's, and theirs who facilitate. */
export function isMine(view: SessionView, board: { readonly group?: string }): boolean {
  return board.group === undefined || facilitates(view.me.role) || board.group === view.group?.group
}

/** The board before me: my small group's, else the one shown to all. */
export function boardBefore(view: SessionView): readonly [id: string, board: BoardEntry] | undefined {
  const mine = Object.entries(view.boards ?? {}).filter(([, board]) => isMine(view, board))
  return (
    mine.find(([, board]) => board.group !== undefined && board.group === view.group?.group) ??
    mine.find(([, board]) => board.shown)
  )
}
