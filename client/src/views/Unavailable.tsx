import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'

/** What a person reads when a page is not there, or when it failed on our side. */
export function Unavailable({ kind }: { kind: 'absent' | 'failed' }) {
  return (
    <main className="page-message">
      <h1>
        {kind === 'absent' ? (
          <Trans>Cette page n’est pas ici</Trans>
        ) : (
          <Trans>Quelque chose n’a pas marché de notre côté</Trans>
        )}
      </h1>
      <p>
        {kind === 'absent' ? (
          <Trans>L’adresse a peut-être changé, ou elle n’est plus valable.</Trans>
        ) : (
          <Trans>Votre travail est gardé. Réessayez dans une minute.</Trans>
        )}
      </p>
      <p>
        <Link to="/">
          <Trans>Revenir à l’accueil</Trans>
        </Link>
      </p>
    </main>
  )
}
