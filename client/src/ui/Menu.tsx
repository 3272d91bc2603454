import { type ReactElement, type ReactNode, useRef, useState } from 'react'
import { ButtonContext } from 'react-aria-components'
import { lazily } from './lazily.tsx'

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

// Lists and floating layers weigh as much as a page: they come when somebody is about to open one.
const MenuList = lazily(() => import('./MenuList.tsx').then((module) => module.MenuList))

/** Brings what menus are drawn with, before one is opened. */
export const fetchMenus = MenuList.fetch

// Hovered or focused, a menu is likely to open; without a line it is asked for again when it does.
const soon = () => void fetchMenus().catch(() => undefined)

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
  const button = useRef<HTMLButtonElement>(null)
  const [opened, setOpened] = useState<'first' | 'last' | null>(null)
  return (
    <>
      <ButtonContext.Provider
        value={{
          ref: button,
          'aria-haspopup': 'menu',
          'aria-expanded': opened !== null,
          onHoverStart: soon,
          onFocus: soon,
          onPress: () => setOpened('first'),
          onKeyDown: (event) => {
            if (event.key === 'ArrowDown') setOpened('first')
            else if (event.key === 'ArrowUp') setOpened('last')
            else return event.continuePropagation()
            event.preventDefault()
          },
        }}
      >
        {trigger}
      </ButtonContext.Provider>
      {opened && (
        <MenuList
          from={button}
          label={label}
          entries={entries}
          begin={opened}
          onClose={() => setOpened(null)}
        />
      )}
    </>
  )
}
