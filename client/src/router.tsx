import {
  type AsyncRouteComponent,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent as lazy,
} from '@tanstack/react-router'
import { Root } from './views/Root.tsx'
import { Unavailable } from './views/Unavailable.tsx'

const root = createRootRoute({
  component: Root,
  notFoundComponent: () => <Unavailable kind="absent" />,
  errorComponent: () => <Unavailable kind="failed" />,
})

const screen = <Path extends string>(path: Path, component: AsyncRouteComponent<object>) =>
  createRoute({ getParentRoute: () => root, path, component })

// One line a screen: its path, and the module that is fetched when it opens.
// Parameters are typed from the path: `useParams({ from: '/c/$community' })`.
const routes = root.addChildren([
  screen(
    '/',
    lazy(() => import('./views/accueil/Accueil.tsx'), 'Accueil'),
  ),
  screen(
    '/composants',
    lazy(() => import('./views/composants/Composants.tsx'), 'Composants'),
  ),
])

export const router = createRouter({ routeTree: routes, defaultPreload: 'intent', scrollRestoration: true })

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
