import { Trans, useLingui } from '@lingui/react/macro'
import { type RefObject, useEffect, useRef } from 'react'
import { EmptyState } from '../../../ui/Notices.tsx'
import { useView } from '../live.tsx'
import { Panel } from '../Panel.tsx'
import { groupToRun, mayRun } from '../viewmodel.ts'
import { ForWhom } from './ForWhom.tsx'
import { Harvest } from './Harvest.tsx'
import { PaperControls } from './PaperControls.tsx'
import { byOrder, openOf } from './papers.ts'
import { SheetPaper } from './SheetPaper.tsx'
import { Vote } from './Vote.tsx'
import styles from './Votes.module.css'

/** What opens while the panel is open comes into view: it stands above what one was reading. */
function useIntoView(list: RefObject<HTMLElement | null>, open: readonly string[]): void {
  const seen = useRef(open)
  const fresh = open.find((id) => !seen.current.includes(id))
  useEffect(() => {
    seen.current = open
    if (fresh === undefined) return
    const papers = [...(list.current?.querySelectorAll<HTMLElement>('[data-paper]') ?? [])]
    papers.find((one) => one.dataset['paper'] === fresh)?.scrollIntoView?.({ block: 'start' })
  })
}

/** What each writes, chooses and offers by herself, and what came of it. */
export function Papers({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const view = useView()
  const sheets = byOrder(view.sheets).filter(([, sheet]) => sheet.life !== 'given_up')
  const polls = byOrder(view.polls).filter(([, poll]) => poll.life !== 'given_up')
  // Who runs the meeting has these in her own panel; a group that nobody leads sees to its own,
  // under what each has to write and choose.
  const runsGroup = !mayRun(view) && groupToRun(view) !== undefined
  const list = useRef<HTMLDivElement>(null)
  useIntoView(list, openOf(view))
  return (
    <Panel title={t`Écrire et choisir`} onClose={onClose}>
      {!runsGroup && sheets.length === 0 && polls.length === 0 && (
        <EmptyState title={t`Ni vote ni écriture pour l’instant.`}>
          <Trans>L’animation les ouvre. Vous pouvez déjà offrir une phrase au compte rendu.</Trans>
        </EmptyState>
      )}
      <ForWhom>
        <div ref={list} className={styles['papers']}>
          {polls.map(([id, poll]) => (
            <Vote key={id} id={id} poll={poll} />
          ))}
          {sheets.map(([id, sheet]) => (
            <SheetPaper key={id} id={id} sheet={sheet} />
          ))}
        </div>
        {runsGroup && <PaperControls />}
        <Harvest />
      </ForWhom>
    </Panel>
  )
}
