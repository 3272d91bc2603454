import { useLingui } from '@lingui/react/macro'
import { IconChevronLeft, IconX } from '@tabler/icons-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { Button } from 'react-aria-components'
import styles from './Overlay.module.css'
import { IconButton } from './Tool.tsx'

type DrawerProps = {
  title: string
  open: boolean
  onOpenChange: (open: boolean) => void
  children: ReactNode
  /** Shows the handle at mid-height that opens it. */
  handle?: string
}

/**
 * A panel of 424 px on the right that leaves the page in use beside it. Escape
 * closes it; focus goes in when it opens and back to where it was when it closes.
 */
export function Drawer({ title, open, onOpenChange, children, handle }: DrawerProps) {
  const lever = useRef<HTMLButtonElement>(null)
  const was = useRef(open)
  useEffect(() => {
    // The handle that opened it went away meanwhile: the one that comes back takes the focus nobody has.
    if (was.current && !open && document.activeElement === document.body) lever.current?.focus()
    was.current = open
  }, [open])
  if (open) {
    return (
      <OpenDrawer title={title} onClose={() => onOpenChange(false)}>
        {children}
      </OpenDrawer>
    )
  }
  if (handle === undefined) return null
  return (
    <Button
      ref={lever}
      className={styles['handle'] ?? ''}
      onPress={() => onOpenChange(true)}
      aria-expanded={false}
    >
      <IconChevronLeft size={22} stroke={1.75} aria-hidden />
      <span>{handle}</span>
    </Button>
  )
}

function OpenDrawer({
  title,
  onClose,
  children,
}: {
  title: string
  onClose: () => void
  children: ReactNode
}) {
  const { t } = useLingui()
  const heading = useId()
  const panel = useRef<HTMLElement>(null)
  useEffect(() => {
    const before = document.activeElement
    panel.current?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      className={styles['drawer']}
      aria-labelledby={heading}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose()
      }}
    >
      <header className={styles['drawerHead']}>
        <h2 id={heading}>{title}</h2>
        <IconButton
          bare
          icon={<IconX size={24} stroke={1.75} aria-hidden />}
          label={t`Fermer le panneau`}
          onPress={onClose}
        />
      </header>
      <div className={styles['drawerBody']}>{children}</div>
    </aside>
  )
}
