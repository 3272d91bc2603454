import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../ui/Button.tsx'
import { Pebble } from '../../ui/Pebble.tsx'
import { initialsOf } from '../place/initials.ts'
import { useNames, useView, useWish } from './live.tsx'
import styles from './Panel.module.css'

/** Who waits to be let in; told to those who facilitate alone. */
export function Door() {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  const wish = useWish()
  const waiting = Object.entries(view.door ?? {}).sort(([, a], [, b]) => a.since - b.since)
  if (waiting.length === 0) return null
  return (
    <section className={styles['section']} aria-label={t`À la porte`}>
      <h3>
        <Trans>À la porte</Trans>
      </h3>
      <ul className={styles['list']} role="list">
        {waiting.map(([id]) => {
          const name = names[id] ?? ''
          return (
            <li key={id} className={styles['row']}>
              <Pebble id={id} initials={initialsOf(name)} size={40} />
              <span className={styles['rowWords']}>
                <span className={styles['rowName']}>{name}</span>
                <span className={styles['actions']}>
                  <Button
                    kind="leaf"
                    size="dense"
                    aria-label={t`Ouvrir à ${name}`}
                    onPress={() => void wish('people.admit', { member: id })}
                  >
                    <Trans>Ouvrir</Trans>
                  </Button>
                  <Button
                    size="dense"
                    aria-label={t`Refuser ${name}`}
                    onPress={() => void wish('people.refuse', { member: id })}
                  >
                    <Trans>Refuser</Trans>
                  </Button>
                </span>
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
