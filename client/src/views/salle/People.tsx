import { Trans, useLingui } from '@lingui/react/macro'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import { facilitates, type Person, type Post, type Role } from '../../session/view.ts'
import { Button } from '../../ui/Button.tsx'
import { Switch } from '../../ui/Checks.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Menu, type MenuEntry } from '../../ui/Menu.tsx'
import { Pebble } from '../../ui/Pebble.tsx'
import { initialsOf } from '../place/initials.ts'
import { Company } from './anime/Company.tsx'
import { useSpoken } from './anime/Equity.tsx'
import { MyParts } from './anime/MyParts.tsx'
import { Door } from './Door.tsx'
import { useLive, useNames, useNow, useView, useWish } from './live.tsx'
import styles from './Panel.module.css'
import { Panel } from './Panel.tsx'
import { postWords, roleWords } from './personWords.ts'
import { keepArrival, keptArrival } from './prefs.ts'
import { circleOf, isWaitedFor } from './viewmodel.ts'

/** Who is here, and how I take part. Nothing about how much anyone speaks. */
export function People({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const view = useView()
  const circle = circleOf(view)
  const here = circle.filter((id) => view.people?.[id]?.here).length
  return (
    <Panel title={t`Personnes`} onClose={onClose}>
      <Door />
      <section className={styles['section']} aria-label={t`Dans le cercle`}>
        <h3>{here === 1 ? <Trans>Une personne est là</Trans> : <Trans>{here} personnes sont là</Trans>}</h3>
        <ul className={styles['list']} role="list">
          {circle.map((id) => {
            const person = view.people?.[id]
            return person && <One key={id} id={id} person={person} />
          })}
        </ul>
      </section>
      <MyParts />
      <Mine />
    </Panel>
  )
}

function One({ id, person }: { id: string; person: Person }) {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  const [removing, setRemoving] = useState(false)
  const name = names[id] ?? ''
  const mine = id === view.me.member
  const carrier = person.behind === undefined ? '' : (names[person.behind] ?? '')
  const waited = isWaitedFor(
    person,
    useNow((now) => isWaitedFor(person, now)),
  )
  const states = [
    t(roleWords[person.role]),
    person.here ? null : waited ? t`en suspens` : t`hors ligne`,
    person.listen ? t`écoute seulement` : null,
    person.writes ? t`participe par écrit` : null,
    carrier === '' ? null : t`voix portée par ${carrier}`,
    ...Object.entries(view.team?.posts ?? {}).flatMap(([post, member]) =>
      member === id ? [t(postWords[post as Post])] : [],
    ),
    view.hands?.[id] ? t`main levée` : null,
  ]
  const entries = useEntries(id, person, () => setRemoving(true))
  return (
    <li className={styles['row']}>
      <Pebble id={id} initials={initialsOf(name)} size={40} mark={person.here ? 'none' : 'away'} />
      <span className={styles['rowWords']}>
        <span className={styles['rowName']}>{mine ? t`${name} (vous)` : name}</span>
        <span className={styles['rowState']}>{states.filter(Boolean).join(', ')}</span>
      </span>
      {entries.length > 0 && (
        <Menu
          label={t`Pour ${name}`}
          entries={entries}
          trigger={
            <Button kind="text" size="dense" aria-label={t`Pour ${name}`}>
              <IconDots size={22} stroke={2} aria-hidden />
            </Button>
          }
        />
      )}
      <Remove id={id} name={name} open={removing} onClose={() => setRemoving(false)} />
    </li>
  )
}

/** What I may do for this person, by my role and hers: the server decides again. */
function useEntries(id: string, person: Person, onRemove: () => void): MenuEntry[] {
  const { t } = useLingui()
  const view = useView()
  const wish = useWish()
  const mine = id === view.me.member
  const give = (role: Role) => () => void wish('people.role', { member: id, role })
  const entries: MenuEntry[] = []
  if (view.me.role === 'facilitator' && !mine && person.role !== 'guest') {
    if (person.role === 'member')
      entries.push({ id: 'co', label: t`Confier la coanimation`, onChoose: give('cofacilitator') })
    if (person.role !== 'facilitator')
      entries.push({ id: 'lead', label: t`Confier l’animation`, onChoose: give('facilitator') })
    if (facilitates(person.role))
      entries.push({ id: 'member', label: t`Retirer l’animation`, onChoose: give('member') })
  }
  if (facilitates(view.me.role) && view.hands?.[id] && !mine) {
    entries.push({
      id: 'lower',
      label: t`Baisser sa main`,
      onChoose: () => void wish('hands.lower', { member: id }),
    })
  }
  if (
    facilitates(view.me.role) &&
    !mine &&
    (view.me.role === 'facilitator' || person.role !== 'facilitator')
  ) {
    entries.push({ id: 'remove', label: t`Faire sortir`, plum: true, onChoose: onRemove })
  }
  return entries
}

/** Asks before sending someone out. */
function Remove({
  id,
  name,
  open,
  onClose,
}: {
  id: string
  name: string
  open: boolean
  onClose: () => void
}) {
  const { t } = useLingui()
  const wish = useWish()
  return (
    <Dialog
      title={t`Faire sortir ${name} ?`}
      open={open}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>
            <Trans>Pas maintenant</Trans>
          </Button>
          <Button
            kind="plum"
            onPress={() => {
              onClose()
              void wish('people.remove', { member: id })
            }}
          >
            <Trans>Faire sortir</Trans>
          </Button>
        </>
      }
    >
      <Trans>Cette personne ne pourra revenir que si l’animation le permet.</Trans>
    </Dialog>
  )
}

function Mine() {
  const { t } = useLingui()
  const { entry } = useLive()
  const view = useView()
  const wish = useWish()
  const heard = useSpoken()(view.share?.heard_ms ?? 0)
  const listen = view.people?.[view.me.member]?.listen === true
  const remember = (change: { listen?: boolean; listed?: boolean }) => {
    const kept = keptArrival(entry.meeting.id, entry.you.id)
    if (kept) keepArrival({ ...kept, ...change })
  }
  return (
    <section className={styles['section']} aria-label={t`Ma participation`}>
      <h3>
        <Trans>Ma participation</Trans>
      </h3>
      <Switch
        on={listen}
        onChange={(on) => {
          remember({ listen: on })
          void wish('people.listen', { on })
        }}
        help={t`Vous entendez tout et pouvez écrire. On ne vous tendra pas le bâton.`}
      >
        <Trans>J’écoute seulement</Trans>
      </Switch>
      <Switch
        on={view.listed}
        onChange={(on) => {
          remember({ listed: on })
          void wish('people.list', { on })
        }}
        help={t`Sinon, votre présence n’y est pas écrite.`}
      >
        <Trans>Le compte rendu peut me nommer parmi les personnes présentes</Trans>
      </Switch>
      <Switch
        on={view.people?.[view.me.member]?.writes === true}
        onChange={(on) => void wish('people.write', { on })}
        help={t`À votre tour, vous écrivez; quelqu’un peut lire vos mots à voix haute.`}
      >
        <Trans>Je participe par écrit</Trans>
      </Switch>
      {view.share && (
        <p className={styles['hint']}>
          <Trans>
            Votre temps de parole aujourd’hui : {heard}. Vous êtes la seule personne à voir ce chiffre.
          </Trans>
        </p>
      )}
      <Company />
    </section>
  )
}
