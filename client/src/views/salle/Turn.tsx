import { useLingui } from '@lingui/react/macro'
import { stillLeft } from '../../i18n/time.ts'
import type { Holder, Round } from '../../session/view.ts'
import { Over } from './Centre.tsx'
import { useNames, useNow, useView } from './live.tsx'
import { useQuoted } from './quoted.ts'
import styles from './Turn.module.css'
import { circleNames, leftOf, turnGoes } from './viewmodel.ts'

/** Her own turn in a line, where a telephone shows a board in the place of the circle: the question, and the time left. */
export function Turn({ round, holder }: { round: Round; holder: Holder }) {
  const { t } = useLingui()
  const quoted = useQuoted()
  const view = useView()
  const names = useNames()
  const measured = round.turn_ms > 0
  const left = leftOf(round, holder, useNow(measured && turnGoes(round, holder)))
  const [first] = round.next
  const next = first === undefined ? '' : (circleNames(view, names)[first] ?? '')
  const over = holder.over === true
  if (round.question === '' && !measured) return null
  return (
    <p className={styles['turn']}>
      {round.question !== '' && <span className={styles['question']}>{quoted(round.question)}</span>}
      {over ? (
        <span className={styles['over']}>
          <Over round={round} next={next} />
        </span>
      ) : (
        measured && left > 0 && <span className={styles['left']}>{stillLeft(left, t)}</span>
      )}
    </p>
  )
}
