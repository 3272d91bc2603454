import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from 'react-aria-components'
import type { Schema } from '../../api/client.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import styles from './Enter.module.css'
import { useNow } from './useNow.ts'
import { useWhen } from './useWhen.ts'
import { momentOf, opensAt, underWay, untilStart } from './when.ts'

/** From how long before the door opens to all its facilitator is offered to open it, ms. */
const preparing = 45 * 60_000

/**
 * The one big gesture: going to the meeting. Before the door opens it is dashed, with its hour, and becomes itself
 * when the hour comes, without reloading anything.
 */
export function Enter({ meeting, onLeaf }: { meeting: Schema<'MeetingCard'>; onLeaf?: boolean }) {
  const { t, i18n } = useLingui()
  const now = useNow()
  const when = useWhen()
  const moment = momentOf(meeting, now)
  if (moment === 'cancelled' || moment === 'over' || moment === 'missed') return null
  const opening = opensAt(meeting)
  // Whoever facilitates may open at any time; days ahead, that must not look like the thing to do.
  const early = moment === 'open' && meeting.status === 'planned' && now < opening.getTime() - preparing
  const day = when.near(opening, now)
  const hour = when.clock(opening)
  const opensLine = t`${day} à ${hour}`
  return (
    <div className={styles['enter']} data-on-leaf={onLeaf || undefined}>
      {moment === 'open' && !early ? (
        <ButtonLink kind={onLeaf ? 'onLeaf' : 'leaf'} size="main" href={`/r/${meeting.id}/antichambre`}>
          {meeting.status === 'open' || now >= opening.getTime() ? (
            <Trans>Rejoindre</Trans>
          ) : (
            <Trans>Ouvrir la salle</Trans>
          )}
        </ButtonLink>
      ) : (
        <Button size="main" unavailable={t`La salle ouvre quinze minutes avant la rencontre.`}>
          <Trans>Rejoindre</Trans>
        </Button>
      )}
      <div className={styles['words']} aria-live="polite">
        {meeting.status === 'open' ? (
          <p>
            <Trans>La salle est ouverte.</Trans>
          </p>
        ) : moment === 'open' && !early ? (
          <p>
            {now < opening.getTime() ? (
              <Trans>Vous animez : vous pouvez ouvrir avant les autres.</Trans>
            ) : (
              <Trans>On peut entrer.</Trans>
            )}
          </p>
        ) : (
          <p>
            <Trans>La salle ouvre : {opensLine}.</Trans>
          </p>
        )}
        <p>
          {underWay(meeting, now) ? (
            <Trans>La rencontre est en cours.</Trans>
          ) : (
            i18n._(untilStart(meeting.starts_at, now))
          )}
        </p>
        {early && (
          <p>
            <Link href={`/r/${meeting.id}/antichambre`}>
              <Trans>Ouvrir avant l’heure</Trans>
            </Link>
          </p>
        )}
      </div>
    </div>
  )
}
