import { useLingui } from '@lingui/react/macro'
import { IconMaximize, IconMinus, IconPlus } from '@tabler/icons-react'
import { Button } from 'react-aria-components'
import styles from './Board.module.css'

/** How near the paper is. `zoom` is 1 at actual size. */
export function Zoom({
  zoom,
  onOut,
  onIn,
  onWhole,
}: {
  zoom: number
  onOut: () => void
  onIn: () => void
  onWhole: () => void
}) {
  const { t } = useLingui()
  const percent = Math.round(zoom * 100)
  const look = { size: 20, stroke: 2, 'aria-hidden': true }
  return (
    <div className={styles['zoom']} role="group" aria-label={t`Taille du dessin`}>
      <Button className={styles['tool'] ?? ''} aria-label={t`Éloigner`} onPress={onOut}>
        <IconMinus {...look} />
      </Button>
      <span className={styles['percent']}>{t`${percent} %`}</span>
      <Button className={styles['tool'] ?? ''} aria-label={t`Rapprocher`} onPress={onIn}>
        <IconPlus {...look} />
      </Button>
      <Button className={styles['tool'] ?? ''} aria-label={t`Voir tout le tableau`} onPress={onWhole}>
        <IconMaximize {...look} />
      </Button>
    </div>
  )
}
