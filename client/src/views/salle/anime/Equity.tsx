import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { minutesLong } from '../../../i18n/time.ts'
import { facilitates } from '../../../session/view.ts'
import { Button } from '../../../ui/Button.tsx'
import { Switch } from '../../../ui/Checks.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import styles from '../Animation.module.css'
import { useView, useWish } from '../live.tsx'
import panel from '../Panel.module.css'
import { mayRun } from '../viewmodel.ts'

/** A length in words: seconds under a minute, else whole minutes. */
export function useSpoken(): (ms: number) => string {
  const { t } = useLingui()
  return (ms) => {
    const seconds = Math.round(ms / 1000)
    return seconds < 60 ? t`${seconds} s` : minutesLong(Math.round(seconds / 60))
  }
}

/** How the word is shared, naming nobody; the group may have nothing counted. */
export function EquitySection() {
  const { t } = useLingui()
  const view = useView()
  const wish = useWish()
  const spoken = useSpoken()
  const [asking, setAsking] = useState(false)
  const { spread } = view
  if (!mayRun(view)) return null
  const on = view.share !== undefined
  const median = spoken(spread?.median_ms ?? 0)
  const share = spread?.top_three ?? 0
  const unheard = spread?.unheard ?? 0
  const season = spread?.season
  const seasonMedian = spoken(season?.median_ms ?? 0)
  const seasonShare = season?.top_three ?? 0
  return (
    <section className={styles['section']} aria-label={t`Partage de la parole`}>
      <h3>
        <Trans>Partage de la parole</Trans>
      </h3>
      {spread && unheard >= spread.people ? (
        <p className={panel['hint']}>
          <Trans>Personne n’a encore pris la parole.</Trans>
        </p>
      ) : spread ? (
        <ul className={panel['list']} role="list">
          <li>
            <Trans>La moitié des personnes a parlé plus de {median}.</Trans>
          </li>
          <li>
            <Trans>Les trois voix les plus entendues ont {share} % du temps.</Trans>
          </li>
          <li>
            {unheard === 0 ? (
              <Trans>Toutes les voix ont été entendues.</Trans>
            ) : unheard === 1 ? (
              <Trans>Une voix n’a pas encore été entendue.</Trans>
            ) : (
              <Trans>{unheard} voix n’ont pas encore été entendues.</Trans>
            )}
          </li>
          {season && (
            <li>
              <Trans>
                Depuis le début de la saison : la moitié des personnes a parlé plus de {seasonMedian}, et les
                trois voix les plus entendues ont {seasonShare} % du temps.
              </Trans>
            </li>
          )}
        </ul>
      ) : (
        <p className={panel['hint']}>
          {on ? (
            <Trans>À moins de cinq personnes, rien n’est montré : un chiffre désignerait quelqu’un.</Trans>
          ) : (
            <Trans>Le groupe ne compte pas le temps de parole.</Trans>
          )}
        </p>
      )}
      {facilitates(view.me.role) && (
        <Switch
          on={on}
          onChange={(next) => (next ? void wish('equity.switch', { on: true }) : setAsking(true))}
          help={t`Chaque personne voit le sien; vous voyez la répartition, sans nom. Rien n’en paraît dans un document.`}
        >
          <Trans>Compter le temps de parole</Trans>
        </Switch>
      )}
      {asking && <Uncount onClose={() => setAsking(false)} />}
    </section>
  )
}

/** Asks before the count stops, and says what becomes of it. */
function Uncount({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const wish = useWish()
  return (
    <Dialog
      title={t`Ne plus compter le temps de parole ?`}
      open
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>
            <Trans>Continuer à compter</Trans>
          </Button>
          <Button
            kind="plum"
            onPress={() => {
              onClose()
              void wish('equity.switch', { on: false })
            }}
          >
            <Trans>Ne plus compter</Trans>
          </Button>
        </>
      }
    >
      <p>
        <Trans>
          Le compte est caché à tout le monde, et la rencontre n’ajoute rien à la saison. Si vous comptez de
          nouveau avant la fermeture, rien n’est perdu; sinon, il est oublié à la fermeture. Tout le monde en
          est avisé.
        </Trans>
      </p>
    </Dialog>
  )
}
