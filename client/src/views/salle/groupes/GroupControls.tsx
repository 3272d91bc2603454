import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { facilitates } from '../../../session/view.ts'
import { Button } from '../../../ui/Button.tsx'
import anime from '../Animation.module.css'
import { useView } from '../live.tsx'
import { mayRun } from '../viewmodel.ts'
import { MakeGroups } from './MakeGroups.tsx'
import { OpenGroups } from './OpenGroups.tsx'
import { ProposedGroups } from './ProposedGroups.tsx'

/** Everything of small groups that is the facilitator's: making, opening, seeing, visiting, calling back. */
export function GroupControls() {
  const { t } = useLingui()
  const view = useView()
  const [making, setMaking] = useState(false)
  const led = view.led ?? view.proposal
  if (!mayRun(view)) return null
  const asked = view.agenda?.phases[view.agenda.at]?.kind === 'groups'
  return (
    <section className={anime['section']} aria-label={t`Sous-groupes`}>
      <h3>
        <Trans>Sous-groupes</Trans>
      </h3>
      {led && led.state !== 'proposed' ? (
        <OpenGroups led={led} mayVisit={facilitates(view.me.role)} />
      ) : led ? (
        <ProposedGroups led={led} />
      ) : making || asked ? (
        <MakeGroups key={view.agenda?.at} onClose={asked ? undefined : () => setMaking(false)} />
      ) : (
        <div>
          <Button onPress={() => setMaking(true)}>
            <Trans>Former des sous-groupes</Trans>
          </Button>
        </div>
      )}
    </section>
  )
}
