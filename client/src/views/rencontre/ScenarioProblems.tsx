import { useLingui } from '@lingui/react/macro'
import { Refused } from '../../api/client.ts'
import { useSentence } from '../place/sentence.ts'
import styles from './Scenarios.module.css'

/** Why a scenario was not taken: each thing that is wrong, by line. */
export function ScenarioProblems({ failure }: { failure: unknown }) {
  const { i18n } = useLingui()
  const sentence = useSentence()
  if (failure === undefined) return null
  const lines = failure instanceof Refused ? failure.lines : []
  return (
    <div className={styles['wrong']} role="alert">
      <p>{sentence(failure)}</p>
      {lines.length > 0 && (
        <ul>
          {lines.map((one) => (
            <li key={`${one.line ?? 0}/${one.where ?? ''}/${one.en}`}>
              {one.where && !one.line && <strong>{one.where} </strong>}
              {i18n.locale.startsWith('en') ? one.en : one.fr}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
