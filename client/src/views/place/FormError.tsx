import { IconAlertTriangle } from '@tabler/icons-react'
import styles from './FormError.module.css'

/** What the server refused of a whole form, as a sentence. */
export function FormError({ words }: { words: string | undefined }) {
  return (
    <div role="alert">
      {words !== undefined && (
        <p className={styles['error']}>
          <IconAlertTriangle size={20} stroke={1.75} aria-hidden />
          <span>{words}</span>
        </p>
      )}
    </div>
  )
}
