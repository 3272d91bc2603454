import { Trans, useLingui } from '@lingui/react/macro'
import { IconFileText } from '@tabler/icons-react'
import { Link } from 'react-aria-components'
import { Part } from '../place/Heading.tsx'
import { useNow } from '../place/useNow.ts'
import { useWhen } from '../place/useWhen.ts'
import styles from './Communaute.module.css'
import type { Community } from './Communaute.tsx'
import { inOrder, isPast } from './cycle.ts'

/** The meetings that were held, the latest first, with the documents of each. */
export function Past({ community }: { community: Community }) {
  const { t } = useLingui()
  const when = useWhen()
  const now = useNow(60_000)
  const past = inOrder(community.meetings ?? [])
    .filter((meeting) => isPast(meeting, now))
    .toReversed()
  return (
    <Part title={t`Rencontres passées`}>
      {past.length === 0 ? (
        <p className={styles['quiet']}>
          <Trans>Aucune rencontre n’a encore eu lieu.</Trans>
        </p>
      ) : (
        <ul className={styles['lines']}>
          {past.map((meeting) => {
            const documents = (community.documents ?? []).filter((one) => one.meeting === meeting.id)
            return (
              <li key={meeting.id}>
                <p>
                  <Link href={`/r/${meeting.id}`}>{meeting.title}</Link>
                </p>
                <p className={styles['quiet']}>{when.day(meeting.starts_at, now)}</p>
                {documents.map((document) => (
                  <p key={document.id} className={styles['left']}>
                    <IconFileText size={20} stroke={2} aria-hidden />
                    <Link href={`/documents/${document.id}`}>
                      <Trans>Compte rendu</Trans>
                    </Link>
                  </p>
                ))}
              </li>
            )
          })}
        </ul>
      )}
    </Part>
  )
}
