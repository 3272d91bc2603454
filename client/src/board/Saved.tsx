import { Trans } from '@lingui/react/macro'
import { IconCircleCheck, IconCircleDashed, IconPlugConnectedX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import styles from './Board.module.css'

/** Waiting for an answer is worth a word after this long, ms. */
const patience = 1000

/** Whether the work is on the server, as the server itself says. */
export function Saved({ oldest, online }: { oldest: number | undefined; online: boolean }) {
  const late = useLate(oldest)
  if (oldest !== undefined && !online) {
    return (
      <p className={styles['saved']} role="status">
        <IconPlugConnectedX size={20} stroke={2} aria-hidden />
        <Trans>Gardé sur cet appareil, envoyé dès le retour du réseau.</Trans>
      </p>
    )
  }
  return (
    <p className={styles['saved']}>
      {late ? (
        <>
          <IconCircleDashed size={20} stroke={2} aria-hidden />
          <Trans>Enregistrement…</Trans>
        </>
      ) : (
        <>
          <IconCircleCheck size={20} stroke={2} aria-hidden />
          <Trans>Enregistré</Trans>
        </>
      )}
    </p>
  )
}

/** True once this very operation has waited for long. */
function useLate(oldest: number | undefined): boolean {
  const [late, setLate] = useState<number>()
  useEffect(() => {
    if (oldest === undefined) return
    const timer = setTimeout(() => setLate(oldest), patience)
    return () => clearTimeout(timer)
  }, [oldest])
  return late !== undefined && late === oldest
}
