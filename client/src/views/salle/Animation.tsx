import { Trans } from '@lingui/react/macro'
import { IconEye } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import type { SessionView } from '../../session/view.ts'
import { Button } from '../../ui/Button.tsx'
import { Alerts } from './Alerts.tsx'
import styles from './Animation.module.css'
import { EquitySection } from './anime/Equity.tsx'
import { FloorControls } from './anime/FloorControls.tsx'
import { ReplanCard } from './anime/Replan.tsx'
import { Run } from './anime/Run.tsx'
import { TeamSection } from './anime/Team.tsx'
import { Door } from './Door.tsx'
import { GroupControls } from './groupes/GroupControls.tsx'
import { Parts } from './groupes/Parts.tsx'
import { useView } from './live.tsx'
import { RoundControls } from './RoundControls.tsx'
import { activeRound, mayRun, presentPhase } from './viewmodel.ts'
import { PaperControls } from './votes/PaperControls.tsx'

/** The panel of those who run, the meeting or their small group: nothing of it is shown to others. */
export function Animation({ onCloseMeeting }: { onCloseMeeting: () => void }) {
  const view = useView()
  return mayRun(view) ? <OfMeeting onCloseMeeting={onCloseMeeting} /> : <OfGroup />
}

/**
 * What the people of a small group have in hand while nobody who facilitates is in it: its round, and who is heard outside of
 * rounds. What they write and choose is opened where it is written.
 */
function OfGroup() {
  const view = useView()
  const top = useTopOfRound(view)
  return (
    <div ref={top} className={styles['sections']}>
      <p className={styles['audience']}>
        <IconEye size={20} stroke={2} aria-hidden />
        <Trans>Pour votre sous-groupe seulement</Trans>
      </p>
      <RoundControls />
      {!activeRound(view) && <FloorControls />}
    </div>
  )
}

function OfMeeting({ onCloseMeeting }: { onCloseMeeting: () => void }) {
  const view = useView()
  const top = useTopOfRound(view)
  const roundFirst = isRoundFirst(view)
  // By their keys they change places and stay what they are: the controls know who has just proposed.
  const controls = <RoundControls key="round" />
  const groups = <GroupControls key="groups" />
  const phases = view.agenda && view.agenda.phases.length > 0 && (
    <Run key="phases" agenda={view.agenda} leading={!roundFirst} />
  )
  // Who asks for the floor, or sits in the centre, is seen first; the rule alone can wait below.
  const asked =
    Object.keys(view.hands ?? {}).length > 0 ||
    view.floor?.holder !== undefined ||
    view.floor?.rule.kind === 'inside'
  const floor = !activeRound(view) && <FloorControls key="floor" />
  return (
    <div ref={top} className={styles['sections']}>
      <p className={styles['audience']}>
        <IconEye size={20} stroke={2} aria-hidden />
        <Trans>Vous et la coanimation seulement</Trans>
      </p>
      <Alerts />
      <Door />
      <ReplanCard />
      {asked && floor}
      {view.led
        ? [groups, controls, phases]
        : roundFirst
          ? [controls, phases, groups]
          : [phases, controls, groups]}
      <Parts />
      <PaperControls />
      {!asked && floor}
      <TeamSection />
      <EquitySection />
      <section className={styles['section']}>
        <Button kind="plum" onPress={onCloseMeeting}>
          <Trans>Fermer la rencontre</Trans>
        </Button>
      </section>
    </div>
  )
}

/** What asks for the next gesture stands on top: the round while there is one, and while a step of rounds has not had its own. */
function isRoundFirst(view: SessionView): boolean {
  const { round } = view
  if (round && round.state !== 'ended') return true
  const phase = presentPhase(view)
  return phase?.kind === 'stick' && round?.phase !== phase.id
}

/** The panel goes back to its top when the round moves on: its gestures are others then. */
function useTopOfRound({ round }: SessionView) {
  const top = useRef<HTMLDivElement>(null)
  const state = round?.state
  const id = round?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round in the same state moved on too
  useEffect(() => {
    const scrolled = top.current?.parentElement
    // The beginning of a round just proposed is under the hand already.
    if (scrolled && state !== 'proposed') scrolled.scrollTop = 0
  }, [state, id])
  return top
}
