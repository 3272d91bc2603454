import { useLingui } from '@lingui/react/macro'
import { IconX } from '@tabler/icons-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { IconButton } from '../../ui/Tool.tsx'
import styles from './Panel.module.css'

/** A panel beside the circle. It takes the focus when the person opens it, and gives it back. */
export function Panel({
  title,
  onClose,
  children,
  foot,
}: {
  title: string
  onClose: () => void
  children: ReactNode
  foot?: ReactNode
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
      className={styles['panel']}
      data-region="panel"
      aria-labelledby={heading}
    >
      <header className={styles['head']}>
        <h2 id={heading}>{title}</h2>
        <IconButton
          bare
          icon={<IconX size={24} stroke={1.75} aria-hidden />}
          label={t`Fermer le panneau`}
          onPress={onClose}
        />
      </header>
      <div className={styles['body']}>{children}</div>
      {foot && <div className={styles['foot']}>{foot}</div>}
    </aside>
  )
}
