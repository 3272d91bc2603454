import { Outlet, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { RouterProvider } from 'react-aria-components'
import { LiveRegion } from '../ui/LiveRegion.tsx'
import { Toasts } from '../ui/Toast.tsx'

/** What every screen stands in: links of the design system go through the router, toasts and announcements have their place. */
export function Root() {
  const router = useRouter()
  // A new page starts at its beginning for the keyboard and the screen reader too, not where the last link was.
  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
        if (fromLocation && pathChanged) document.getElementById('contenu')?.focus({ preventScroll: true })
      }),
    [router],
  )
  return (
    <RouterProvider navigate={(href) => void router.navigate({ href })}>
      <LiveRegion>
        <Toasts>
          <Outlet />
        </Toasts>
      </LiveRegion>
    </RouterProvider>
  )
}
