import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconFileText, IconSeeding } from '@tabler/icons-react'
import { useQueries, useQuery } from '@tanstack/react-query'
import type { Schema } from '../../api/client.ts'
import { communityQuery } from '../../api/queries.ts'
import { ButtonLink } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/Notices.tsx'
import { CommunityCards } from '../communautes/CommunityCards.tsx'
import { Enter } from '../place/Enter.tsx'
import { RingOfPebbles } from '../place/RingOfPebbles.tsx'
import { type Me, Signed } from '../place/Signed.tsx'
import { useNow } from '../place/useNow.ts'
import { usePageTitle } from '../place/usePageTitle.ts'
import { useWhen } from '../place/useWhen.ts'
import { momentOf, underWay } from '../place/when.ts'
import styles from './Accueil.module.css'
import { WhoYouAre } from './WhoYouAre.tsx'

/** Home: the next meeting, what waits for the person, her communities. */
export function Accueil() {
  return <Signed>{(me) => <Home me={me} />}</Signed>
}

function Home({ me }: { me: Me }) {
  const { t } = useLingui()
  const now = useNow(60_000)
  usePageTitle(t`Accueil`)
  const communities = me.communities ?? []
  const name = me.member.name.split(' ')[0] ?? ''
  const next =
    me.next && !['cancelled', 'over', 'missed'].includes(momentOf(me.next, now)) ? me.next : undefined
  return (
    <div className={styles['home']}>
      <h1>{name === '' ? <Trans>Bonjour</Trans> : <Trans>Bonjour, {name}</Trans>}</h1>
      <WhoYouAre me={me} />
      {next && <Next meeting={next} guest={me.member.guest} />}
      {!next && me.member.guest && <GuestNothing />}
      {!next && !me.member.guest && communities.length > 0 && <NoNext communities={communities} />}
      {communities.length === 0 && !me.member.guest && <First admin={me.admin} />}
      {(me.drafts ?? []).length > 0 && <Drafts drafts={me.drafts ?? []} />}
      <Lately communities={communities} apart={me.drafts ?? []} />
      {communities.length > 0 && (
        <section className={styles['section']} aria-labelledby="mes-communautes">
          <div className={styles['sectionHead']}>
            <h2 id="mes-communautes">
              <Trans>Mes communautés</Trans>
            </h2>
            <ButtonLink kind="text" href="/communautes/nouvelle">
              <Trans>Fonder une communauté</Trans>
            </ButtonLink>
          </div>
          <CommunityCards communities={communities} />
        </section>
      )}
    </div>
  )
}

function Next({ meeting, guest }: { meeting: Schema<'MeetingCard'>; guest: boolean }) {
  const { t } = useLingui()
  const when = useWhen()
  const now = useNow(60_000)
  const community = useQuery({ ...communityQuery(meeting.community), enabled: !guest })
  const members = community.data?.members ?? []
  const full = when.full(meeting.starts_at, meeting.minutes, now)
  const on = underWay(meeting, now)
  return (
    <section className={styles['next']} aria-label={on ? t`En ce moment` : t`Votre prochaine rencontre`}>
      <div className={styles['nextWords']}>
        <p>{on ? <Trans>En ce moment</Trans> : <Trans>Votre prochaine rencontre, {full}</Trans>}</p>
        <h2>{guest ? meeting.title : <a href={`/r/${meeting.id}`}>{meeting.title}</a>}</h2>
        <p>{meeting.community_name}</p>
        <Enter meeting={meeting} onLeaf />
      </div>
      {members.length > 0 && (
        <div className={styles['nextRing']} aria-hidden>
          <RingOfPebbles
            seed={meeting.community}
            people={members}
            width={380}
            height={300}
            pebble={48}
            colour="color-mix(in oklab, currentColor 22%, transparent)"
          >
            <span className={styles['count']}>{members.length}</span>
            <span>
              <Plural value={members.length} one="membre" other="membres" />
            </span>
          </RingOfPebbles>
        </div>
      )}
    </section>
  )
}

function NoNext({ communities }: { communities: readonly Schema<'CommunityCard'>[] }) {
  const { t } = useLingui()
  const led = communities.find((community) => community.role === 'facilitator')
  return (
    <EmptyState
      title={t`Aucune rencontre prévue`}
      {...(led
        ? {
            action: (
              <ButtonLink kind="leaf" href={`/c/${led.id}/rencontres/nouvelle`}>
                <Trans>Planifier une rencontre</Trans>
              </ButtonLink>
            ),
          }
        : {})}
    >
      <p>
        {led ? (
          <Trans>Choisissez un jour; Palabre propose un déroulement et prévient les membres.</Trans>
        ) : (
          <Trans>Dès qu’une rencontre est annoncée, elle paraît ici et dans vos courriels.</Trans>
        )}
      </p>
    </EmptyState>
  )
}

function GuestNothing() {
  const { t } = useLingui()
  return (
    <EmptyState title={t`Cette rencontre est terminée`}>
      <p>
        <Trans>Merci d’y avoir été. Pour une autre rencontre, il faudra une nouvelle invitation.</Trans>
      </p>
    </EmptyState>
  )
}

function First({ admin }: { admin: boolean }) {
  const { t } = useLingui()
  return (
    <EmptyState
      title={
        admin ? t`Tout est prêt. Il manque une première communauté.` : t`Vous n’êtes dans aucune communauté`
      }
      icon={<IconSeeding size={40} stroke={1.75} aria-hidden />}
      action={
        <ButtonLink kind="leaf" size="big" href="/communautes/nouvelle">
          <Trans>Fonder une communauté</Trans>
        </ButtonLink>
      }
    >
      <p>
        {admin ? (
          <Trans>
            Donnez-lui un nom et une intention, invitez les membres par courriel, puis planifiez la rencontre.
          </Trans>
        ) : (
          <Trans>Ouvrez l’invitation reçue par courriel, ou fondez la vôtre.</Trans>
        )}
      </p>
    </EmptyState>
  )
}

/** How many communities are asked, and how many documents are shown: home is no library. */
const lately = { communities: 6, documents: 3 }

/** What the last meetings left to read, for members too; `apart`: what stands elsewhere on the page. */
function Lately({
  communities,
  apart,
}: {
  communities: readonly Schema<'CommunityCard'>[]
  apart: readonly Schema<'DocumentCard'>[]
}) {
  const when = useWhen()
  const now = useNow(60_000)
  const pages = useQueries({
    queries: communities.slice(0, lately.communities).map((community) => communityQuery(community.id)),
  })
  const documents = pages
    .flatMap((page) => page.data?.documents ?? [])
    .filter((one) => !apart.some((other) => other.id === one.id))
    .toSorted((a, b) => Date.parse(b.made_at) - Date.parse(a.made_at))
    .slice(0, lately.documents)
  if (documents.length === 0) return null
  return (
    <section className={styles['section']} aria-labelledby="dernieres-rencontres">
      <h2 id="dernieres-rencontres">
        <Trans>Dernières rencontres</Trans>
      </h2>
      <ul className={styles['waiting']}>
        {documents.map((one) => (
          <Paper key={one.id} document={one} day={when.near(one.made_at, now)} />
        ))}
      </ul>
    </section>
  )
}

function Paper({ document, day }: { document: Schema<'DocumentCard'>; day: string }) {
  return (
    <li>
      <IconFileText size={28} stroke={1.75} aria-hidden />
      <div>
        <p className={styles['waitingTitle']}>{document.title}</p>
        <p>
          <Trans>Projet de compte rendu, fait {day}</Trans>
        </p>
      </div>
      <ButtonLink href={`/documents/${document.id}`}>
        <Trans>Lire</Trans>
      </ButtonLink>
    </li>
  )
}

function Drafts({ drafts }: { drafts: readonly Schema<'DocumentCard'>[] }) {
  const when = useWhen()
  const now = useNow(60_000)
  return (
    <section className={styles['section']} aria-labelledby="ce-qui-attend">
      <h2 id="ce-qui-attend">
        <Trans>Ce qui vous attend</Trans>
      </h2>
      <ul className={styles['waiting']}>
        {drafts.map((draft) => (
          <Paper key={draft.id} document={draft} day={when.near(draft.made_at, now)} />
        ))}
      </ul>
    </section>
  )
}
