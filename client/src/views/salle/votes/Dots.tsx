import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconMinus, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { Step } from './Step.tsx'
import { Cast, useOptionWords, type Way } from './Vote.tsx'
import styles from './Votes.module.css'

/** Points to share out among the options; the order stays that of proposal until the vote closes. */
export function Dots({ poll, cast, vote }: Way) {
  const { t } = useLingui()
  const words = useOptionWords()
  const [dots, setDots] = useState<Readonly<Record<string, number>>>(cast?.dots ?? {})
  const all = poll.points ?? 3
  const left = all - Object.values(dots).reduce((sum, n) => sum + n, 0)
  const most = poll.stack ? all : 1
  const put = (id: string, by: number) => setDots((now) => ({ ...now, [id]: (now[id] ?? 0) + by }))
  return (
    <>
      <p className={styles['state']} aria-live="polite">
        {left === 0 ? (
          <Trans>Tous vos points sont placés.</Trans>
        ) : (
          <Plural value={left} one="Encore # point" other="Encore # points" />
        )}
      </p>
      <ul className={styles['options']} role="list">
        {(poll.options ?? []).map((option) => {
          const said = words(option)
          const n = dots[option.id] ?? 0
          return (
            <li key={option.id} className={styles['option']}>
              <span className={styles['words']}>{said}</span>
              <span className={styles['tools']}>
                <Step
                  icon={<IconMinus size={20} stroke={2} aria-hidden />}
                  label={t`Reprendre un point : ${said}`}
                  onPress={() => put(option.id, -1)}
                  why={n === 0 ? t`Aucun point ici.` : undefined}
                />
                <span className={styles['count']}>{n}</span>
                <Step
                  icon={<IconPlus size={20} stroke={2} aria-hidden />}
                  label={t`Mettre un point : ${said}`}
                  onPress={() => put(option.id, 1)}
                  why={
                    left === 0
                      ? t`Tous vos points sont placés.`
                      : n >= most
                        ? t`Un seul point par option.`
                        : undefined
                  }
                />
              </span>
            </li>
          )
        })}
      </ul>
      <Cast
        cast={cast !== undefined}
        onPress={() => vote({ dots: Object.fromEntries(Object.entries(dots).filter(([, n]) => n > 0)) })}
      />
    </>
  )
}
