import type { HTMLInputTypeAttribute } from 'react'
import { TextArea as AriaTextArea, TextField as AriaTextField, Input } from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './Field.module.css'
import { FieldLabel, FieldNotes, type FieldWords } from './FieldParts.tsx'

type TextProps = FieldWords & {
  name?: string
  value?: string
  defaultValue?: string
  onChange?: (value: string) => void
  onBlur?: () => void
  required?: boolean
  readOnly?: boolean
  autoFocus?: boolean
  maxLength?: number
  placeholder?: string
  autoComplete?: string
}

function given({
  label: _l,
  labelHidden: _h,
  help: _p,
  error,
  required,
  readOnly,
  placeholder: _ph,
  ...rest
}: TextProps) {
  return {
    ...rest,
    isRequired: required ?? false,
    isReadOnly: readOnly ?? false,
    isInvalid: error !== undefined,
  }
}

/** One line of text. */
export function TextField(
  props: TextProps & {
    type?: HTMLInputTypeAttribute
    inputMode?: 'text' | 'numeric' | 'email' | 'search' | 'url'
  },
) {
  const { type = 'text', inputMode, ...text } = props
  return (
    <AriaTextField
      className={styles['field'] ?? ''}
      type={type as 'text'}
      {...given(text)}
      validationBehavior="aria"
    >
      <FieldLabel {...text} />
      <Input
        className={styles['input'] ?? ''}
        {...(text.placeholder === undefined ? {} : { placeholder: text.placeholder })}
        {...(inputMode === undefined ? {} : { inputMode })}
      />
      <FieldNotes {...text} />
    </AriaTextField>
  )
}

/** Several lines of text; `rows` is how many are seen at first. */
export function TextArea({ rows = 4, ...text }: TextProps & { rows?: number }) {
  return (
    <AriaTextField className={styles['field'] ?? ''} {...given(text)} validationBehavior="aria">
      <FieldLabel {...text} />
      <AriaTextArea
        className={classes(styles['input'], styles['area'])}
        rows={rows}
        {...(text.placeholder === undefined ? {} : { placeholder: text.placeholder })}
      />
      <FieldNotes {...text} />
    </AriaTextField>
  )
}
