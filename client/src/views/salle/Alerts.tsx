import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Button } from '../../ui/Button.tsx'
import styles from './Animation.module.css'
import { useNames, useView, useWish } from './live.tsx'
import panel from './Panel.module.css'
import { circleNames } from './viewmodel.ts'

/** What asks for a gesture of the facilitator's: an offer unanswered, a holder whose line dropped. */
export function Alerts() {
  const view = useView()
  const names = useNames()
  const wish = useWish()
  const { facil } = view
  if (!facil) return null
  const short = circleNames(view, names)
  const unanswered = short[facil.offer_unanswered ?? ''] ?? ''
  const suspended = short[facil.suspended?.member ?? ''] ?? ''
  const over = short[view.round?.holder?.member ?? ''] ?? ''
  return (
    <>
      {facil.offer_unanswered !== undefined && (
        <Alert
          words={<Trans>{unanswered} n’a pas répondu. Sa place sera gardée pour la fin de la ronde.</Trans>}
          wait={() => void wish('stick.wait')}
          go={() => void wish('stick.offer')}
          goWords={<Trans>Tendre à la personne suivante</Trans>}
        />
      )}
      {facil.suspended && (
        <Alert
          words={
            <Trans>La liaison de {suspended} est tombée. Le bâton est en suspens, son temps aussi.</Trans>
          }
          wait={() => void wish('stick.wait')}
          go={() => void wish('stick.go_on')}
          goWords={<Trans>Continuer; {suspended} reprendra après</Trans>}
        />
      )}
      {facil.rest_until !== undefined && (
        <Alert
          words={<Trans>Il ne reste que des personnes absentes. La ronde se terminera d’elle-même.</Trans>}
          wait={() => void wish('stick.wait')}
          go={() => void wish('stick.go_on')}
          goWords={<Trans>Continuer sans attendre</Trans>}
        />
      )}
      {facil.holder_over !== undefined && view.round?.holder && (
        <p className={styles['alert']} role="status">
          <Trans>Le temps prévu pour {over} est écoulé.</Trans>
        </p>
      )}
    </>
  )
}

function Alert({
  words,
  wait,
  go,
  goWords,
}: {
  words: ReactNode
  wait: () => void
  go: () => void
  goWords: ReactNode
}) {
  const { t } = useLingui()
  return (
    <div className={styles['alert']} role="group" aria-label={t`À décider`}>
      <p role="status">{words}</p>
      <div className={panel['actions']}>
        <Button size="dense" onPress={wait}>
          <Trans>Attendre encore</Trans>
        </Button>
        <Button size="dense" onPress={go}>
          {goWords}
        </Button>
      </div>
    </div>
  )
}
