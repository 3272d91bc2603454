import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconCalendarPlus, IconSettings } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Schema } from '../../api/client.ts'
import { communityQuery } from '../../api/queries.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/Notices.tsx'
import { useKindWords } from '../communautes/kind.ts'
import { bandOf } from '../place/band.ts'
import { Part } from '../place/Heading.tsx'
import { Loaded } from '../place/Loaded.tsx'
import { RingOfPebbles } from '../place/RingOfPebbles.tsx'
import { Signed } from '../place/Signed.tsx'
import { usePageTitle } from '../place/usePageTitle.ts'
import styles from './Communaute.module.css'
import { Cycle } from './Cycle.tsx'
import { Gathered } from './Gathered.tsx'
import { Members } from './Members.tsx'
import { Past } from './Past.tsx'
import { Settings } from './Settings.tsx'

export type Community = Schema<'Community'>

/** A community: who it is, its cycle of meetings, what they left. */
export function Communaute() {
  const { community } = useParams({ from: '/c/$community' })
  const query = useQuery(communityQuery(community))
  return (
    <Signed>
      {(me) => <Loaded query={query}>{(data) => <Page community={data} me={me.member.id} />}</Loaded>}
    </Signed>
  )
}

function Page({ community, me }: { community: Community; me: string }) {
  const { t } = useLingui()
  const [settings, setSettings] = useState(false)
  usePageTitle(community.name)
  const leads = community.role === 'facilitator'
  const plan = `/c/${community.id}/rencontres/nouvelle`
  return (
    <div className={styles['page']}>
      <Band
        community={community}
        actions={
          leads && (
            <>
              <ButtonLink
                href={plan}
                kind="leaf"
                icon={<IconCalendarPlus size={22} stroke={1.75} aria-hidden />}
              >
                <Trans>Planifier une rencontre</Trans>
              </ButtonLink>
              <Button
                icon={<IconSettings size={22} stroke={1.75} aria-hidden />}
                onPress={() => setSettings(true)}
              >
                <Trans>Réglages</Trans>
              </Button>
            </>
          )
        }
      />
      <Part title={t`Notre cycle`}>
        {(community.meetings ?? []).some((meeting) => meeting.status !== 'cancelled') ? (
          <Cycle community={community} />
        ) : (
          <EmptyState
            title={t`Aucune rencontre encore`}
            {...(leads
              ? {
                  action: (
                    <ButtonLink kind="leaf" href={plan}>
                      <Trans>Planifier la première</Trans>
                    </ButtonLink>
                  ),
                }
              : {})}
          >
            <p>
              {leads ? (
                <Trans>Une date et un titre suffisent : le déroulement est proposé.</Trans>
              ) : (
                <Trans>La première rencontre paraîtra ici, et vous recevrez un courriel.</Trans>
              )}
            </p>
          </EmptyState>
        )}
      </Part>
      <Gathered documents={community.documents ?? []} boards={community.boards ?? []} />
      <div className={styles['columns']}>
        <Members community={community} me={me} />
        <Past community={community} />
      </div>
      {leads && settings && <Settings community={community} open onClose={() => setSettings(false)} />}
    </div>
  )
}

function Band({ community, actions }: { community: Community; actions: ReactNode }) {
  const band = bandOf(community.id)
  const kind = useKindWords()
  const members = community.members ?? []
  const organizations = new Set(members.map((member) => member.organization).filter(Boolean)).size
  return (
    <header className={styles['band']} style={{ background: band.ground }}>
      <div className={styles['bandWords']}>
        <p>{[kind(community.kind), community.network, community.region].filter(Boolean).join(', ')}</p>
        <h1>{community.name}</h1>
        {community.intention !== '' && <p className={styles['intention']}>{community.intention}</p>}
        {actions && <div className={styles['bandActions']}>{actions}</div>}
      </div>
      <div className={styles['bandRing']} aria-hidden>
        <RingOfPebbles seed={community.id} people={members} width={480} height={290} colour={band.ring}>
          <span className={styles['count']}>
            <Plural value={members.length} one="# membre" other="# membres" />
          </span>
          {organizations > 1 && (
            <span>
              <Trans>de {organizations} organismes</Trans>
            </span>
          )}
          {members.length > 24 && (
            <span>
              <Plural value={members.length - 24} one="et # autre" other="et # autres" />
            </span>
          )}
        </RingOfPebbles>
      </div>
    </header>
  )
}
