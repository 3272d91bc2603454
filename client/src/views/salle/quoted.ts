import { useLingui } from '@lingui/react/macro'

/** Puts somebody's words between the quotation marks of the language on screen. */
export function useQuoted(): (text: string) => string {
  const { t } = useLingui()
  return (text) => t`« ${text} »`
}
