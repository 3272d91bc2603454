import type { Schema } from '../../api/client.ts'
import type { Phase } from './plan.ts'

export type Role = Schema<'CastPart'>

/** As many roles as a scenario may have. */
export const mostRoles = 8

/** Who plays a role: one person, or one in each group; who stays at her table when the others move; another at each pass of a loop. */
export type Playing = { group: boolean; stays?: boolean; loop?: string }

export function playingOf({ group, stays, loop }: Role): Playing {
  return { group: group === true, ...(loop ? { loop } : group && stays ? { stays } : {}) }
}

const held = ({ group, stays, loop }: Playing) => ({
  ...(group ? { group } : {}),
  ...(group && stays ? { stays } : {}),
  ...(loop ? { loop } : {}),
})

/** Another role; its id is no other's. */
export function withRole(roles: readonly Role[], title: string, playing: Playing): Role[] {
  const taken = new Set(roles.map(({ id }) => id))
  let n = roles.length + 1
  while (taken.has(`role_${n}`)) n += 1
  return [...roles, { id: `role_${n}`, title, ...held(playing) }]
}

/** The same role under another name. */
export const renamed = (roles: readonly Role[], id: string, title: string): Role[] =>
  roles.map((one) => (one.id === id ? { ...one, title } : one))

/** The same role, played otherwise. */
export const played = (roles: readonly Role[], id: string, playing: Playing): Role[] =>
  roles.map((one) => (one.id === id ? { id, title: one.title, ...held(playing) } : one))

/** The steps of a loop, once a role goes round with it: each waits for whoever plays it. */
export function joined(phases: readonly Phase[], { id, loop }: Role): Phase[] {
  return phases.map((phase) =>
    loop === undefined || phase.loop?.id !== loop || phase.cast?.includes(id)
      ? phase
      : { ...phase, cast: [...(phase.cast ?? []), id] },
  )
}

/** Whether the tables of steps that follow each other stay open, each with its host. */
export function tables(phases: readonly Phase[], stay: boolean): Phase[] {
  return phases.map((phase, at) => {
    if (!phase.groups || phase.groups.keep) return phase
    const { keep_hosts: _was, ...groups } = phase.groups
    const follows = phases[at - 1]?.groups !== undefined
    return { ...phase, groups: stay && follows ? { ...groups, keep_hosts: true } : groups }
  })
}

/** The titles of the steps that need a role. */
export function needing(phases: readonly Phase[], id: string): string[] {
  return [...new Set(phases.filter((phase) => uses(phase, id)).map(({ title }) => title))]
}

function uses({ rule, cast }: Phase, id: string): boolean {
  return (
    cast?.includes(id) === true ||
    [rule?.role, rule?.not, rule?.answers, rule?.first].some((one) => one === id)
  )
}

/** The steps without a role: those that only it was heard in are the facilitators', the others have nobody apart. */
export function withoutRole(phases: readonly Phase[], id: string): Phase[] {
  return phases.map((phase) => {
    if (!uses(phase, id)) return phase
    const { cast, rule, ...rest } = phase
    const left = (cast ?? []).filter((one) => one !== id)
    return { ...rest, ...(left.length > 0 ? { cast: left } : {}), ...(rule ? { rule: freed(rule, id) } : {}) }
  })
}

function freed(rule: NonNullable<Phase['rule']>, id: string): NonNullable<Phase['rule']> {
  const next = { ...rule }
  if (next.role === id) next.role = 'facilitator'
  for (const key of ['not', 'answers', 'first'] as const) {
    if (next[key] !== id) continue
    delete next[key]
    if (key === 'answers') delete next.answer_s
  }
  return next
}
