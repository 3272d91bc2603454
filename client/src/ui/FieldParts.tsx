import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { FieldError, Label, Text } from 'react-aria-components'
import styles from './Field.module.css'

/** What every field has: its label, a sentence that helps, and the sentence of what is missing. */
export type FieldWords = {
  label: string
  /** Hides the label from sight (a search field); it is still read aloud. */
  labelHidden?: boolean
  help?: ReactNode
  /** What is missing, as a sentence that says what to do; absent when all is well. */
  error?: string | undefined
}

export function FieldLabel({ label, labelHidden }: FieldWords) {
  return <Label className={labelHidden ? 'visually-hidden' : (styles['label'] ?? '')}>{label}</Label>
}

export function FieldNotes({ help, error }: FieldWords) {
  return (
    <>
      {help !== undefined && (
        <Text slot="description" className={styles['help'] ?? ''}>
          {help}
        </Text>
      )}
      <FieldError className={styles['error'] ?? ''}>
        {({ validationErrors }) => (
          <>
            <IconAlertTriangle size={20} stroke={1.75} aria-hidden />
            <span>{error ?? validationErrors.join(' ')}</span>
          </>
        )}
      </FieldError>
    </>
  )
}
