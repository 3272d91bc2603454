import { QueryClient } from '@tanstack/react-query'

/** The cache of what the server said; events of the socket patch it, so nothing is asked again by habit. */
export const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 30_000, retry: 1, refetchOnWindowFocus: false } },
})
