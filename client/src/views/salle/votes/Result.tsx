import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { Poll, PollResult, PollVoice } from '../../../session/together.ts'
import { useNames } from '../live.tsx'
import { Answers } from './Survey.tsx'
import { useOptionWords } from './Vote.tsx'
import styles from './Votes.module.css'

/** What came of a vote: sums, never who. */
export function Result({ poll, result }: { poll: Poll; result: PollResult }) {
  const { cast } = result
  return (
    <>
      <p className={styles['state']}>
        <Trans>
          Vote fermé : <Plural value={cast} one="# personne a voté" other="# personnes ont voté" />.
        </Trans>
      </p>
      {result.few && (
        <p>
          <Trans>Trop peu de votes pour que le détail reste secret : il n’est dit à personne.</Trans>
        </p>
      )}
      {result.sums && !result.few && <Sums poll={poll} result={result} />}
      {result.consent && <Consent result={result} />}
      {result.answers && <Answers poll={poll} answers={result.answers} />}
    </>
  )
}

function Sums({ poll, result }: { poll: Poll; result: PollResult }) {
  const { t } = useLingui()
  const words = useOptionWords()
  // Borda counts in half points.
  const unit = poll.kind === 'rank' ? 2 : 1
  const sums = [...(result.sums ?? [])].sort((a, b) => a.place - b.place)
  const most = Math.max(1, ...sums.map((one) => one.n))
  const { blank = 0 } = result
  return (
    <>
      <ol className={styles['options']} role="list" aria-label={t`Résultat`}>
        {sums.map((one) => {
          const option = (poll.options ?? []).find(({ id }) => id === one.option)
          return (
            <li key={one.option}>
              <span className={styles['option']}>
                <span className={styles['words']}>{option ? words(option) : ''}</span>
                <span className={styles['count']}>
                  {poll.kind === 'ballot' ? (
                    <Plural value={one.n} one="# voix" other="# voix" />
                  ) : (
                    <Plural value={one.n / unit} one="# point" other="# points" />
                  )}
                </span>
              </span>
              <span className={styles['bar']} aria-hidden style={{ display: 'block' }}>
                <span style={{ width: `${(100 * one.n) / most}%` }} />
              </span>
            </li>
          )
        })}
      </ol>
      {blank > 0 && (
        <p className={styles['state']}>
          <Plural value={blank} one="# vote blanc" other="# votes blancs" />
        </p>
      )}
    </>
  )
}

function Consent({ result }: { result: PollResult }) {
  const outcome = result.consent
  if (!outcome) return null
  const { agree, reserve, object } = outcome
  return (
    <>
      <p>
        <strong>
          {outcome.consented ? (
            <Trans>Consentement donné : aucune objection ne demeure.</Trans>
          ) : (
            <Trans>Pas encore de consentement : une objection demeure.</Trans>
          )}
        </strong>
      </p>
      {!result.few && (
        <p className={styles['state']}>
          <Trans>
            D’accord : {agree} · Réserves : {reserve} · Objections : {object}
          </Trans>
        </p>
      )}
      <Voices said={outcome.voices ?? []} />
    </>
  )
}

/** The objections and reservations that stand: of an open vote too, so that it can be changed for them. */
export function Voices({ said }: { said: readonly PollVoice[] }) {
  const { t } = useLingui()
  const names = useNames()
  if (said.length === 0) return null
  return (
    <ul className={styles['cards']} role="list">
      {said.map((voice) => (
        <li key={`${voice.stance} ${voice.by ?? ''} ${voice.text}`} className={styles['card']}>
          <span className={styles['state']}>{voice.stance === 'object' ? t`Objection` : t`Réserve`}</span>
          <span className={styles['words']}>{voice.text}</span>
          {voice.by !== undefined && <span className={styles['state']}>{names[voice.by] ?? ''}</span>}
        </li>
      ))}
    </ul>
  )
}
