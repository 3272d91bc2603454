import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/Notices.tsx'

/** In place of a board whose drawing did not open: what is around it goes on. */
export function NotOpened() {
  const { t } = useLingui()
  return (
    <div role="alert">
      <EmptyState
        title={t`Le tableau ne s’est pas ouvert`}
        action={
          <Button onPress={() => location.reload()}>
            <Trans>Ouvrir la page de nouveau</Trans>
          </Button>
        }
      >
        <Trans>Ce qui est dessiné est gardé.</Trans>
      </EmptyState>
    </div>
  )
}
