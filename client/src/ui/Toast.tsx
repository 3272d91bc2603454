import { createContext, lazy, type ReactNode, Suspense, useContext, useMemo, useState } from 'react'

/** What happened to one's own work, in a sentence; an action takes it back. Never for someone else's actions. */
export type ToastWords = { words: string; icon?: ReactNode; action?: { label: string; onPress: () => void } }

/** What was said last, and how many times something was. */
export type Said = { toast: ToastWords; turn: number }

const Show = createContext<(toast: ToastWords) => void>(() => {})

const ToastRegion = lazy(() =>
  import('./ToastRegion.tsx').then((module) => ({ default: module.ToastRegion })),
)

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
      {said && (
        <Suspense fallback={null}>
          <ToastRegion said={said} />
        </Suspense>
      )}
    </Show.Provider>
  )
}
