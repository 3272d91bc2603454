import { Trans, useLingui } from '@lingui/react/macro'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Refused } from '../../api/client.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Skeleton } from '../../ui/Notices.tsx'
import styles from './Place.module.css'
import { useSentence } from './sentence.ts'
import { usePageTitle } from './usePageTitle.ts'

/** Shows what was asked for: its shape while it comes, then itself, or the reason it does not. */
export function Loaded<Data>({
  query,
  children,
}: {
  query: UseQueryResult<Data, Error>
  children: (data: Data) => ReactNode
}) {
  if (query.data !== undefined) return children(query.data)
  if (query.error) return <Failed error={query.error} onRetry={() => void query.refetch()} />
  return <Skeleton block lines={5} />
}

/** Whether asking again would be refused again; « too often » passes. */
export function isLasting({ status }: Refused): boolean {
  return status >= 400 && status < 500 && status !== 429
}

/** Why a page is not shown, what is safe, and what to do. */
export function Failed({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const { t } = useLingui()
  const sentence = useSentence()
  const status = error instanceof Refused ? error.status : 0
  const lasting = error instanceof Refused && isLasting(error)
  const title =
    status === 404 || status === 410
      ? t`Cette page n’est pas ici`
      : status === 403
        ? t`Cette page n’est pas ouverte pour vous`
        : t`La page n’est pas arrivée`
  usePageTitle(title)
  return (
    <div className={styles['failed']} role="alert">
      <h1>{title}</h1>
      <p>{sentence(error)}</p>
      <div className={styles['actions']}>
        {!lasting && onRetry && (
          <Button kind="leaf" onPress={onRetry}>
            <Trans>Réessayer</Trans>
          </Button>
        )}
        <ButtonLink href="/">
          <Trans>Revenir à l’accueil</Trans>
        </ButtonLink>
      </div>
    </div>
  )
}
