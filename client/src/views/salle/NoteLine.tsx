import styles from './Centre.module.css'
import { useNoteSentence } from './note.ts'

/** What the scenario asks of everybody, under the question of the step. */
export function NoteLine() {
  const note = useNoteSentence()
  return note !== '' && <p className={styles['detail']}>{note}</p>
}
