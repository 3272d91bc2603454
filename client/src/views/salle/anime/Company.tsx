import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../../ui/Button.tsx'
import { Switch } from '../../../ui/Checks.tsx'
import { useNames, useView, useWish } from '../live.tsx'
import styles from '../Panel.module.css'
import { activeRound } from '../viewmodel.ts'
import { useSpoken } from './Equity.tsx'
import { TheirParts } from './MyParts.tsx'

/** Those whose voice my line carries: on the telephone, or beside me. */
export function Company() {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  const wish = useWish()
  const company = Object.keys(view.company ?? {})
  if (company.length === 0) return null
  return (
    <section className={styles['section']} aria-label={t`Voix que je porte`}>
      <h3>
        <Trans>Voix que je porte</Trans>
      </h3>
      {company.map((id) => {
        const name = names[id] ?? ''
        return (
          <div key={id} className={styles['section']}>
            <p>
              <strong>{name}</strong>{' '}
              <Trans>a son siège et son tour. Vous faites ses gestes; votre micro porte sa voix.</Trans>
            </p>
            {!activeRound(view) && <Hand id={id} name={name} />}
            <TheirParts id={id} />
            <Switch
              on={view.people?.[id]?.writes === true}
              onChange={(on) => void wish('people.write', { as: id, on })}
            >
              <Trans>{name} participe par écrit</Trans>
            </Switch>
            <Switch
              on={view.company?.[id]?.listed === true}
              onChange={(on) => void wish('people.list', { as: id, on })}
            >
              <Trans>Le compte rendu peut nommer {name}</Trans>
            </Switch>
            <Heard id={id} name={name} />
            <div>
              <Button size="dense" kind="plum" onPress={() => void wish('people.unseat', { member: id })}>
                <Trans>{name} quitte la rencontre</Trans>
              </Button>
            </div>
          </div>
        )
      })}
    </section>
  )
}

/** What she was heard, which she may ask for: she has no screen of her own. */
function Heard({ id, name }: { id: string; name: string }) {
  const share = useView().company?.[id]?.share
  const heard = useSpoken()(share?.heard_ms ?? 0)
  if (!share) return null
  return (
    <p className={styles['hint']}>
      <Trans>
        Temps de parole de {name} aujourd’hui : {heard}. Vous êtes la seule personne à voir ce chiffre, pour
        le lui dire si {name} le demande.
      </Trans>
    </p>
  )
}

/** Her hand, raised and lowered by whoever carries her voice. */
function Hand({ id, name }: { id: string; name: string }) {
  const view = useView()
  const wish = useWish()
  const up = view.hands?.[id] !== undefined
  return (
    <div>
      <Button
        size="dense"
        aria-pressed={up}
        onPress={() => void (up ? wish('hands.lower', { member: id }) : wish('hands.raise', { as: id }))}
      >
        {up ? <Trans>Baisser la main de {name}</Trans> : <Trans>Demander la parole pour {name}</Trans>}
      </Button>
    </div>
  )
}
