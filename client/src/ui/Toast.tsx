import { useLingui } from '@lingui/react/macro'
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import {
  Text,
  UNSTABLE_Toast,
  UNSTABLE_ToastContent,
  UNSTABLE_ToastQueue,
  UNSTABLE_ToastRegion,
} from 'react-aria-components'
import { Button } from './Button.tsx'
import styles from './Toast.module.css'

/** What happened to one's own work, in a sentence; an action takes it back. Never for someone else's actions. */
export type ToastWords = { words: string; icon?: ReactNode; action?: { label: string; onPress: () => void } }

const stays = 6000

const Show = createContext<(toast: ToastWords) => void>(() => {})

/** Shows one toast at a time, six seconds, longer while it is focused or pointed at. The newest replaces the one before. */
export function useToast(): (toast: ToastWords) => void {
  return useContext(Show)
}

/** Holds the toasts of the application; once, near its root. */
export function Toasts({ children }: { children: ReactNode }) {
  const { t } = useLingui()
  const [queue] = useState(() => new UNSTABLE_ToastQueue<ToastWords>({ maxVisibleToasts: 1 }))
  const show = useMemo(
    () => (toast: ToastWords) => {
      queue.clear()
      queue.add(toast, { timeout: stays })
    },
    [queue],
  )
  return (
    <Show.Provider value={show}>
      {children}
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
    </Show.Provider>
  )
}
