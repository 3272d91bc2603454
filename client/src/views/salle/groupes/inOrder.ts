import type { GroupOwn, GroupsLed } from '../../../session/together.ts'

const number = (id: string) => Number(id.slice(id.lastIndexOf('-') + 1))

/** Groups by their number. */
export function inOrder({ groups }: GroupsLed): [string, GroupOwn][] {
  return Object.entries(groups).sort(([a], [b]) => number(a) - number(b))
}
