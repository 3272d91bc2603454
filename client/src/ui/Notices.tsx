import { useLingui } from '@lingui/react/macro'
import { IconLeaf, IconLock, IconPlugConnectedX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import styles from './Pieces.module.css'

/** A place where nothing is yet: what could come, and the gesture that begins it. */
export function EmptyState({
  title,
  children,
  icon,
  action,
}: {
  title: string
  children?: ReactNode
  icon?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className={styles['empty']}>
      {icon ?? <IconLeaf size={28} stroke={1.75} aria-hidden />}
      <div className={styles['emptyWords']}>
        <p className={styles['emptyTitle']}>{title}</p>
        {children !== undefined && <div className={styles['emptyText']}>{children}</div>}
      </div>
      {action}
    </div>
  )
}

/** A lasting state of the page, in one line: `link` when the connection is weak, `readOnly` when nothing can be written. */
export function Banner({
  kind,
  children,
  action,
  icon,
}: {
  kind: 'link' | 'readOnly' | 'note'
  children: ReactNode
  action?: ReactNode
  icon?: ReactNode
}) {
  const marks = {
    link: <IconPlugConnectedX size={22} stroke={1.75} aria-hidden />,
    readOnly: <IconLock size={22} stroke={1.75} aria-hidden />,
    note: null,
  }
  return (
    <div className={styles['banner']} role="status">
      {icon ?? marks[kind]}
      <p>{children}</p>
      {action}
    </div>
  )
}

const barWidths = ['92%', '74%', '84%', '58%', '68%', '79%', '63%', '88%']

/** The shape of what is coming, still: no spinner, nothing that moves. Up to eight `lines`. */
export function Skeleton({ lines = 3, block }: { lines?: number; block?: boolean }) {
  const { t } = useLingui()
  return (
    <div className={styles['skeleton']} role="status" aria-label={t`Ça arrive`}>
      {block && <div className={styles['block']} />}
      {barWidths.slice(0, lines).map((width) => (
        <div key={width} className={styles['bar']} style={{ width }} />
      ))}
    </div>
  )
}
