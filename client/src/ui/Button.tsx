import { useLingui } from '@lingui/react/macro'
import { IconRefresh } from '@tabler/icons-react'
import type { ReactNode, Ref } from 'react'
import { Button as AriaButton, Link, type PressEvent } from 'react-aria-components'
import styles from './Button.module.css'
import { classes } from './classes.ts'
import { Reason } from './Reason.tsx'

/** `stick` is honey: for the stick's own gestures and nothing else. `plum` leaves or deletes. `onLeaf` stands on a leaf panel. */
export type ButtonKind = 'leaf' | 'quiet' | 'text' | 'plum' | 'stick' | 'onLeaf'

type Look = {
  kind?: ButtonKind | undefined
  /** `dense` 44 px, default 48, `big` 60, `main` 76. */
  size?: 'dense' | 'big' | 'main' | undefined
  icon?: ReactNode
  wide?: boolean | undefined
  children: ReactNode
}

export type ButtonProps = Look & {
  onPress?: ((event: PressEvent) => void) | undefined
  type?: 'button' | 'submit' | undefined
  /** Work under way: the button keeps its place and its focus, and says so. */
  busy?: boolean | undefined
  /** Why it cannot be used now, as a sentence. The button can still be reached, and then says it. */
  unavailable?: string | undefined
  /** What a press does while it is unavailable: leads to what is missing. */
  instead?: (() => void) | undefined
  /** `close` shuts the dialog, drawer or menu it stands in. */
  slot?: string | undefined
  autoFocus?: boolean | undefined
  'aria-label'?: string | undefined
  'aria-keyshortcuts'?: string | undefined
  ref?: Ref<HTMLButtonElement> | undefined
}

const look = ({ kind = 'quiet', size, wide }: Look, unavailable?: string) =>
  classes(
    styles['button'],
    styles[kind],
    size && styles[size],
    wide && styles['wide'],
    unavailable !== undefined && styles['unavailable'],
  )

/** A verb that repeats the title of what it does. Never disabled without words: see `unavailable`. */
export function Button(props: ButtonProps) {
  const { t } = useLingui()
  const {
    kind: _kind,
    size: _size,
    wide,
    icon,
    children,
    busy,
    unavailable,
    instead,
    onPress,
    ...rest
  } = props
  const press = unavailable === undefined ? onPress : instead
  const button = (describedBy?: string) => (
    <AriaButton
      {...definedOnly(rest)}
      className={look(props, unavailable)}
      isPending={busy ?? false}
      {...(press ? { onPress: press } : {})}
      {...(unavailable === undefined
        ? {}
        : { 'aria-disabled': true, 'aria-describedby': describedBy ?? '', type: 'button' as const })}
    >
      {busy ? (
        <IconRefresh size={20} stroke={2} className={styles['turning']} aria-label={t`Un instant`} />
      ) : (
        icon
      )}
      {children}
    </AriaButton>
  )
  if (unavailable === undefined) return button()
  return (
    <Reason why={unavailable} wide={wide}>
      {button}
    </Reason>
  )
}

/** A link that looks like a button: for going somewhere. */
export function ButtonLink({ href, ...props }: Look & { href: string }) {
  return (
    <Link href={href} className={look(props)}>
      {props.icon}
      {props.children}
    </Link>
  )
}

// exactOptionalPropertyTypes: a prop left undefined is a prop not given.
function definedOnly<Props extends object>(
  props: Props,
): { [Key in keyof Props]: Exclude<Props[Key], undefined> } {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)) as never
}
