import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { alsoSay } from './i18n/locale.ts'
import { Root } from './views/Root.tsx'
import { kindOf, Unavailable } from './views/Unavailable.tsx'

const root = createRootRoute({
  component: Root,
  notFoundComponent: () => <Unavailable kind="absent" />,
  errorComponent: ({ error }) => <Unavailable kind={kindOf(error)} />,
})

/** For screens that the first ones do not open by themselves: their words lie in a catalogue apart (lingui.config.ts). */
const withWords =
  <Module,>(load: () => Promise<Module>) =>
  async () => {
    const [screen] = await Promise.all([load(), alsoSay()])
    return screen
  }

const screen = <Path extends string, Name extends string>(
  path: Path,
  load: () => Promise<{ [key in Name]: ComponentType }>,
  name: Name,
) => createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load, name) })

// One line a screen: its path, and the component that is fetched when it opens.
// Parameters are typed from the path: `useParams({ from: '/c/$community' })`.
const routes = root.addChildren([
  screen('/', () => import('./views/accueil/Accueil.tsx'), 'Accueil'),
  screen('/connexion', () => import('./views/connexion/Connexion.tsx'), 'Connexion'),
  screen('/entrer', () => import('./views/entrer/Entrer.tsx'), 'Entrer'),
  screen('/invitation', () => import('./views/invitation/Invitation.tsx'), 'Invitation'),
  screen(
    '/profil',
    withWords(() => import('./views/profil/Profil.tsx')),
    'Profil',
  ),
  screen('/communautes', () => import('./views/communautes/Communautes.tsx'), 'Communautes'),
  screen(
    '/communautes/nouvelle',
    withWords(() => import('./views/communautes/Nouvelle.tsx')),
    'Nouvelle',
  ),
  screen(
    '/c/$community',
    withWords(() => import('./views/communaute/Communaute.tsx')),
    'Communaute',
  ),
  screen(
    '/c/$community/rencontres/nouvelle',
    withWords(() => import('./views/rencontre/Nouvelle.tsx')),
    'Nouvelle',
  ),
  screen(
    '/r/$meeting',
    withWords(() => import('./views/rencontre/Rencontre.tsx')),
    'Rencontre',
  ),
  screen(
    '/r/$meeting/modifier',
    withWords(() => import('./views/rencontre/Modifier.tsx')),
    'Modifier',
  ),
  screen(
    '/documents/$document',
    withWords(() => import('./views/document/Document.tsx')),
    'Document',
  ),
  screen(
    '/tableaux/$board',
    withWords(() => import('./views/tableau/Tableau.tsx')),
    'Tableau',
  ),
  screen(
    '/composants',
    withWords(() => import('./views/composants/Composants.tsx')),
    'Composants',
  ),
  screen('/r/$meeting/antichambre', () => import('./views/antichambre/Antichambre.tsx'), 'Antichambre'),
  screen('/r/$meeting/salle', () => import('./views/salle/Salle.tsx'), 'Salle'),
])

export const router = createRouter({ routeTree: routes, defaultPreload: 'intent', scrollRestoration: true })

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
