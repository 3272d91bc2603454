import { Trans } from '@lingui/react/macro'

/** The words shown while a page arrives. */
export function Arriving() {
  return (
    <p role="status" className="page-message">
      <Trans>Un instant</Trans>
    </p>
  )
}
