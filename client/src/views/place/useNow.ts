import { useEffect, useState } from 'react'

/** The present time in ms, read again every `each` ms: a page left open opens by itself. */
export function useNow(each = 15_000): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), each)
    return () => clearInterval(timer)
  }, [each])
  return now
}
