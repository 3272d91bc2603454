import { Trans, useLingui } from '@lingui/react/macro'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { Step } from './Step.tsx'
import { Cast, useOptionWords, type Way } from './Vote.tsx'
import styles from './Votes.module.css'

/** Themes in my order, the dearest first; what I leave out comes after. */
export function Rank({ poll, cast, vote }: Way) {
  const { t } = useLingui()
  const words = useOptionWords()
  const [rank, setRank] = useState<readonly string[]>(cast?.rank ?? [])
  const options = poll.options ?? []
  const rest = options.filter(({ id }) => !rank.includes(id))
  const moves = (from: number, by: -1 | 1) =>
    setRank((now) => {
      const next = [...now]
      const [one] = next.splice(from, 1)
      if (one !== undefined) next.splice(from + by, 0, one)
      return next
    })
  return (
    <>
      <p className={styles['state']}>
        <Trans>Mettez en ordre ce qui vous importe, le plus cher en premier. Vous pouvez en laisser.</Trans>
      </p>
      <ol className={styles['options']} role="list" aria-label={t`Mon ordre`}>
        {rank.map((id, at) => {
          const option = options.find((one) => one.id === id)
          const said = option ? words(option) : ''
          const place = at + 1
          return (
            <li key={id} className={styles['option']}>
              <span className={styles['words']}>
                {place}. {said}
              </span>
              <span className={styles['tools']}>
                <Step
                  icon={<IconArrowUp size={20} stroke={2} aria-hidden />}
                  label={t`Monter : ${said}`}
                  onPress={() => moves(at, -1)}
                  why={at === 0 ? t`Déjà en premier.` : undefined}
                />
                <Step
                  icon={<IconArrowDown size={20} stroke={2} aria-hidden />}
                  label={t`Descendre : ${said}`}
                  onPress={() => moves(at, 1)}
                  why={at === rank.length - 1 ? t`Déjà en dernier.` : undefined}
                />
                <Button
                  size="dense"
                  kind="text"
                  aria-label={t`Laisser : ${said}`}
                  onPress={() => setRank((now) => now.filter((one) => one !== id))}
                >
                  <Trans>Laisser</Trans>
                </Button>
              </span>
            </li>
          )
        })}
      </ol>
      <ul className={styles['options']} role="list" aria-label={t`Pas encore en ordre`}>
        {rest.map((option) => {
          const said = words(option)
          return (
            <li key={option.id} className={styles['option']}>
              <span className={styles['words']}>{said}</span>
              <Button
                size="dense"
                aria-label={t`Mettre à la suite : ${said}`}
                onPress={() => setRank((now) => [...now, option.id])}
              >
                <Trans>Mettre à la suite</Trans>
              </Button>
            </li>
          )
        })}
      </ul>
      <Cast cast={cast !== undefined} onPress={() => vote({ rank: [...rank] })} />
    </>
  )
}
