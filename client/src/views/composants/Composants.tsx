import { Trans } from '@lingui/react/macro'

export function Composants() {
  return (
    <main className="page-message">
      <h1>
        <Trans>Feuille des composants</Trans>
      </h1>
    </main>
  )
}
