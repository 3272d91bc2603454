import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './Pieces.module.css'

type ChipProps = {
  children: ReactNode
  icon?: ReactNode
  /** `stick` says where the stick goes, nothing else; `status` has no ground (« Enregistré »). */
  tone?: 'outline' | 'leaf' | 'stick' | 'plum' | 'status'
  /** Makes it removable; the words are read aloud, such as « Retirer Choisi ». */
  remove?: { label: string; onPress: () => void }
}

/** A short fact about what stands next to it. */
export function Chip({ children, icon, tone, remove }: ChipProps) {
  return (
    <span className={classes(styles['chip'], tone && styles[tone])}>
      {icon}
      {children}
      {remove && (
        <Button className={styles['remove'] ?? ''} aria-label={remove.label} onPress={remove.onPress}>
          <IconX size={18} stroke={2} aria-hidden />
        </Button>
      )}
    </span>
  )
}
