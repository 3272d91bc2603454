import { Trans, useLingui } from '@lingui/react/macro'
import { IconCalendar } from '@tabler/icons-react'
import { Link } from 'react-aria-components'
import type { Schema } from '../../api/client.ts'
import { growthRings } from '../../ui/shapes/rings.ts'
import { bandOf } from '../place/band.ts'
import { useNow } from '../place/useNow.ts'
import { useWhen } from '../place/useWhen.ts'
import { underWay } from '../place/when.ts'
import styles from './Communautes.module.css'
import { useKindWords } from './kind.ts'

/** Communities as cards, each with its own tint and rings. */
export function CommunityCards({
  communities,
  level = 3,
}: {
  communities: readonly Schema<'CommunityCard'>[]
  /** Level of the titles: the one below what stands above. */
  level?: 2 | 3
}) {
  return (
    <ul className={styles['cards']}>
      {communities.map((community) => (
        <li key={community.id}>
          <Card community={community} level={level} />
        </li>
      ))}
    </ul>
  )
}

const factors = [0.3, 0.5, 0.7, 0.9, 1.1, 1.3, 1.5, 1.7]

function Card({ community, level }: { community: Schema<'CommunityCard'>; level: 2 | 3 }) {
  const { t } = useLingui()
  const Title = level === 2 ? 'h2' : 'h3'
  const when = useWhen()
  const now = useNow(60_000)
  const kind = useKindWords()
  const band = bandOf(community.id)
  const next = community.next
  const date = next ? when.near(next.starts_at, now) : ''
  const hour = next ? when.clock(next.starts_at) : ''
  return (
    <article className={styles['card']}>
      <svg
        className={styles['cardBand']}
        style={{ background: band.ground }}
        viewBox="-180 -36 360 72"
        preserveAspectRatio="xMidYMid slice"
        aria-hidden
        focusable="false"
      >
        {growthRings(community.id, 120, 62, factors).map((path) => (
          <path key={path} d={path} fill="none" stroke={band.ring} strokeWidth={1.5} />
        ))}
      </svg>
      <div className={styles['cardWords']}>
        <Title>
          <Link href={`/c/${community.id}`} className={styles['cardLink'] ?? ''}>
            {community.name}
          </Link>
        </Title>
        <p>{[kind(community.kind), community.network].filter(Boolean).join(', ')}</p>
        <p className={styles['cardFact']}>
          <IconCalendar size={22} stroke={1.75} aria-hidden />
          {!next ? (
            t`Aucune rencontre prévue`
          ) : underWay(next, now) ? (
            <Trans>En ce moment</Trans>
          ) : (
            <Trans>
              Prochaine : {date}, {hour}
            </Trans>
          )}
        </p>
      </div>
    </article>
  )
}
