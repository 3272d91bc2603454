import { Outlet, useRouter } from '@tanstack/react-router'
import { RouterProvider } from 'react-aria-components'
import { LiveRegion } from '../ui/LiveRegion.tsx'
import { Toasts } from '../ui/Toast.tsx'

/** What every screen stands in: links of the design system go through the router, toasts and announcements have their place. */
export function Root() {
  const router = useRouter()
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
