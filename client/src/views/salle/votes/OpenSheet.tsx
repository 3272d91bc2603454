import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { Switch } from '../../../ui/Checks.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { useView, useWish } from '../live.tsx'
import panel from '../Panel.module.css'
import { groupToRun, mayRun, presentPhase } from '../viewmodel.ts'
import { ForGroup } from './OfGroup.tsx'
import styles from './Votes.module.css'

/** A sheet to write on: its question, and whether its cards will bear names, said before the first is written. */
export function OpenSheet({ onDone }: { onDone: () => void }) {
  const { t } = useLingui()
  const view = useView()
  const wish = useWish()
  const phase = presentPhase(view)
  const [prompt, setPrompt] = useState(phase?.question ?? '')
  const [signed, setSigned] = useState(false)
  const [apart, setApart] = useState(true)
  const group = apart || !mayRun(view) ? groupToRun(view) : undefined
  const [busy, setBusy] = useState(false)
  const open = async () => {
    setBusy(true)
    const answer = await wish('cards.open', {
      sheet: crypto.randomUUID(),
      prompt: prompt.trim(),
      per: 10,
      chars: 280,
      unsigned: !signed,
      ...(phase ? { phase: phase.id } : {}),
      ...(group === undefined ? {} : { group }),
    })
    setBusy(false)
    if (answer.done) onDone()
  }
  return (
    <div className={styles['fields']}>
      <TextField
        label={t`La question à laquelle on écrit`}
        value={prompt}
        onChange={setPrompt}
        maxLength={300}
      />
      <Switch
        on={signed}
        onChange={setSigned}
        help={
          group === undefined
            ? t`Sans noms, il faut les cartes de trois personnes au moins.`
            : t`Sans noms, il faut les cartes de trois personnes au moins; celles d’un plus petit groupe paraissent en plénière, mêlées aux autres.`
        }
      >
        <Trans>Avec les noms</Trans>
      </Switch>
      <ForGroup on={apart} onChange={setApart} />
      <div className={panel['actions']}>
        <Button kind="leaf" busy={busy} onPress={() => void open()}>
          <Trans>Ouvrir l’écriture</Trans>
        </Button>
        <Button kind="text" onPress={onDone}>
          <Trans>Pas maintenant</Trans>
        </Button>
      </div>
    </div>
  )
}
