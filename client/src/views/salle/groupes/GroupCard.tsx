import { Trans, useLingui } from '@lingui/react/macro'
import { IconPencil } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import type { GroupOwn, GroupsLed } from '../../../session/together.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { useNames, useView, useWish } from '../live.tsx'
import panel from '../Panel.module.css'
import { circleNames } from '../viewmodel.ts'
import styles from './Groups.module.css'
import { OnePart } from './Parts.tsx'
import { PersonMenu } from './PersonMenu.tsx'
import { useGroupTitle } from './useGroupTitle.ts'

/** One group as those who run see it: who is there, who calls. */
export function GroupCard({
  id,
  group,
  led,
  children,
}: {
  id: string
  group: GroupOwn
  led: GroupsLed
  children?: ReactNode
}) {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  const title = useGroupTitle()(id, group)
  const short = circleNames(view, names)
  const caller = group.help ? (short[group.help.by] ?? '') : ''
  const visitors = group.visitors.map((one) => short[one] ?? '').join(', ')
  return (
    <li className={styles['group']} aria-label={title} {...(group.help ? { 'data-calls': '' } : {})}>
      <div className={styles['head']}>
        <span className={styles['named']}>
          <h4>{title}</h4>
          <Rename id={id} title={title} />
        </span>
        <span className={styles['state']}>
          {group.help ? (
            <strong>
              <Trans>{caller} appelle</Trans>
            </strong>
          ) : group.done ? (
            <Trans>revenu en plénière</Trans>
          ) : (
            group.visitors.length > 0 && t`en visite : ${visitors}`
          )}
        </span>
        {children}
      </div>
      {group.members.length === 0 ? (
        <p className={styles['state']}>
          <Trans>Personne pour l’instant.</Trans>
        </p>
      ) : (
        <ul className={styles['people']} role="list">
          {group.members.map((one) => (
            <li key={one}>
              <PersonMenu id={one} led={led} group={id} />
            </li>
          ))}
        </ul>
      )}
      <PartsOf id={id} members={group.members} />
    </li>
  )
}

function Rename({ id, title }: { id: string; title: string }) {
  const { t } = useLingui()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button size="dense" kind="text" aria-label={t`Renommer ${title}`} onPress={() => setAsking(true)}>
        <IconPencil size={18} stroke={2} aria-hidden />
      </Button>
      {asking && <GroupTitle id={id} title={title} onClose={() => setAsking(false)} />}
    </>
  )
}

function GroupTitle({ id, title, onClose }: { id: string; title: string; onClose: () => void }) {
  const { t } = useLingui()
  const wish = useWish()
  const [next, setNext] = useState(title)
  const [busy, setBusy] = useState(false)
  const done = async () => {
    if (next.trim() === title) return onClose()
    setBusy(true)
    const answer = await wish('groups.title', { group: id, title: next.trim() })
    setBusy(false)
    if (answer.done) onClose()
  }
  return (
    <Dialog
      title={t`Renommer ${title}`}
      open
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>
            <Trans>Pas maintenant</Trans>
          </Button>
          <Button
            kind="leaf"
            busy={busy}
            onPress={() => void done()}
            unavailable={next.trim() === '' ? t`Donnez-lui d’abord un nom.` : undefined}
          >
            <Trans>Renommer</Trans>
          </Button>
        </>
      }
    >
      <TextField label={t`Son nom`} value={next} onChange={setNext} maxLength={120} autoFocus />
    </Dialog>
  )
}

/** What the scenario has played in this group: its client, its host. Those who facilitate give it, here as in the plenary. */
function PartsOf({ id, members }: { id: string; members: readonly string[] }) {
  const { t } = useLingui()
  const view = useView()
  const among = Object.keys(view.people ?? {}).filter((one) => {
    const { behind = one } = view.people?.[one] ?? {}
    return members.includes(behind)
  })
  const parts = (view.cast_all ?? []).filter((one) => one.group === id && one.title !== undefined)
  if (parts.length === 0) return null
  return (
    <ul className={panel['list']} role="list" aria-label={t`Rôles du scénario`}>
      {parts.map((part) => (
        <OnePart key={part.part} part={part} among={among} />
      ))}
    </ul>
  )
}
