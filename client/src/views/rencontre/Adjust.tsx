import { plural } from '@lingui/core/macro'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../../api/client.ts'
import { minutesLong } from '../../i18n/time.ts'
import { Button } from '../../ui/Button.tsx'
import styles from './PlanEditor.module.css'
import type { Origin, Phase } from './plan.ts'
import { ScenarioProblems } from './ScenarioProblems.tsx'
import { fitted } from './scenarios.ts'
import { turnLong } from './turnWords.ts'

type Proposal = { of: readonly Phase[]; phases: Phase[]; changes: Schema<'PhaseChange'>[]; off: number }

/** Fits the run of show to who is invited and to the announced length: said first, done when it is wanted. */
export function Adjust({
  community,
  phases,
  origin,
  seats,
  planned,
  onChange,
}: {
  community: string
  phases: readonly Phase[]
  origin: Origin | undefined
  seats: number
  planned: number
  onChange: (phases: Phase[]) => void
}) {
  const { t } = useLingui()
  const [proposal, setProposal] = useState<Proposal>()
  const [failure, setFailure] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  if (phases.length === 0) return null
  const ask = async () => {
    setBusy(true)
    setFailure(undefined)
    try {
      setProposal({ of: phases, ...(await fitted(community, phases, origin, seats, Math.min(planned, 600))) })
    } catch (wrong) {
      setFailure(wrong)
    } finally {
      setBusy(false)
    }
  }
  const length = minutesLong(planned)
  const seatsOf = (n: number) => t`${plural(n, { one: '# siège', other: '# sièges' })}`
  // A proposal is about the run of show it was asked for.
  const told = proposal?.of === phases ? proposal : undefined
  return (
    <div className={styles['adjust']}>
      <Button kind="text" busy={busy} onPress={() => void ask()}>
        <Plural
          value={seats}
          one={`Ajuster pour # personne et ${length}`}
          other={`Ajuster pour # personnes et ${length}`}
        />
      </Button>
      <ScenarioProblems failure={failure} />
      {told && (
        <div className={styles['proposal']} role="status">
          {told.changes.length === 0 ? (
            <p>
              <Trans>Rien à changer : tout tient.</Trans>
            </p>
          ) : (
            <>
              <ul>
                {told.changes.map((one) => (
                  <li key={one.phase}>
                    {one.title}
                    {t` : `}
                    {one.from !== one.to && t`${minutesLong(one.from)} → ${minutesLong(one.to)}`}
                    {one.from !== one.to && one.turn_to ? ', ' : ''}
                    {one.turn_to ? t`tours de ${turnLong(one.turn_to)}` : ''}
                    {one.from === one.to && !one.turn_to && one.seats ? seatsOf(one.seats) : ''}
                  </li>
                ))}
              </ul>
              <div className={styles['moves']}>
                <Button size="dense" onPress={() => setProposal(undefined)}>
                  <Trans>Laisser comme avant</Trans>
                </Button>
                <Button
                  size="dense"
                  kind="leaf"
                  onPress={() => {
                    setProposal(undefined)
                    onChange(told.phases)
                  }}
                >
                  <Trans>Appliquer</Trans>
                </Button>
              </div>
            </>
          )}
          {told.off > 0 && (
            <p>
              <Trans>
                Il resterait {minutesLong(told.off)} de trop : retirez une étape ou allongez la rencontre.
              </Trans>
            </p>
          )}
        </div>
      )}
    </div>
  )
}
