import { useLingui } from '@lingui/react/macro'
import { seatName } from './rehearsal.ts'

/** What a seat of a rehearsal is called: a name of nobody, or « Vous ». */
export function useSeatNames(): (member: string) => string {
  const { t } = useLingui()
  return (member) => seatName(member) ?? t`Vous`
}
