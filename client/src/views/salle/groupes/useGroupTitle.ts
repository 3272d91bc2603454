import { useLingui } from '@lingui/react/macro'
import { useCallback } from 'react'
import { useLive } from '../live.tsx'

/** A group's own title, also once the group is no more; else its number: its id is the set's and the number. */
export function useGroupTitle(): (id: string, group: { readonly title?: string }) => string {
  const { t } = useLingui()
  const { groupNames } = useLive()
  return useCallback(
    (id, { title }) => {
      if (title !== undefined && title !== '') {
        groupNames.set(id, title)
        return title
      }
      const n = id.slice(id.lastIndexOf('-') + 1)
      return groupNames.get(id) ?? t`Groupe ${n}`
    },
    [t, groupNames],
  )
}
