import { Trans, useLingui } from '@lingui/react/macro'
import { IconArrowRight, IconCheck } from '@tabler/icons-react'
import { Link } from 'react-aria-components'
import { ButtonLink } from '../../ui/Button.tsx'
import { useNow } from '../place/useNow.ts'
import { capital, useWhen } from '../place/useWhen.ts'
import { dayShort } from '../place/when.ts'
import type { Community } from './Communaute.tsx'
import styles from './Cycle.module.css'
import { type CycleNode, cycleOf } from './cycle.ts'

/** The meetings of the cycle in one row, the next one open. On a narrow page they are a list, the next one first. */
export function Cycle({ community }: { community: Community }) {
  const { t } = useLingui()
  const now = useNow(60_000)
  const nodes = cycleOf(
    community.meetings ?? [],
    {
      minutes: new Set((community.documents ?? []).map((one) => one.meeting)),
      boards: new Set((community.boards ?? []).flatMap((one) => one.meeting ?? [])),
    },
    now,
  )
  return (
    <ol className={styles['cycle']} aria-label={t`Rencontres du cycle, dans l’ordre`}>
      {nodes.map((node) => (
        <Node key={node.meeting.id} node={node} now={now} />
      ))}
    </ol>
  )
}

function Node({ node, now }: { node: CycleNode; now: number }) {
  const when = useWhen()
  const { meeting, place } = node
  const open = place === 'next' || place === 'now'
  return (
    <li className={styles['node']} data-place={place} data-review={node.review || undefined}>
      <span className={styles['dot']} aria-hidden>
        {place === 'past' && <IconCheck size={18} stroke={2} />}
        {open && <IconArrowRight size={18} stroke={2} />}
      </span>
      {open ? (
        <div className={styles['open']}>
          <p className={styles['next']}>
            {place === 'now' ? <Trans>En ce moment</Trans> : <Trans>Prochaine</Trans>}
          </p>
          <h3>{capital(when.full(meeting.starts_at, meeting.minutes, now))}</h3>
          <p>{meeting.title}</p>
          {place === 'now' ? (
            <ButtonLink kind="leaf" href={`/r/${meeting.id}/antichambre`}>
              <Trans>Rejoindre</Trans>
            </ButtonLink>
          ) : (
            <ButtonLink kind="leaf" href={`/r/${meeting.id}`}>
              <Trans>Voir et préparer</Trans>
            </ButtonLink>
          )}
        </div>
      ) : (
        <div className={styles['words']}>
          <time dateTime={meeting.starts_at}>{dayShort(new Date(meeting.starts_at), when.locale)}</time>
          <Link href={`/r/${meeting.id}`}>{meeting.title}</Link>
          {node.review && (
            <span className={styles['left']}>
              <Trans>Bilan</Trans>
            </span>
          )}
          {node.left && (
            <span className={styles['left']}>
              {node.left === 'minutes' ? <Trans>Compte rendu</Trans> : <Trans>Tableau</Trans>}
            </span>
          )}
        </div>
      )}
    </li>
  )
}
