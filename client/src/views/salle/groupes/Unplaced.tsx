import { Trans } from '@lingui/react/macro'
import type { GroupsLed } from '../../../session/together.ts'
import { facilitates } from '../../../session/view.ts'
import { Button } from '../../../ui/Button.tsx'
import { useView, useWish } from '../live.tsx'
import panel from '../Panel.module.css'
import styles from './Groups.module.css'
import { PersonMenu } from './PersonMenu.tsx'

/** Those who have no group, and whether I want a place myself. */
export function Unplaced({ led }: { led: GroupsLed }) {
  const view = useView()
  const wish = useWish()
  const me = view.me.member
  const willing = led.willing.includes(me)
  const placed = Object.values(led.groups).some((one) => one.members.includes(me))
  return (
    <>
      {led.unplaced.length > 0 && (
        <div>
          <h4>
            <Trans>En plénière</Trans>
          </h4>
          <ul className={styles['people']} role="list">
            {led.unplaced.map((id) => (
              <li key={id}>
                <PersonMenu id={id} led={led} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {facilitates(view.me.role) && !placed && (
        <div className={panel['actions']}>
          <Button size="dense" kind="text" onPress={() => void wish('groups.wish', { on: !willing })}>
            {willing ? (
              <Trans>Finalement, je reste en plénière</Trans>
            ) : (
              <Trans>Je prends une place aussi</Trans>
            )}
          </Button>
        </div>
      )}
    </>
  )
}
