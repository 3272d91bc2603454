import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState } from 'react'
import { minutesLong } from '../../../i18n/time.ts'
import type { GroupOwn, GroupSeen, GroupsView } from '../../../session/together.ts'
import { facilitates } from '../../../session/view.ts'
import { Button } from '../../../ui/Button.tsx'
import { useAnnounce } from '../../../ui/LiveRegion.tsx'
import { useNames, useNow, useView, useWish } from '../live.tsx'
import { keptSounds } from '../prefs.ts'
import { play } from '../sounds.ts'
import { circleNames, meetingNow, minutesLeft } from '../viewmodel.ts'
import { Coming, useComing } from './Coming.tsx'
import styles from './Groups.module.css'
import { useGroupTitle } from './useGroupTitle.ts'

/** Where I am while groups are open: my group, the one that I visit, or the plenary. It says aloud what moves me. */
export function MyGroup() {
  const { groups, group, coming } = useView()
  const { t } = useLingui()
  useNews()
  useComing()
  if (!groups) return coming ? <Coming group={coming} /> : null
  return (
    <section className={styles['mine']} aria-label={t`Sous-groupes`} data-group={group?.group ?? 'plenary'}>
      {group ? <Inside set={groups} group={group} /> : <InPlenary set={groups} />}
      {groups.told && <p className={styles['told']}>{groups.told.text}</p>}
    </section>
  )
}

function Inside({ set, group }: { set: GroupsView; group: GroupOwn }) {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  const wish = useWish()
  const title = useGroupTitle()(group.group, group)
  const short = circleNames(view, names)
  const named = (ids: readonly string[]) => ids.map((id) => short[id] ?? '').join(', ')
  const others = group.members.filter((id) => id !== view.me.member)
  const visits = !group.members.includes(view.me.member)
  const guests = group.visitors.filter((id) => id !== view.me.member)
  const visitors = named(guests)
  const host = group.host === undefined || group.host === view.me.member ? '' : (short[group.host] ?? '')
  return (
    <>
      <div className={styles['line']}>
        <strong className={styles['title']}>{visits ? <Trans>Vous visitez : {title}</Trans> : title}</strong>
        <span className={styles['who']}>
          {others.length > 0 ? named(others) : <Trans>Vous êtes seule ou seul dans ce groupe.</Trans>}
          {host !== '' && ` · ${t`accueil : ${host}`}`}
          {guests.length > 0 && ` · ${t`en visite : ${visitors}`}`}
        </span>
        <Time set={set} />
      </div>
      {group.host === view.me.member && (
        <p className={styles['told']}>
          <Trans>Vous accueillez cette table : vous y restez quand les autres changent.</Trans>
        </p>
      )}
      <div className={styles['actions']}>
        {visits ? (
          <Button size="dense" kind="leaf" onPress={() => void wish('groups.back')}>
            <Trans>Quitter ce groupe</Trans>
          </Button>
        ) : (
          <>
            {group.help ? (
              <Button size="dense" onPress={() => void wish('groups.no_help')}>
                <Trans>Ne plus appeler</Trans>
              </Button>
            ) : (
              <Button size="dense" onPress={() => void wish('groups.help')}>
                <Trans>Appeler l’animation</Trans>
              </Button>
            )}
            {view.me.alone && (
              <Button size="dense" onPress={() => void wish('groups.join', {})}>
                <Trans>Rejoindre un autre groupe</Trans>
              </Button>
            )}
            {set.by === 'self' && <OtherGroups set={set} mine={group.group} />}
            <EarlyReturn />
          </>
        )}
        {group.help && !visits && (
          <span className={styles['state']}>
            <Trans>L’animation est prévenue.</Trans>
          </span>
        )}
      </div>
    </>
  )
}

/** Two gestures: the whole group comes back, so nobody does it by a slip. */
function EarlyReturn() {
  const wish = useWish()
  const [asking, setAsking] = useState(false)
  if (!asking) {
    return (
      <Button size="dense" kind="text" onPress={() => setAsking(true)}>
        <Trans>Revenir plus tôt</Trans>
      </Button>
    )
  }
  return (
    <>
      <span className={styles['state']}>
        <Trans>Tout le groupe revient en plénière.</Trans>
      </span>
      <Button size="dense" kind="leaf" onPress={() => void wish('groups.done', { on: true })}>
        <Trans>Le groupe a terminé</Trans>
      </Button>
      <Button size="dense" kind="text" onPress={() => setAsking(false)}>
        <Trans>Rester</Trans>
      </Button>
    </>
  )
}

function InPlenary({ set }: { set: GroupsView }) {
  const view = useView()
  const wish = useWish()
  const leads = facilitates(view.me.role)
  const done = Object.values(set.groups).some((one) => one.done)
  return (
    <>
      <div className={styles['line']}>
        <strong className={styles['title']}>
          <Trans>Vous êtes en plénière</Trans>
        </strong>
        <span className={styles['who']}>
          <Trans>Les autres sont en sous-groupes.</Trans>
        </span>
        <Time set={set} />
      </div>
      {!leads && (
        <div className={styles['actions']}>
          {set.by === 'self' ? (
            <OtherGroups set={set} mine={undefined} />
          ) : (
            <Button size="dense" kind="leaf" onPress={() => void wish('groups.join', {})}>
              <Trans>Rejoindre un groupe</Trans>
            </Button>
          )}
          {done && (
            <Button size="dense" onPress={() => void wish('groups.done', { on: false })}>
              <Trans>Reprendre avec mon groupe</Trans>
            </Button>
          )}
        </div>
      )}
    </>
  )
}

/** Groups that each chooses for herself: how many are there, and whether there is a place. */
function OtherGroups({ set, mine }: { set: GroupsView; mine: string | undefined }) {
  const wish = useWish()
  const title = useGroupTitle()
  return Object.entries(set.groups)
    .filter(([id, one]) => id !== mine && !one.done)
    .sort(([, a], [, b]) => a.n - b.n)
    .map(([id, one]) => (
      <Join
        key={id}
        one={one}
        title={title(id, one)}
        onPress={() => void wish('groups.join', { group: id })}
      />
    ))
}

function Join({ one, title, onPress }: { one: GroupSeen; title: string; onPress: () => void }) {
  const { t } = useLingui()
  const { count } = one
  return (
    <Button size="dense" onPress={onPress} {...(one.full ? { unavailable: t`Ce groupe est complet.` } : {})}>
      {title} ({count})
    </Button>
  )
}

/** What is left of the groups' time: in minutes, and in seconds only once the return is announced. */
export function Time({ set }: { set: GroupsView }) {
  const now = meetingNow(useView(), useNow())
  if (set.closes_at !== undefined) {
    const seconds = Math.max(0, Math.ceil((set.closes_at - now) / 1000))
    return (
      <strong className={styles['time']} role="timer" aria-live="off">
        <Trans>On revient dans {seconds} s</Trans>
      </strong>
    )
  }
  if (set.until === undefined) return null
  const left = minutesLeft(set.until, now)
  const time = minutesLong(Math.max(1, left))
  return (
    <span className={styles['time']} role="timer" aria-live="off">
      {left > 0 ? <Trans>Encore {time}</Trans> : <Trans>Le temps prévu est écoulé</Trans>}
    </span>
  )
}

/** Says aloud where I am taken to, the return, what is told to all, and who comes to see us. */
function useNews(): void {
  const { t } = useLingui()
  const { polite } = useAnnounce()
  const view = useView()
  const names = useNames()
  const titled = useGroupTitle()
  const { groups, group } = view
  const short = circleNames(view, names)
  const where = groups ? (group?.group ?? 'plenary') : ''
  const with_ = (group?.members ?? [])
    .filter((id) => id !== view.me.member)
    .map((id) => short[id] ?? '')
    .join(', ')
  const title = group ? titled(group.group, group) : ''
  const before = useRef('')
  const round = groups?.round ?? 0
  const place = `${where} ${round}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: said when one is moved, not when somebody else comes
  useEffect(() => {
    const [was = ''] = before.current.split(' ')
    if (place === before.current) return
    before.current = place
    if (where === '') {
      if (was !== '') polite('groups', t`Tout le monde est de retour en plénière.`)
    } else if (where === 'plenary')
      polite('groups', t`Vous êtes en plénière. Les autres sont en sous-groupes.`)
    else
      polite(
        'groups',
        with_ === '' ? t`Vous êtes dans : ${title}.` : t`Vous êtes dans : ${title}, avec ${with_}.`,
      )
  }, [place])
  const closes = groups?.closes_at
  useEffect(() => {
    if (closes === undefined) return
    polite('groups', t`On revient bientôt en plénière. Terminez votre idée.`)
    if (keptSounds()) play('breakEnds')
  }, [closes, polite, t])
  const told = groups?.told
  const seen = useRef(0)
  useEffect(() => {
    if (!told || told.seq <= seen.current) return
    seen.current = told.seq
    polite('groups', t`L’animation dit à tous les groupes : ${told.text}`)
  }, [told, polite, t])
  const visitor = group?.visitors.find((id) => id !== view.me.member)
  const visiting = visitor === undefined ? '' : (short[visitor] ?? '')
  useEffect(() => {
    if (visiting !== '') polite('groups', t`${visiting} visite votre groupe.`)
  }, [visiting, polite, t])
}
