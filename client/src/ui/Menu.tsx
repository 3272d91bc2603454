import { lazy, type ReactElement, type ReactNode, Suspense, useRef, useState } from 'react'
import { ButtonContext } from 'react-aria-components'

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
const fetchList = () => import('./MenuList.tsx')
const MenuList = lazy(() => fetchList().then((module) => ({ default: module.MenuList })))

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
          onHoverStart: () => void fetchList(),
          onFocus: () => void fetchList(),
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
        <Suspense fallback={null}>
          <MenuList
            from={button}
            label={label}
            entries={entries}
            begin={opened}
            onClose={() => setOpened(null)}
          />
        </Suspense>
      )}
    </>
  )
}
