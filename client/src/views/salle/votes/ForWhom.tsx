import { Trans, useLingui } from '@lingui/react/macro'
import { Fragment, type ReactNode, useState } from 'react'
import { RadioCards } from '../../../ui/Checks.tsx'
import { useNames, useView } from '../live.tsx'
import { circleNames } from '../viewmodel.ts'
import styles from './Votes.module.css'
import { Whose } from './whose.ts'

const me = '-'

/** Who carries a voice writes and votes for her too, one at a time: her papers are her own. */
export function ForWhom({ children }: { children: ReactNode }) {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  const [chosen, setChosen] = useState(me)
  const short = circleNames(view, names)
  const company = Object.keys(view.company ?? {})
  const as = company.includes(chosen) ? chosen : undefined
  const name = as === undefined ? '' : (short[as] ?? names[as] ?? '')
  if (company.length === 0) return children
  return (
    <Whose.Provider value={as}>
      <section className={styles['fields']} aria-label={t`Pour qui`}>
        <RadioCards
          label={t`Pour qui écrire et voter`}
          value={as ?? me}
          onChange={setChosen}
          cards={[
            { value: me, title: t`Pour vous` },
            ...company.map((id) => {
              const name = short[id] ?? names[id] ?? ''
              return { value: id, title: t`Pour ${name}` }
            }),
          ]}
        />
        {as !== undefined && (
          <p className={styles['state']} aria-live="polite">
            <Trans>
              Ici, vous écrivez et votez pour {name}, à sa demande. Personne d’autre que vous ne voit ses
              choix.
            </Trans>
          </p>
        )}
      </section>
      {/* What was begun for one is not gone on with for another. */}
      <Fragment key={as ?? me}>{children}</Fragment>
    </Whose.Provider>
  )
}
