import { Trans, useLingui } from '@lingui/react/macro'
import { Switch } from '../../../ui/Checks.tsx'
import { useGroupTitle } from '../groupes/useGroupTitle.ts'
import { useView } from '../live.tsx'
import { groupToRun, mayRun } from '../viewmodel.ts'
import styles from './Votes.module.css'

/** Whose sheet or vote it is, when it is a group's. */
export function OfGroup({ paper }: { paper: { readonly group?: string; readonly mixed?: boolean } }) {
  const title = useGroupTitle()
  const view = useView()
  const { group = '' } = paper
  if (paper.mixed) {
    return (
      <p className={styles['state']}>
        <Trans>Cartes de plusieurs feuilles, mêlées</Trans>
      </p>
    )
  }
  if (group === '') return null
  return <p className={styles['state']}>{title(group, view.groups?.groups[group] ?? {})}</p>
}

/** Why a group of two does not show its own cards, and where they are shown. */
export function InPlenary() {
  return (
    <p className={styles['state']}>
      <Trans>
        À moins de trois, on saurait qui a écrit : ces cartes paraîtront en plénière, mêlées à celles des
        autres groupes.
      </Trans>
    </p>
  )
}

/** Whether what one opens is for the group in which one is. Who runs the meeting chooses; the people of a group do not. */
export function ForGroup({ on, onChange }: { on: boolean; onChange: (on: boolean) => void }) {
  const { t } = useLingui()
  const view = useView()
  const title = useGroupTitle()
  const group = groupToRun(view)
  if (group === undefined) return null
  const here = title(group, view.groups?.groups[group] ?? {})
  const help = t`Le groupe seul y écrit et le voit. À la fin des sous-groupes, tout le monde voit ce qui en est sorti.`
  return mayRun(view) ? (
    <Switch on={on} onChange={onChange} help={help}>
      <Trans>Pour « {here} » seulement</Trans>
    </Switch>
  ) : (
    <p className={styles['state']}>{help}</p>
  )
}
