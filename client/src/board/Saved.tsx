import { Trans } from '@lingui/react/macro'
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconPlugConnectedX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import styles from './Board.module.css'

/** Waiting for an answer is worth a word after this long, ms; until then there is none, since nothing is known. */
const patience = 1000

type Props = {
  /** What waits for its answer the longest, when something does. */
  oldest: number | undefined
  online: boolean
  /** The code of why the server keeps nothing for now. */
  held: string | undefined
}

/** Whether the work is on the server, as the server itself says. */
export function Saved({ oldest, online, held }: Props) {
  const late = useLate(oldest)
  if (oldest !== undefined && !online) {
    return (
      <p className={styles['kept']} role="status">
        <IconPlugConnectedX size={20} stroke={2} aria-hidden />
        <Trans>Gardé sur cet appareil, envoyé dès le retour du réseau.</Trans>
      </p>
    )
  }
  if (oldest !== undefined && held) {
    return (
      <p className={styles['notSaved']} role="status">
        <IconAlertTriangle size={20} stroke={2} aria-hidden />
        <span>
          {held === 'store_full' ? (
            <Trans>
              Non enregistré — le serveur n’a plus de place. Votre travail est gardé sur cet appareil et
              repartira de lui-même.
            </Trans>
          ) : (
            <Trans>
              Non enregistré — le serveur n’y arrive pas pour l’instant. Votre travail est gardé sur cet
              appareil et repartira de lui-même.
            </Trans>
          )}
        </span>
      </p>
    )
  }
  return (
    <p className={styles['saved']}>
      {late && (
        <>
          <IconCircleDashed size={20} stroke={2} aria-hidden />
          <Trans>Enregistrement…</Trans>
        </>
      )}
      {oldest === undefined && (
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
