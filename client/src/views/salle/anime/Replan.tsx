import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import type { Locale } from '../../../i18n/locale.ts'
import { clock, minutesLong } from '../../../i18n/time.ts'
import { Button } from '../../../ui/Button.tsx'
import { useAnnounce } from '../../../ui/LiveRegion.tsx'
import { turnLong } from '../../rencontre/turnWords.ts'
import styles from '../Animation.module.css'
import { useView, useWish } from '../live.tsx'
import panel from '../Panel.module.css'

/** The rest no longer fits, or leaves time: what each step would become is said first, and applied at a gesture alone. */
export function ReplanCard() {
  const { t, i18n } = useLingui()
  const { polite } = useAnnounce()
  const view = useView()
  const wish = useWish()
  const [left, setLeft] = useState('')
  const [busy, setBusy] = useState(false)
  const { replan, agenda } = view
  const key = JSON.stringify(replan?.phases ?? [])
  const shown = replan !== undefined && agenda !== undefined && key !== left
  const minutes = minutesLong(Math.max(1, Math.round(Math.abs(replan?.late ?? 0) / 60_000)))
  const words =
    (replan?.late ?? 0) > 0
      ? t`À ce rythme, la rencontre finirait ${minutes} trop tard.`
      : t`Il reste ${minutes} de plus que prévu.`
  useEffect(() => {
    if (shown) polite('replan', words)
  }, [shown, words, polite])
  if (!shown) return null
  const title = (id: string) => agenda.phases.find((one) => one.id === id)
  const apply = async () => {
    setBusy(true)
    const phases = replan.phases.map((one) => ({ ...one }))
    await wish('agenda.replan', { from: agenda.at, phases })
    setBusy(false)
  }
  const at = clock(new Date(replan.ends), i18n.locale as Locale)
  return (
    <div className={styles['alert']} role="group" aria-label={t`Réajuster le déroulement`}>
      <p>
        <strong>{words}</strong> <Trans>Voici ce que chaque étape deviendrait, pour finir à {at} :</Trans>
      </p>
      <ul className={styles['changes']} role="list">
        {replan.phases.map(({ phase, minutes: next, turn_s: turn }) => {
          const before = title(phase)
          const was = minutesLong(before?.minutes ?? 0)
          const will = minutesLong(next)
          return (
            <li key={phase}>
              <span>{before?.title}</span>
              <span className={styles['when']}>
                {next !== before?.minutes && (
                  <Trans>
                    {was} → {will}
                  </Trans>
                )}
                {turn !== undefined && (
                  <>
                    {next !== before?.minutes && ', '}
                    {t`tours de ${turnLong(turn)}`}
                  </>
                )}
              </span>
            </li>
          )
        })}
      </ul>
      <div className={panel['actions']}>
        <Button size="dense" onPress={() => setLeft(key)}>
          <Trans>Laisser ainsi</Trans>
        </Button>
        <Button size="dense" kind="leaf" busy={busy} onPress={() => void apply()}>
          <Trans>Appliquer</Trans>
        </Button>
      </div>
    </div>
  )
}
