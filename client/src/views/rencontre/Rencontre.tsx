import { Trans, useLingui } from '@lingui/react/macro'
import { IconCalendar, IconCalendarPlus, IconLock, IconLockOpen, IconPencil } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Schema } from '../../api/client.ts'
import { communityQuery, meetingQuery } from '../../api/queries.ts'
import type { Locale } from '../../i18n/locale.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { Banner } from '../../ui/Notices.tsx'
import { Pebble } from '../../ui/Pebble.tsx'
import { growthRings } from '../../ui/shapes/rings.ts'
import { Gathered } from '../communaute/Gathered.tsx'
import { bandOf } from '../place/band.ts'
import { Enter } from '../place/Enter.tsx'
import { Heading, Part } from '../place/Heading.tsx'
import { initialsOf } from '../place/initials.ts'
import { Loaded } from '../place/Loaded.tsx'
import { Signed } from '../place/Signed.tsx'
import { useNow } from '../place/useNow.ts'
import { capital, useWhen } from '../place/useWhen.ts'
import { elsewhere, momentOf, zoneWords } from '../place/when.ts'
import { Cancel } from './Cancel.tsx'
import { Guests } from './Guests.tsx'
import { known } from './plan.ts'
import styles from './Rencontre.module.css'
import { RunOfShow } from './RunOfShow.tsx'

export type Meeting = Schema<'Meeting'>

/** A meeting outside its room: what is prepared before it, what it left after it. */
export function Rencontre() {
  const { meeting } = useParams({ from: '/r/$meeting' })
  const query = useQuery(meetingQuery(meeting))
  return <Signed>{() => <Loaded query={query}>{(data) => <Page meeting={data} />}</Loaded>}</Signed>
}

function Page({ meeting }: { meeting: Meeting }) {
  const { t } = useLingui()
  const now = useNow()
  const moment = momentOf(meeting, now)
  const after = moment === 'over' || moment === 'missed'
  const leads = meeting.my_role === 'facilitator'
  const changeable = leads && meeting.status === 'planned'
  const [cancelling, setCancelling] = useState(false)
  return (
    <>
      <Heading
        title={meeting.title}
        crumbs={[
          { href: '/', name: t`Accueil` },
          { href: `/c/${meeting.community}`, name: meeting.community_name },
        ]}
        actions={
          changeable && (
            <ButtonLink
              href={`/r/${meeting.id}/modifier`}
              icon={<IconPencil size={22} stroke={1.75} aria-hidden />}
            >
              <Trans>Changer</Trans>
            </ButtonLink>
          )
        }
      >
        <Facts meeting={meeting} now={now} />
      </Heading>
      {(moment === 'cancelled' || moment === 'missed') && (
        <div className={styles['said']}>
          <Banner kind="note">
            {moment === 'cancelled' ? (
              <Trans>Cette rencontre est annulée. Ses liens ne mènent plus à la salle.</Trans>
            ) : (
              <Trans>Cette rencontre n’a pas eu lieu.</Trans>
            )}
          </Banner>
        </div>
      )}
      <div className={styles['columns']}>
        <div className={styles['column']}>
          {after && <Gathered documents={meeting.documents ?? []} boards={meeting.boards ?? []} />}
          {!after && meeting.intention !== '' && <Intention meeting={meeting} />}
          <RunOfShow phases={known(meeting.phases)} startsAt={meeting.starts_at} />
          {after && meeting.intention !== '' && <Intention meeting={meeting} />}
          {!after && (meeting.boards ?? []).length + (meeting.documents ?? []).length > 0 && (
            <Gathered documents={meeting.documents ?? []} boards={meeting.boards ?? []} />
          )}
        </div>
        <div className={styles['column']}>
          {!after && moment !== 'cancelled' && (
            <Part title={t`La salle`}>
              <Enter meeting={meeting} />
              <a className={styles['file']} href={`/api/meetings/${meeting.id}/invitation.ics`} download>
                <IconCalendarPlus size={22} stroke={1.75} aria-hidden />
                <Trans>Mettre à mon agenda (.ics)</Trans>
              </a>
            </Part>
          )}
          {leads && !after && moment !== 'cancelled' && <Guests meeting={meeting} />}
          {!after && moment !== 'cancelled' && <People meeting={meeting} />}
          <Charter meeting={meeting} />
        </div>
      </div>
      {changeable && (
        <div className={styles['foot']}>
          <Button kind="plum" onPress={() => setCancelling(true)}>
            <Trans>Annuler la rencontre</Trans>
          </Button>
        </div>
      )}
      {cancelling && <Cancel meeting={meeting} onClose={() => setCancelling(false)} />}
    </>
  )
}

function Closed({ meeting, now }: { meeting: Meeting; now: number }) {
  const when = useWhen()
  if (meeting.closed_at === undefined) return null
  const day = when.near(meeting.closed_at, now)
  const hour = when.clock(meeting.closed_at)
  return (
    <strong>
      <Trans>
        Fermée {day} à {hour}
      </Trans>
    </strong>
  )
}

function Facts({ meeting, now }: { meeting: Meeting; now: number }) {
  const { i18n } = useLingui()
  const when = useWhen()
  const locale = i18n.locale as Locale
  const at = new Date(meeting.starts_at)
  const there = elsewhere(meeting.starts_at, meeting.zone, locale)
  const zone = zoneWords(at, locale, meeting.zone)
  return (
    <>
      <span className={styles['when']}>
        <IconCalendar size={24} stroke={1.75} aria-hidden />
        <strong>{capital(when.full(meeting.starts_at, meeting.minutes, now))}</strong>
      </span>
      <span>
        {zoneWords(at, locale)}
        {there !== undefined && (
          <>
            {' '}
            <Trans>
              ({there}, {zone})
            </Trans>
          </>
        )}
      </span>
      <Closed meeting={meeting} now={now} />
      {meeting.mode === 'confidential' ? (
        <Chip icon={<IconLock size={18} stroke={2} aria-hidden />}>
          <Trans>Confidentielle</Trans>
        </Chip>
      ) : (
        <Chip icon={<IconLockOpen size={18} stroke={2} aria-hidden />}>
          <Trans>Ouverte</Trans>
        </Chip>
      )}
    </>
  )
}

function Intention({ meeting }: { meeting: Meeting }) {
  const band = bandOf(meeting.community)
  return (
    <section className={styles['intention']} style={{ background: band.ground }}>
      <svg viewBox="-220 -110 440 220" preserveAspectRatio="xMidYMid slice" aria-hidden focusable="false">
        {growthRings(meeting.community, 130, 110, factors).map((path) => (
          <path key={path} d={path} fill="none" stroke={band.ring} strokeWidth={1.5} />
        ))}
      </svg>
      <h2>
        <Trans>L’intention</Trans>
      </h2>
      <p>{meeting.intention}</p>
    </section>
  )
}

const factors = [0.3, 0.5, 0.7, 0.9, 1.15, 1.4, 1.7]

function People({ meeting }: { meeting: Meeting }) {
  const { t } = useLingui()
  const community = useQuery(communityQuery(meeting.community))
  const members = community.data?.members ?? []
  const guests = meeting.guests ?? []
  if (members.length === 0) return null
  return (
    <Part title={t`Qui est attendu`}>
      <ul className={styles['people']}>
        {members.map((member) => (
          <li key={member.id}>
            <Pebble id={member.id} initials={initialsOf(member.name)} size={44} />
            <span className={styles['name']}>{member.name.split(' ')[0]}</span>
            {member.role === 'facilitator' && (
              <span className={styles['role']}>
                <Trans>anime</Trans>
              </span>
            )}
          </li>
        ))}
        {guests.map((guest) => (
          <li key={guest.id}>
            <Pebble id={guest.id} initials={initialsOf(guest.name)} size={44} />
            <span className={styles['name']}>{guest.name.split(' ')[0]}</span>
            <span className={styles['role']}>
              <Trans>sur invitation</Trans>
            </span>
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Charter({ meeting }: { meeting: Meeting }) {
  const { t } = useLingui()
  const charter = meeting.charter ?? []
  if (charter.length === 0) return null
  return (
    <Part title={t`La charte du groupe`}>
      <ul className={styles['charter']}>
        {charter.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Part>
  )
}
