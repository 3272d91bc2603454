import { QueryClient } from '@tanstack/react-query'
import { Refused } from './api/client.ts'

// What the server refused it will refuse again: only a failure is worth a second try.
const again = (failures: number, error: Error) =>
  failures < 1 && !(error instanceof Refused && error.status >= 400 && error.status < 500)

/** The cache of what the server said; events of the socket patch it, so nothing is asked again by habit. */
export const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 30_000, retry: again, refetchOnWindowFocus: false } },
})
