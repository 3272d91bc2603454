import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { GroupsLed } from '../../../session/together.ts'
import { Button } from '../../../ui/Button.tsx'
import { Switch } from '../../../ui/Checks.tsx'
import { useWish } from '../live.tsx'
import panel from '../Panel.module.css'
import { GroupCard } from './GroupCard.tsx'
import styles from './Groups.module.css'
import { inOrder } from './inOrder.ts'
import { Unplaced } from './Unplaced.tsx'

/** A proposal: seen by those who run, changed by hand, opened by one gesture. */
export function ProposedGroups({ led }: { led: GroupsLed }) {
  const { t } = useLingui()
  const wish = useWish()
  const [boards, setBoards] = useState(true)
  const [busy, setBusy] = useState(false)
  const groups = inOrder(led)
  const { repeats = 0 } = led
  const open = async () => {
    setBusy(true)
    await wish('groups.open', {
      set: led.set,
      ...(boards ? { boards: groups.map(() => crypto.randomUUID()) } : {}),
    })
    setBusy(false)
  }
  return (
    <>
      <p className={panel['hint']}>
        {led.announced ? (
          <Trans>Chaque personne voit son groupe, et ce que vous y changez.</Trans>
        ) : (
          <Trans>Personne d’autre ne voit cette proposition. Pressez un nom pour le déplacer.</Trans>
        )}
      </p>
      {led.by === 'fresh' && (
        <p className={panel['hint']}>
          {repeats === 0 ? (
            <Trans>Personne ne retrouve quelqu’un de ses groupes passés.</Trans>
          ) : led.sure ? (
            <Trans>Rencontres répétées : {repeats}. On ne peut pas faire moins.</Trans>
          ) : (
            <Trans>Rencontres répétées : {repeats}.</Trans>
          )}
        </p>
      )}
      <ul className={styles['groups']} role="list">
        {groups.map(([id, group]) => (
          <GroupCard key={id} id={id} group={group} led={led} />
        ))}
      </ul>
      <Unplaced led={led} />
      <Switch
        on={boards}
        onChange={setBoards}
        help={t`Il revient à tout le monde à la fin, et au compte rendu.`}
      >
        <Trans>Un tableau pour chaque groupe</Trans>
      </Switch>
      <div className={panel['actions']}>
        <Button kind="leaf" busy={busy} onPress={() => void open()}>
          <Trans>Ouvrir les groupes</Trans>
        </Button>
        {!led.announced && led.by !== 'self' && (
          <Button onPress={() => void wish('groups.announce', { set: led.set })}>
            <Trans>Annoncer à chaque personne son groupe</Trans>
          </Button>
        )}
        <Button kind="text" onPress={() => void wish('groups.withdraw')}>
          <Trans>Recommencer</Trans>
        </Button>
      </div>
    </>
  )
}
