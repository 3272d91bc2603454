import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect } from 'react'
import type { GroupOwn } from '../../../session/together.ts'
import { useAnnounce } from '../../../ui/LiveRegion.tsx'
import { useNames, useView } from '../live.tsx'
import { circleNames } from '../viewmodel.ts'
import styles from './Groups.module.css'
import { useGroupTitle } from './useGroupTitle.ts'

/** What I am told of my group before it opens. */
function useWords(group: GroupOwn | undefined) {
  const view = useView()
  const names = useNames()
  const titled = useGroupTitle()
  const short = circleNames(view, names)
  const me = view.me.member
  return {
    title: group ? titled(group.group, group) : '',
    others: (group?.members ?? [])
      .filter((id) => id !== me)
      .map((id) => short[id] ?? names[id] ?? '')
      .join(', '),
    host:
      group?.host === undefined || group.host === me ? '' : (short[group.host] ?? names[group.host] ?? ''),
    hosts: group !== undefined && group.host === me,
  }
}

/** My group, announced and not open yet: its name, who will be there, who hosts. */
export function Coming({ group }: { group: GroupOwn }) {
  const { t } = useLingui()
  const { title, others, host, hosts } = useWords(group)
  return (
    <section className={styles['mine']} aria-label={t`Votre sous-groupe, bientôt`} data-group="coming">
      <div className={styles['line']}>
        <strong className={styles['title']}>
          <Trans>Bientôt : {title}</Trans>
        </strong>
        <span className={styles['who']}>
          {others !== '' && <Trans>Avec {others}</Trans>}
          {host !== '' && ` · ${t`accueil : ${host}`}`}
        </span>
      </div>
      {hosts && (
        <p className={styles['told']}>
          <Trans>Vous accueillez cette table : vous y restez quand les autres changent.</Trans>
        </p>
      )}
    </section>
  )
}

/** The same, said aloud when it is announced and when it changes. */
export function useComing(): void {
  const { t } = useLingui()
  const { polite } = useAnnounce()
  const { coming } = useView()
  const { title, others } = useWords(coming)
  const is = coming !== undefined
  useEffect(() => {
    if (!is) return
    polite('groups', others === '' ? t`Bientôt : ${title}.` : t`Bientôt : ${title}, avec ${others}.`)
  }, [is, title, others, polite, t])
}
