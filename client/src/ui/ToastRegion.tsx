import { useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import {
  Text,
  UNSTABLE_Toast,
  UNSTABLE_ToastContent,
  UNSTABLE_ToastQueue,
  UNSTABLE_ToastRegion,
} from 'react-aria-components'
import { Button } from './Button.tsx'
import styles from './Toast.module.css'
import { type Said, stays, type ToastWords } from './Toast.tsx'

/** Where toasts are shown and read: a landmark that F6 reaches. */
export function ToastRegion({ said }: { said: Said }) {
  const { t } = useLingui()
  const [queue] = useState(() => new UNSTABLE_ToastQueue<ToastWords>({ maxVisibleToasts: 1 }))
  useEffect(() => {
    queue.clear()
    queue.add(said.toast, { timeout: stays })
  }, [queue, said])
  return (
    <UNSTABLE_ToastRegion queue={queue} className={styles['region'] ?? ''} aria-label={t`Annonces`}>
      {({ toast }) => (
        <UNSTABLE_Toast toast={toast} className={styles['toast'] ?? ''}>
          {toast.content.icon}
          <UNSTABLE_ToastContent className={styles['words'] ?? ''}>
            <Text slot="title">{toast.content.words}</Text>
          </UNSTABLE_ToastContent>
          {toast.content.action && (
            <Button
              kind="text"
              size="dense"
              onPress={() => {
                toast.content.action?.onPress()
                queue.close(toast.key)
              }}
            >
              {toast.content.action.label}
            </Button>
          )}
        </UNSTABLE_Toast>
      )}
    </UNSTABLE_ToastRegion>
  )
}
