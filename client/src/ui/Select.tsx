import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import {
  Select as AriaSelect,
  Button,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  Text,
} from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './Field.module.css'
import { FieldLabel, FieldNotes, type FieldWords } from './FieldParts.tsx'

/** One choice of a list: its value, its words, and what it means. */
export type Choice<Value extends string> = { value: Value; label: string; help?: string }

/** One choice among several that need no explanation in sight; else see RadioCards. */
export function Select<Value extends string>({
  choices,
  value,
  onChange,
  name,
  placeholder,
  ...words
}: FieldWords & {
  choices: readonly Choice<Value>[]
  value: Value | null
  onChange: (value: Value) => void
  name?: string
  placeholder?: string
}) {
  return (
    <AriaSelect
      className={styles['field'] ?? ''}
      value={value}
      onChange={(key) => {
        if (typeof key === 'string') onChange(key as Value)
      }}
      isInvalid={words.error !== undefined}
      validationBehavior="aria"
      {...(name === undefined ? {} : { name })}
      {...(placeholder === undefined ? {} : { placeholder })}
    >
      <FieldLabel {...words} />
      <Button className={classes(styles['input'], styles['trigger'])}>
        <SelectValue>{({ selectedText, defaultChildren }) => selectedText || defaultChildren}</SelectValue>
        <IconChevronDown size={20} stroke={2} aria-hidden />
      </Button>
      <FieldNotes {...words} />
      <Popover className={styles['popover'] ?? ''}>
        <ListBox className={styles['list'] ?? ''}>
          {choices.map((choice) => (
            <ListBoxItem
              key={choice.value}
              id={choice.value}
              textValue={choice.label}
              className={styles['option'] ?? ''}
            >
              {({ isSelected }) => (
                <>
                  <span className={styles['optionText']}>
                    <Text slot="label">{choice.label}</Text>
                    {choice.help !== undefined && (
                      <Text slot="description" className={styles['optionHelp'] ?? ''}>
                        {choice.help}
                      </Text>
                    )}
                  </span>
                  {isSelected && <IconCheck size={20} stroke={2} aria-hidden />}
                </>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
