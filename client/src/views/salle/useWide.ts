import { useSyncExternalStore } from 'react'

const watch = (query: string) => ({
  subscribe: (changed: () => void) => {
    const list = matchMedia(query)
    list.addEventListener('change', changed)
    return () => list.removeEventListener('change', changed)
  },
  now: () => matchMedia(query).matches,
})

const queries = {
  phone: watch('(max-width: 699px), (max-height: 559px) and (max-width: 1023px)'),
  narrow: watch('(max-width: 1023px)'),
  roomy: watch('(min-width: 1240px)'),
}

/** `phone` under 700 px or on its side, `narrow` under 1024, `roomy` where a board and a panel stand side by side. */
export function useWidth(): 'phone' | 'narrow' | 'laptop' | 'roomy' {
  const phone = useSyncExternalStore(queries.phone.subscribe, queries.phone.now)
  const narrow = useSyncExternalStore(queries.narrow.subscribe, queries.narrow.now)
  const roomy = useSyncExternalStore(queries.roomy.subscribe, queries.roomy.now)
  return phone ? 'phone' : narrow ? 'narrow' : roomy ? 'roomy' : 'laptop'
}
