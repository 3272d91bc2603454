import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'

export function Accueil() {
  return (
    <main className="page-message">
      <h1>
        <Trans>Accueil</Trans>
      </h1>
      <p>
        <Link to="/composants">
          <Trans>Feuille des composants</Trans>
        </Link>
      </p>
    </main>
  )
}
