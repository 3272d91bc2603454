import { useState } from 'react'

/**
 * Whether a gesture of mine waits for its answer. What I press meanwhile does not say what I see: it would be refused as
 * somebody else's, though it is mine that changed it.
 */
export function usePending(): readonly [boolean, (answer: Promise<unknown>) => void] {
  const [waiting, setWaiting] = useState(0)
  const follow = (answer: Promise<unknown>) => {
    setWaiting((n) => n + 1)
    void answer.finally(() => setWaiting((n) => n - 1))
  }
  return [waiting > 0, follow]
}
