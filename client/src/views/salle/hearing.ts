import { facilitates, type SessionView } from '../../session/view.ts'

/** Whether this person is heard by my line: me, or somebody whom I carry. */
export function onMyLine(view: SessionView, id: string | undefined): boolean {
  return id !== undefined && (id === view.me.member || view.people?.[id]?.behind === view.me.member)
}

/** Who plays a part of the scenario and is here; the facilitator's is played by those who facilitate unless it was given. */
export function playersOf(view: SessionView, part: string): readonly string[] {
  const people = view.people ?? {}
  const here = (id: string) => people[id]?.here === true && people[id]?.left !== true
  const given = (view.cast ?? []).filter((one) => one.part === part && one.member !== undefined)
  if (part === 'facilitator' && given.length === 0) {
    return Object.keys(people).filter((id) => here(id) && facilitates(people[id]?.role ?? 'guest'))
  }
  return given.flatMap(({ member }) => (member !== undefined && here(member) ? [member] : []))
}

/** Who plays the part that the floor silences, whatever else it says. */
export function silenced(view: SessionView): readonly string[] {
  const not = view.floor?.rule.not
  return not === undefined || not === '' ? [] : playersOf(view, not)
}

/** How many may still sit in the inner circle. */
export function freeSeats(view: SessionView): number {
  const { floor } = view
  return Math.max(0, (floor?.places ?? 0) - (floor?.inside?.length ?? 0))
}

/** Whether nobody who facilitates is here: members then run phases and rounds. */
export function isUnled(view: SessionView): boolean {
  return (
    playersOf(view, 'facilitator').length === 0 &&
    !Object.values(view.people ?? {}).some((one) => one.here && one.left !== true && facilitates(one.role))
  )
}
