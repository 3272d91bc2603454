import type { RefObject } from 'react'
import { Menu as AriaMenu, MenuItem, Popover, Separator, Text } from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './Field.module.css'
import type { MenuEntry } from './Menu.tsx'

/** The lines of a menu, open under the button it came from; `begin` is the line that takes the focus. */
export function MenuList({
  from,
  label,
  entries,
  begin,
  onClose,
}: {
  from: RefObject<HTMLButtonElement | null>
  label: string
  entries: readonly MenuEntry[]
  begin: 'first' | 'last'
  onClose: () => void
}) {
  return (
    <Popover
      isOpen
      triggerRef={from}
      className={classes(styles['popover'], styles['menu'])}
      placement="bottom end"
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <AriaMenu
        className={classes(styles['list'], styles['whole'])}
        aria-label={label}
        autoFocus={begin}
        shouldFocusWrap
        onClose={onClose}
      >
        {entries.map((entry) =>
          entry.kind === 'separator' ? (
            <Separator key={entry.id} className={styles['separator'] ?? ''} />
          ) : (
            <MenuItem
              key={entry.id}
              id={entry.id}
              textValue={entry.label}
              className={classes(
                styles['option'],
                entry.plum && styles['plum'],
                entry.chosen && styles['chosen'],
              )}
              {...(entry.href === undefined ? {} : { href: entry.href })}
              {...(entry.onChoose === undefined ? {} : { onAction: entry.onChoose })}
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
  )
}
