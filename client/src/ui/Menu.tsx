import type { ReactElement, ReactNode } from 'react'
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover, Separator, Text } from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './Field.module.css'

/** A line of a menu. With `href` it goes somewhere; `chosen` marks the current one of a set. */
export type MenuEntry =
  | { kind: 'separator'; id: string }
  | {
      kind?: 'item'
      id: string
      label: string
      help?: string
      icon?: ReactNode
      href?: string
      chosen?: boolean
      plum?: boolean
      onChoose?: () => void
    }

/** A menu opened by its first child, which must be one of our buttons. */
export function Menu({
  trigger,
  label,
  entries,
}: {
  trigger: ReactElement
  label: string
  entries: readonly MenuEntry[]
}) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={styles['popover'] ?? ''} placement="bottom end">
        <AriaMenu className={styles['list'] ?? ''} aria-label={label}>
          {entries.map((entry) =>
            entry.kind === 'separator' ? (
              <Separator key={entry.id} className={styles['separator'] ?? ''} />
            ) : (
              <MenuItem
                key={entry.id}
                id={entry.id}
                textValue={entry.label}
                className={classes(styles['option'], entry.plum && styles['plum'])}
                {...(entry.href === undefined ? {} : { href: entry.href })}
                {...(entry.onChoose === undefined ? {} : { onAction: entry.onChoose })}
                {...(entry.chosen ? { 'data-selected': true } : {})}
              >
                <span className={styles['optionText']}>
                  <Text slot="label">{entry.label}</Text>
                  {entry.help !== undefined && (
                    <Text slot="description" className={styles['optionHelp'] ?? ''}>
                      {entry.help}
                    </Text>
                  )}
                </span>
                {entry.icon}
              </MenuItem>
            ),
          )}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
