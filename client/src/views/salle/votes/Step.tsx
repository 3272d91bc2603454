import type { ReactNode } from 'react'
import { Button } from '../../../ui/Button.tsx'

/** A small gesture on one line of a ballot; when it is not possible it says why. */
export function Step({
  icon,
  label,
  onPress,
  why,
}: {
  icon: ReactNode
  label: string
  onPress: () => void
  why: string | undefined
}) {
  return (
    <Button
      size="dense"
      aria-label={label}
      onPress={onPress}
      {...(why === undefined ? {} : { unavailable: why })}
    >
      {icon}
    </Button>
  )
}
