import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { classes } from './classes.ts'
import { Reason } from './Reason.tsx'
import styles from './Tool.module.css'

type ToolProps = {
  icon: ReactNode
  /** The word under the icon: in the room an icon never stands alone. */
  word: string
  /** What is read aloud when the word alone would not do. */
  label?: string
  /** The key that does the same, such as `M`. */
  shortcut?: string
  unavailable?: string | undefined
}

/** A button of the room's bar that does one thing: icon above, word below. */
export function ToolButton({
  icon,
  word,
  label,
  shortcut,
  unavailable,
  onPress,
  tone,
}: ToolProps & { onPress: () => void; tone?: 'plum' }) {
  const draw = (describedBy?: string) => (
    <AriaButton
      className={classes(
        styles['tool'],
        tone && styles[tone],
        unavailable !== undefined && styles['unavailable'],
      )}
      {...(unavailable === undefined
        ? { onPress }
        : { 'aria-disabled': true, 'aria-describedby': describedBy ?? '' })}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(shortcut === undefined ? {} : { 'aria-keyshortcuts': shortcut })}
    >
      {icon}
      <span>{word}</span>
    </AriaButton>
  )
  return unavailable === undefined ? draw() : <Reason why={unavailable}>{draw}</Reason>
}

/** A button of the room's bar that is on or off: microphone, hand, board. On is said by shape, colour and word. */
export function ToolToggle({
  icon,
  word,
  label,
  shortcut,
  unavailable,
  on,
  onChange,
}: ToolProps & { on: boolean; onChange: (on: boolean) => void }) {
  if (unavailable !== undefined) {
    return (
      <ToolButton
        icon={icon}
        word={word}
        unavailable={unavailable}
        onPress={() => {}}
        {...(label ? { label } : {})}
      />
    )
  }
  return (
    <AriaButton
      className={styles['tool'] ?? ''}
      {...pressed(on)}
      onPress={() => onChange(!on)}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(shortcut === undefined ? {} : { 'aria-keyshortcuts': shortcut })}
    >
      {icon}
      <span>{word}</span>
    </AriaButton>
  )
}

// React Aria's own toggle brings the code of groups and toolbars, which weighs as much as the circle.
function pressed(on: boolean) {
  return { 'aria-pressed': on, ...(on ? { 'data-selected': true } : {}) }
}

/** A square of 48 with an icon alone, always named: closing a panel, a palette. `on` makes it a toggle. */
export function IconButton({
  icon,
  label,
  onPress,
  bare,
  slot,
  on,
}: {
  icon: ReactNode
  label: string
  onPress?: () => void
  bare?: boolean
  slot?: string
  on?: boolean
}) {
  const className = classes(styles['square'], bare && styles['bare'])
  if (on !== undefined) {
    return (
      <AriaButton className={className} aria-label={label} {...pressed(on)} onPress={() => onPress?.()}>
        {icon}
      </AriaButton>
    )
  }
  return (
    <AriaButton
      className={className}
      aria-label={label}
      {...(onPress ? { onPress } : {})}
      {...(slot ? { slot } : {})}
    >
      {icon}
    </AriaButton>
  )
}
