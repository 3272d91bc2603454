import { useLingui } from '@lingui/react/macro'
import type { Schema } from '../../api/client.ts'

export type Kind = Schema<'CommunityCard'>['kind']

/** The kind of a community in words: three short names for one way of learning together, each from its own network. */
export function useKindWords(): (kind: Kind) => string {
  const { t } = useLingui()
  return (kind) =>
    kind === 'CPS' ? t`Communauté de pratiques et de savoirs (CPS)` : t`Communauté de pratique (${kind})`
}
