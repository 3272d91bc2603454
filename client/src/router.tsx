import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { Root } from './views/Root.tsx'
import { Unavailable } from './views/Unavailable.tsx'

const root = createRootRoute({
  component: Root,
  notFoundComponent: () => <Unavailable kind="absent" />,
  errorComponent: () => <Unavailable kind="failed" />,
})

const screen = <Path extends string, Name extends string>(
  path: Path,
  load: () => Promise<{ [key in Name]: ComponentType }>,
  name: Name,
) => createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load, name) })

// One line a screen: its path, and the component that is fetched when it opens.
// Parameters are typed from the path: `useParams({ from: '/c/$community' })`.
const routes = root.addChildren([
  screen('/', () => import('./views/accueil/Accueil.tsx'), 'Accueil'),
  screen('/composants', () => import('./views/composants/Composants.tsx'), 'Composants'),
])

export const router = createRouter({ routeTree: routes, defaultPreload: 'intent', scrollRestoration: true })

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
