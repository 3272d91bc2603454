import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { lazily } from './lazily.tsx'
import styles from './Toast.module.css'

/** What happened to one's own work, in a sentence; an action takes it back. Never for someone else's actions. */
export type ToastWords = { words: string; icon?: ReactNode; action?: { label: string; onPress: () => void } }

/** What was said last, and how many times something was. */
export type Said = { toast: ToastWords; turn: number }

const Show = createContext<(toast: ToastWords) => void>(() => {})

// What a toast says may be that the server does not answer: without its region, its words stand there plainly.
const ToastRegion = lazily(() => import('./ToastRegion.tsx').then((module) => module.ToastRegion), {
  without: ({ said }: { said: Said }) => <Plain key={said.turn} words={said.toast.words} />,
})

/** Brings what toasts are drawn with, before the first one. */
export const fetchToasts = ToastRegion.fetch

/** How long a toast stays, ms. */
export const stays = 6000

function Plain({ words }: { words: string }) {
  const [there, setThere] = useState(true)
  useEffect(() => {
    const timer = setTimeout(() => setThere(false), stays)
    return () => clearTimeout(timer)
  }, [])
  if (!there) return null
  return (
    <div className={styles['region']} role="status">
      <p className={styles['toast']}>{words}</p>
    </div>
  )
}

/** Shows one toast at a time, six seconds, longer while it is focused or pointed at. The newest replaces the one before. */
export function useToast(): (toast: ToastWords) => void {
  return useContext(Show)
}

/** Holds the toasts of the application; once, near its root. The region comes with the first toast. */
export function Toasts({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState<Said | null>(null)
  const show = useMemo(
    () => (toast: ToastWords) => setSaid((before) => ({ toast, turn: (before?.turn ?? 0) + 1 })),
    [],
  )
  return (
    <Show.Provider value={show}>
      {children}
      {said && <ToastRegion said={said} />}
    </Show.Provider>
  )
}
