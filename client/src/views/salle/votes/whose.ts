import { createContext, useContext } from 'react'
import type { Own } from '../../../session/together.ts'
import { useNames, useView } from '../live.tsx'
import { circleNames } from '../viewmodel.ts'

/** For whom one writes and votes: oneself, or somebody whom one carries. */
export const Whose = createContext<string | undefined>(undefined)

export type Hand = {
  /** Who it is. */
  readonly id: string
  /** Her name, "" for oneself. */
  readonly name: string
  /** What she wrote and chose, which nobody else is shown. */
  readonly own: Own
  /** What a command for her carries. */
  readonly by: { readonly as?: string }
}

export function useWhose(): Hand {
  const as = useContext(Whose)
  const view = useView()
  const names = useNames()
  const carried = as === undefined ? undefined : view.company?.[as]
  if (as === undefined || carried === undefined) return { id: view.me.member, name: '', own: view, by: {} }
  return { id: as, name: circleNames(view, names)[as] ?? names[as] ?? '', own: carried, by: { as } }
}
