import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef } from 'react'
import { Button } from '../../ui/Button.tsx'
import { useAnnounce } from '../../ui/LiveRegion.tsx'
import { Banner } from '../../ui/Notices.tsx'
import styles from './Animation.module.css'
import { type Decision, useDecisions } from './decisions.ts'
import { useNames, useView, useWish } from './live.tsx'
import panel from './Panel.module.css'
import { circleNames } from './viewmodel.ts'

/** What asks for a gesture of the facilitator's, in her panel; the live region has said it. */
export function Alerts() {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  // Resuming stands among the panel's own gestures.
  const decisions = useDecisions().filter((one) => one.waits)
  const { facil } = view
  const over = circleNames(view, names)[view.round?.holder?.member ?? ''] ?? ''
  return (
    <>
      {decisions.map((one) => (
        <div key={one.key} className={styles['alert']} role="group" aria-label={t`À décider`}>
          <p>{one.words}</p>
          <Choices decision={one} />
        </div>
      ))}
      {facil?.holder_over !== undefined && view.round?.holder && (
        <p className={styles['alert']} role="status">
          <Trans>Le temps prévu pour {over} est écoulé.</Trans>
        </p>
      )}
    </>
  )
}

/** The same questions said aloud, once each, and `shown` above the circle to a facilitator whose panel is closed. */
export function AlertBanners({ shown }: { shown: boolean }) {
  const { polite } = useAnnounce()
  const decisions = useDecisions()
  // That a pause began is said to all as it begins.
  const last = decisions.filter((one) => one.waits).at(-1)
  const words = useRef('')
  words.current = last?.words ?? ''
  const key = last?.key
  useEffect(() => {
    if (key !== undefined) polite('deciding', words.current)
  }, [key, polite])
  if (!shown) return null
  return decisions.map((one) => (
    <Banner key={one.key} kind="note" action={<Choices decision={one} />}>
      {one.words}
    </Banner>
  ))
}

function Choices({ decision }: { decision: Decision }) {
  const wish = useWish()
  return (
    <div className={panel['actions']}>
      {decision.waits && (
        <Button size="dense" onPress={() => void wish('stick.wait')}>
          <Trans>Attendre encore</Trans>
        </Button>
      )}
      <Button size="dense" onPress={() => void wish(decision.command)}>
        {decision.onward}
      </Button>
    </div>
  )
}
