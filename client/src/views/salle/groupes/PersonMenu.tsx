import { useLingui } from '@lingui/react/macro'
import type { GroupsLed } from '../../../session/together.ts'
import { Button } from '../../../ui/Button.tsx'
import { Menu, type MenuEntry } from '../../../ui/Menu.tsx'
import { useNames, useView, useWish } from '../live.tsx'
import { circleNames } from '../viewmodel.ts'
import { inOrder } from './inOrder.ts'
import { useGroupTitle } from './useGroupTitle.ts'

/** A person of a group; pressed, she goes to another, hosts the table, or comes back to the plenary. */
export function PersonMenu({ id, led, group }: { id: string; led: GroupsLed; group?: string }) {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  const wish = useWish()
  const titled = useGroupTitle()
  const name = circleNames(view, names)[id] ?? ''
  const own = group === undefined ? undefined : led.groups[group]
  const hosts = own?.host === id
  const entries: MenuEntry[] = inOrder(led)
    .filter(([other, one]) => other !== group && !one.done)
    .map(([other, one]) => {
      const to = titled(other, one)
      return {
        id: other,
        label: t`Vers : ${to}`,
        onChoose: () => void wish('groups.move', { member: id, group: other }),
      }
    })
  if (group !== undefined) {
    entries.push(
      { kind: 'separator', id: 'line' },
      {
        id: 'host',
        label: hosts ? t`N’accueille plus la table` : t`Accueille la table`,
        onChoose: () => void wish('groups.host', { group, ...(hosts ? {} : { member: id }) }),
      },
      { id: 'out', label: t`En plénière`, onChoose: () => void wish('groups.out', { member: id }) },
    )
  }
  const host = hosts ? t`${name}, accueille` : name
  return (
    <Menu
      label={t`Déplacer ${name}`}
      entries={entries}
      trigger={
        <Button size="dense" aria-label={t`Déplacer ${host}`}>
          {host}
        </Button>
      }
    />
  )
}
