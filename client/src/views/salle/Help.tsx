import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Switch } from '../../ui/Checks.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import styles from './Help.module.css'
import { keepLetters, keepSounds, keptLetters, keptSounds } from './prefs.ts'

/** The keys, and the two switches: letters and sounds. */
export function Help({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useLingui()
  const [letters, setLetters] = useState(keptLetters)
  const [sounds, setSounds] = useState(keptSounds)
  const keys: readonly (readonly [string, string])[] = [
    ['P', t`prendre ou transmettre le bâton`],
    ['S', t`passer`],
    ['R', t`revenir à moi`],
    ['M', t`micro`],
    ['H', t`main`],
    ['B', t`tableau`],
    ['C', t`clavardage`],
    ['N', t`notes`],
    ['F6', t`aller d’une partie de la salle à l’autre`],
    [t`Échap`, t`fermer ce qui est devant`],
  ]
  return (
    <Dialog
      title={t`Aide et préférences`}
      open={open}
      onClose={onClose}
      actions={
        <Button kind="leaf" onPress={onClose}>
          <Trans>Revenir à la salle</Trans>
        </Button>
      }
    >
      <div className={styles['switches']}>
        <Switch
          on={sounds}
          onChange={(on) => {
            keepSounds(on)
            setSounds(on)
          }}
          help={t`Deux notes quand c’est à vous, une quand votre temps est écoulé. Rien d’autre.`}
        >
          <Trans>Sons</Trans>
        </Switch>
        <Switch
          on={letters}
          onChange={(on) => {
            keepLetters(on)
            setLetters(on)
          }}
        >
          <Trans>Raccourcis d’une lettre</Trans>
        </Switch>
      </div>
      <dl className={styles['keys']}>
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
