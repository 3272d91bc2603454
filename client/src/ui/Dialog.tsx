import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './Overlay.module.css'

type DialogProps = {
  title: ReactNode
  open: boolean
  onClose: () => void
  children?: ReactNode
  /** Verbs that repeat the title, the one that goes back first. */
  actions?: ReactNode
  wide?: boolean
  /** Interrupts for a decision that cannot wait (rare). */
  alert?: boolean
}

/** A question that must be answered; the circle stays visible behind it and sound goes on. */
export function Dialog({ title, open, onClose, children, actions, wide, alert }: DialogProps) {
  return (
    <ModalOverlay
      className={styles['scrim'] ?? ''}
      isOpen={open}
      isDismissable={!alert}
      onOpenChange={(next) => {
        if (!next) onClose()
      }}
    >
      <Modal className={classes(styles['modal'], wide && styles['wideModal'])}>
        <AriaDialog className={styles['dialog'] ?? ''} role={alert ? 'alertdialog' : 'dialog'}>
          <Heading slot="title">{title}</Heading>
          {children !== undefined && <div className={styles['body']}>{children}</div>}
          {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
