import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconCoffee, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Fragment, useState } from 'react'
import type { Schema } from '../../api/client.ts'
import { scenariosQuery } from '../../api/queries.ts'
import { minutesLong } from '../../i18n/time.ts'
import { Button } from '../../ui/Button.tsx'
import { lazily } from '../../ui/lazily.tsx'
import { useWhen } from '../place/useWhen.ts'
import { Adjust } from './Adjust.tsx'
import { KeepScenario } from './KeepScenario.tsx'
import { KindTrack } from './KindTrack.tsx'
import { LoopRow } from './LoopRow.tsx'
import { addedEvery, changedEvery, copiedEvery, loopEnd, loopsOf, movedEvery, removedEvery } from './loops.ts'
import { PhaseRow } from './PhaseRow.tsx'
import styles from './PlanEditor.module.css'
import { added, changed, copied, moved, type Origin, type Phase, removed, starts, total } from './plan.ts'
import { Roles } from './Roles.tsx'
import { Advices } from './Told.tsx'
import { useUndo } from './useUndo.ts'

const Rehearsal = lazily(() => import('./Rehearsal.tsx').then((module) => module.Rehearsal))

export type PlanEditorProps = {
  phases: readonly Phase[]
  onChange: (phases: Phase[]) => void
  /** When the meeting begins, ms; nothing while its day or time is missing. */
  startsAt: number | undefined
  /** The announced length, minutes. */
  planned: number
  onPlanned: (minutes: number) => void
  /** How many people a round goes through. */
  seats: number
  /** Boards that a board step may show. */
  boards: readonly Schema<'BoardCard'>[]
  community: string
  /** The scenario that the run of show came from. */
  origin: Origin | undefined
  onOrigin: (origin: Origin) => void
}

/** The run of show, step by step: one step open at a time, the hours below follow at once. */
export function PlanEditor(props: PlanEditorProps) {
  const { phases, onChange, startsAt, seats, boards, community, origin } = props
  const { t } = useLingui()
  const when = useWhen()
  const templates = useQuery(scenariosQuery(community)).data?.templates ?? []
  const { does, say } = useUndo(props)
  const [open, setOpen] = useState<string>()
  // The step that is changed in its own pass alone; all others are changed in every pass of their loop.
  const [alone, setAlone] = useState<string>()
  const [rehearsing, setRehearsing] = useState(false)
  const [carried, setCarried] = useState<string>()
  const times = startsAt === undefined ? [] : starts(phases, startsAt)
  const loops = loopsOf(phases)
  const sum = total(phases)
  const length = minutesLong(sum)
  const end = startsAt === undefined ? undefined : when.clock(new Date(startsAt + sum * 60_000))
  const opens = (id: string | undefined) => {
    setOpen(id)
    setAlone(undefined)
  }
  const add = (phase: Phase, after?: string) => {
    onChange(added(phases, phase, after))
    opens(phase.id)
  }
  const everywhere = ({ id, loop }: Phase) => loop !== undefined && id !== alone
  const gestures = (phase: Phase, index: number) => {
    const { id, title } = phase
    const all = everywhere(phase)
    return {
      onChange: (change: Partial<Phase>) =>
        does({
          phases: (all ? changedEvery : changed)(phases, id, change),
          words:
            change.minutes === undefined
              ? t`« ${title} » est changée.`
              : t`« ${title} » dure ${minutesLong(change.minutes)}.`,
          of: `${id}/${Object.keys(change).join()}`,
          typed: ['title', 'question', 'say'].some((key) => key in change),
        }),
      onMove: (by: -1 | 1) => moves(phase, index + by),
      onCopy: () => {
        const as = crypto.randomUUID()
        does({
          phases: (all ? copiedEvery : copied)(phases, id, as),
          words: t`« ${title} » est copiée.`,
        })
        opens(as)
      },
      onRemove: () =>
        does({
          phases: (all ? removedEvery : removed)(phases, id),
          words: t`« ${title} » est retirée.`,
        }),
    }
  }
  const moves = (phase: Phase, to: number) => {
    const { id, title } = phase
    const next = (everywhere(phase) ? movedEvery : moved)(phases, id, to)
    if (next.some((one, at) => one !== phases[at]))
      does({ phases: next, words: t`« ${title} » est déplacée.`, of: `${id}/place` })
  }
  return (
    <div className={styles['editor']}>
      <p className={styles['sum']} role="status">
        <Plural value={phases.length} one="# étape" other="# étapes" />, {length}
        {end !== undefined && phases.length > 0 && (
          <>
            , <Trans>fin à {end}</Trans>
          </>
        )}
      </p>
      {phases.length > 0 && <KindTrack phases={phases} />}
      <ol className={styles['rows']}>
        {phases.map((phase, index) => {
          const loop = loops.find(({ steps }) => steps[0]?.id === phase.id)
          return (
            <Fragment key={phase.id}>
              {loop && <LoopRow loop={loop} phases={phases} does={does} />}
              <PhaseRow
                phase={phase}
                at={times[index] === undefined ? '' : when.clock(new Date(times[index]))}
                open={phase.id === open}
                onOpen={(opening) => opens(opening ? phase.id : undefined)}
                {...gestures(phase, index)}
                onLeave={say}
                everyPass={everywhere(phase)}
                onEveryPass={(every) => setAlone(every ? undefined : phase.id)}
                parts={origin?.parts ?? []}
                templates={templates}
                before={phases[index - 1]}
                after={phases[index + 1]}
                boards={boards}
                carried={carried === phase.id}
                onCarry={(carrying) => setCarried(carrying ? phase.id : undefined)}
                onCarriedOver={() => {
                  const one = phases.find(({ id }) => id === carried)
                  if (one && one !== phase) moves(one, index)
                }}
              />
            </Fragment>
          )
        })}
      </ol>
      <div className={styles['more']}>
        <Button
          kind="text"
          icon={<IconPlus size={22} stroke={1.75} aria-hidden />}
          onPress={() => {
            const phase = { ...empty(), title: t`Nouvelle étape` }
            const beside = phases.find(({ id }) => id === open)
            if (beside && everywhere(beside)) {
              onChange(addedEvery(phases, phase, beside.id))
              opens(phase.id)
            } else add(phase, open)
          }}
        >
          <Trans>Ajouter une étape</Trans>
        </Button>
        <Button
          kind="text"
          icon={<IconCoffee size={22} stroke={1.75} aria-hidden />}
          onPress={() => add(pause(t`Pause`), loopEnd(phases, open))}
        >
          <Trans>Ajouter une pause</Trans>
        </Button>
      </div>
      <div className={styles['more']}>
        <Adjust
          {...props}
          onChange={(next) => does({ phases: next, words: t`Le déroulement est ajusté.` })}
        />
        {phases.length > 0 && <Roles {...props} />}
        <KeepScenario
          community={community}
          phases={phases}
          origin={origin}
          people={seats}
          onKept={props.onOrigin}
        />
        {phases.length > 0 && (
          <Button kind="text" onPress={() => setRehearsing(true)}>
            <Trans>Répéter</Trans>
          </Button>
        )}
      </div>
      {rehearsing && (
        <Rehearsal
          community={community}
          phases={phases}
          origin={origin}
          people={seats}
          open
          onClose={() => setRehearsing(false)}
        />
      )}
      <Advices
        {...props}
        onChange={(next) => does({ phases: next, words: t`Le déroulement est ajusté.` })}
        onName={opens}
        onPause={(after) => add(pause(t`Pause`), after)}
        onClosing={() =>
          add({ id: crypto.randomUUID(), title: t`Décisions et suivis`, kind: 'closing', minutes: 15 })
        }
      />
    </div>
  )
}

const empty = (): Phase => ({ id: crypto.randomUUID(), title: '', kind: 'plenary', minutes: 15 })
const pause = (title: string): Phase => ({ id: crypto.randomUUID(), title, kind: 'break', minutes: 15 })
