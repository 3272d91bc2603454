import { IconCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import {
  Checkbox as AriaCheckbox,
  Switch as AriaSwitch,
  Label,
  Radio,
  RadioGroup,
  Text,
} from 'react-aria-components'
import styles from './Checks.module.css'
import field from './Field.module.css'

type OnOff = {
  on: boolean
  onChange: (on: boolean) => void
  children: ReactNode
  help?: ReactNode
  name?: string
}

/** Something one accepts or picks; it counts when the form is sent. */
export function Checkbox({ on, onChange, children, help, name }: OnOff) {
  return (
    <AriaCheckbox
      className={styles['check'] ?? ''}
      isSelected={on}
      onChange={onChange}
      {...(name ? { name } : {})}
    >
      <span className={styles['box']}>{on && <IconCheck size={18} stroke={2.5} aria-hidden />}</span>
      <Words help={help}>{children}</Words>
    </AriaCheckbox>
  )
}

/** Something that is on or off at once. */
export function Switch({ on, onChange, children, help, name }: OnOff) {
  return (
    <AriaSwitch
      className={styles['switch'] ?? ''}
      isSelected={on}
      onChange={onChange}
      {...(name ? { name } : {})}
    >
      <span className={styles['track']}>
        <span className={styles['knob']} />
      </span>
      <Words help={help}>{children}</Words>
    </AriaSwitch>
  )
}

function Words({ children, help }: { children: ReactNode; help?: ReactNode }) {
  return (
    <span className={styles['words']}>
      <span>{children}</span>
      {help !== undefined && <span className={styles['help']}>{help}</span>}
    </span>
  )
}

/** One choice told by what happens: its title, what it changes, an icon. */
export type Card<Value extends string> = { value: Value; title: string; body?: ReactNode; icon?: ReactNode }

/** One choice among a few that deserve to be explained where they stand. Nothing need be chosen in advance. */
export function RadioCards<Value extends string>({
  label,
  labelHidden,
  cards,
  value,
  onChange,
  help,
}: {
  label: string
  labelHidden?: boolean
  cards: readonly Card<Value>[]
  value: Value | null
  onChange: (value: Value) => void
  help?: ReactNode
}) {
  return (
    <RadioGroup className={styles['cards'] ?? ''} value={value} onChange={(next) => onChange(next as Value)}>
      <Label className={labelHidden ? 'visually-hidden' : (field['label'] ?? '')}>{label}</Label>
      {help !== undefined && (
        <Text slot="description" className={field['help'] ?? ''}>
          {help}
        </Text>
      )}
      <div className={styles['row']}>
        {cards.map((card) => (
          <Radio key={card.value} value={card.value} className={styles['card'] ?? ''}>
            <span className={styles['radio']} />
            <span className={styles['cardTitle']}>{card.title}</span>
            {card.icon}
            {card.body !== undefined && <div className={styles['cardBody']}>{card.body}</div>}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  )
}
