import { useEffect } from 'react'

/** Names the page in the tab, the history and the screen reader. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = title === 'Palabre' ? title : `${title} · Palabre`
  }, [title])
}
