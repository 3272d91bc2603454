import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'

/** `absent`: there is no such page. `unfetched`: its files did not come. `failed`: it broke on our side. */
type Kind = 'absent' | 'unfetched' | 'failed'

/** Tells a page whose files did not come (the network, or a newer release) from one that broke: browsers only differ in words. */
export function kindOf(error: unknown): Kind {
  const words = error instanceof Error ? error.message : ''
  return /dynamically imported module|preload CSS|importing a module/i.test(words) ? 'unfetched' : 'failed'
}

/** What a person reads when a page is not there, when it did not come, or when it failed on our side. */
export function Unavailable({ kind }: { kind: Kind }) {
  return (
    <main className="page-message">
      <Words kind={kind} />
      <p>
        {kind === 'unfetched' && (
          <>
            <button type="button" onClick={() => location.reload()}>
              <Trans>Réessayer</Trans>
            </button>{' '}
          </>
        )}
        <Link to="/">
          <Trans>Revenir à l’accueil</Trans>
        </Link>
      </p>
    </main>
  )
}

function Words({ kind }: { kind: Kind }) {
  switch (kind) {
    case 'absent':
      return (
        <>
          <h1>
            <Trans>Cette page n’est pas ici</Trans>
          </h1>
          <p>
            <Trans>L’adresse a peut-être changé, ou elle n’est plus valable.</Trans>
          </p>
        </>
      )
    case 'unfetched':
      return (
        <>
          <h1>
            <Trans>La page n’est pas arrivée</Trans>
          </h1>
          <p>
            <Trans>Le réseau manque. Rien n’est perdu.</Trans>
          </p>
        </>
      )
    case 'failed':
      return (
        <>
          <h1>
            <Trans>Quelque chose n’a pas marché de notre côté</Trans>
          </h1>
          <p>
            <Trans>Votre travail est gardé. Réessayez dans une minute.</Trans>
          </p>
        </>
      )
  }
}
