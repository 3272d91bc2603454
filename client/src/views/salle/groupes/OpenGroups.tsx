import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { minutesLong } from '../../../i18n/time.ts'
import type { GroupOwn, GroupsLed, GroupsView } from '../../../session/together.ts'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { useNames, useView, useWish } from '../live.tsx'
import panel from '../Panel.module.css'
import { usePending } from '../usePending.ts'
import { circleNames } from '../viewmodel.ts'
import { GroupCard } from './GroupCard.tsx'
import styles from './Groups.module.css'
import { inOrder } from './inOrder.ts'
import { Time } from './MyGroup.tsx'
import { seed } from './seed.ts'
import { Unplaced } from './Unplaced.tsx'

/** Seconds between the announcement of the return and the return. */
const recallIn = 60

/** Groups that are open: who is where, who calls, how long; one visits, tells all, prolongs, calls back. */
export function OpenGroups({ led, mayVisit }: { led: GroupsLed; mayVisit: boolean }) {
  const view = useView()
  const set = view.groups
  if (!set) return null
  const recalled = led.state === 'recalled'
  return (
    <>
      <p>
        <Time set={set} />
      </p>
      <div className={panel['actions']}>
        <Return recalled={recalled} />
        <Longer set={set} />
      </div>
      <ul className={styles['groups']} role="list">
        {inOrder(led).map(([id, group]) => (
          <GroupCard key={id} id={id} group={group} led={led}>
            {mayVisit && !group.done && <Visit id={id} group={group} />}
          </GroupCard>
        ))}
      </ul>
      <Unplaced led={led} />
      <Tell />
      {!recalled && <NextTable set={set} led={led} />}
    </>
  )
}

function Return({ recalled }: { recalled: boolean }) {
  const { t } = useLingui()
  const wish = useWish()
  return recalled ? (
    <Button kind="leaf" onPress={() => void wish('groups.close')}>
      <Trans>Revenir maintenant</Trans>
    </Button>
  ) : (
    <Button kind="leaf" onPress={() => void wish('groups.recall', { in_s: recallIn })}>
      {t`Ramener tout le monde dans ${recallIn} s`}
    </Button>
  )
}

/** More time, from the end that is seen here: when somebody else was first, it is not added twice. */
function Longer({ set }: { set: GroupsView }) {
  const wish = useWish()
  const [pending, follow] = usePending()
  const seen = pending ? {} : { ends_at: set.closes_at ?? set.until ?? 0 }
  return [2, 5].map((minutes) => (
    <Button key={minutes} size="dense" onPress={() => follow(wish('groups.extend', { minutes, ...seen }))}>
      {`+ ${minutesLong(minutes)}`}
    </Button>
  ))
}

function Visit({ id, group }: { id: string; group: GroupOwn }) {
  const view = useView()
  const wish = useWish()
  const me = view.me.member
  const here = view.group?.group === id
  if (group.members.includes(me) && here) return null
  return (
    <div className={panel['actions']}>
      {here ? (
        <Button size="dense" onPress={() => void wish('groups.back')}>
          <Trans>Quitter ce groupe</Trans>
        </Button>
      ) : (
        <Button
          size="dense"
          kind={group.help ? 'leaf' : 'quiet'}
          onPress={() => void wish('groups.visit', { group: id })}
        >
          <Trans>Visiter</Trans>
        </Button>
      )}
      {group.help && !here && (
        <Button size="dense" onPress={() => void wish('groups.answer', { group: id })}>
          <Trans>J’ai entendu</Trans>
        </Button>
      )}
    </div>
  )
}

/** A sentence that all groups read. */
function Tell() {
  const { t } = useLingui()
  const wish = useWish()
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const tell = async () => {
    setBusy(true)
    const answer = await wish('groups.say', { text: text.trim() })
    setBusy(false)
    if (answer.done) setText('')
  }
  return (
    <form
      className={styles['fields']}
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim() !== '' && !busy) void tell()
      }}
    >
      <TextField label={t`Un mot à tous les groupes`} value={text} onChange={setText} maxLength={500} />
      <div>
        <Button
          type="submit"
          busy={busy}
          {...(text.trim() === '' ? { unavailable: t`Écrivez d’abord votre mot.` } : {})}
        >
          <Trans>Dire à tous les groupes</Trans>
        </Button>
      </div>
    </form>
  )
}

/** Café: hosts stay at their table, the others sit down at another one. */
function NextTable({ set, led }: { set: GroupsView; led: GroupsLed }) {
  const { t } = useLingui()
  const wish = useWish()
  const view = useView()
  const names = useNames()
  if (inOrder(led).length < 2) return null
  const short = circleNames(view, names)
  const hosts = inOrder(led)
    .flatMap(([, one]) => (one.host === undefined ? [] : [short[one.host] ?? '']))
    .join(', ')
  return (
    <div>
      <Button onPress={() => void wish('groups.turn', { round: set.round, seed: seed() })}>
        <Trans>Changer de table</Trans>
      </Button>
      <p className={panel['hint']}>
        {hosts !== ''
          ? t`Restent à leur table : ${hosts}. Les autres changent.`
          : t`Tout le monde change de table. Pour que quelqu’un reste, pressez son nom : « Accueille la table ».`}
      </p>
    </div>
  )
}
