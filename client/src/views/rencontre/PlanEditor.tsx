import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconBulb, IconCoffee, IconPlus } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import type { Schema } from '../../api/client.ts'
import { minutesLong } from '../../i18n/time.ts'
import { Button } from '../../ui/Button.tsx'
import { useWhen } from '../place/useWhen.ts'
import { KindTrack } from './KindTrack.tsx'
import { PhaseRow } from './PhaseRow.tsx'
import styles from './PlanEditor.module.css'
import { type Advice, added, advice, changed, moved, type Phase, removed, starts, total } from './plan.ts'

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
}

/** The run of show, step by step: one step open at a time, the hours below follow at once. */
export function PlanEditor(props: PlanEditorProps) {
  const { phases, onChange, startsAt, planned, seats, boards } = props
  const { t } = useLingui()
  const when = useWhen()
  const [open, setOpen] = useState<string>()
  const [carried, setCarried] = useState<string>()
  const times = startsAt === undefined ? [] : starts(phases, startsAt)
  const sum = total(phases)
  const length = minutesLong(sum)
  const end = startsAt === undefined ? undefined : when.clock(new Date(startsAt + sum * 60_000))
  const told = advice(phases, planned, seats)
  const add = (phase: Phase, after?: string) => {
    onChange(added(phases, phase, after))
    setOpen(phase.id)
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
        {phases.map((phase, index) => (
          <PhaseRow
            key={phase.id}
            phase={phase}
            at={times[index] === undefined ? '' : when.clock(new Date(times[index]))}
            open={phase.id === open}
            onOpen={(opens) => setOpen(opens ? phase.id : undefined)}
            onChange={(change) => onChange(changed(phases, phase.id, change))}
            onMove={(by) => onChange(moved(phases, phase.id, index + by))}
            onRemove={() => onChange(removed(phases, phase.id))}
            first={index === 0}
            last={index === phases.length - 1}
            boards={boards}
            carried={carried === phase.id}
            onCarry={(carrying) => setCarried(carrying ? phase.id : undefined)}
            onCarriedOver={() => {
              if (carried !== undefined && carried !== phase.id) onChange(moved(phases, carried, index))
            }}
          />
        ))}
      </ol>
      <div className={styles['more']}>
        <Button
          kind="text"
          icon={<IconPlus size={22} stroke={1.75} aria-hidden />}
          onPress={() => add({ ...empty(), title: t`Nouvelle étape` }, open)}
        >
          <Trans>Ajouter une étape</Trans>
        </Button>
        <Button
          kind="text"
          icon={<IconCoffee size={22} stroke={1.75} aria-hidden />}
          onPress={() => add(pause(t`Pause`), open)}
        >
          <Trans>Ajouter une pause</Trans>
        </Button>
      </div>
      {told && (
        <Told
          told={told}
          {...props}
          onName={setOpen}
          onPause={(after) => add(pause(t`Pause`), after)}
          onClosing={() =>
            add({ id: crypto.randomUUID(), title: t`Décisions et suivis`, kind: 'closing', minutes: 15 })
          }
        />
      )}
    </div>
  )
}

const empty = (): Phase => ({ id: crypto.randomUUID(), title: '', kind: 'plenary', minutes: 15 })
const pause = (title: string): Phase => ({ id: crypto.randomUUID(), title, kind: 'break', minutes: 15 })

/** One advice at a time, with the button that follows it. */
function Told({
  told,
  phases,
  onChange,
  onPlanned,
  seats,
  onName,
  onPause,
  onClosing,
}: PlanEditorProps & {
  told: Advice
  onName: (phase: string) => void
  onPause: (after: string) => void
  onClosing: () => void
}) {
  const nameOf = (id: string) => phases.find((phase) => phase.id === id)?.title ?? ''
  const box = (words: ReactNode, verb: ReactNode, follow: () => void) => (
    <div className={styles['advice']} role="status">
      <IconBulb size={24} stroke={1.75} aria-hidden />
      <p>{words}</p>
      <Button size="dense" onPress={follow}>
        {verb}
      </Button>
    </div>
  )
  switch (told.kind) {
    case 'nameless':
      return box(<Trans>Une étape n’a pas de nom.</Trans>, <Trans>La nommer</Trans>, () => onName(told.phase))
    case 'tight': {
      const name = nameOf(told.phase)
      const needed = minutesLong(told.needed)
      return box(
        <Trans>
          « {name} » : une ronde de {seats} personnes demande {needed}.
        </Trans>,
        <Trans>Allonger</Trans>,
        () => onChange(changed(phases, told.phase, { minutes: Math.ceil(told.needed / 5) * 5 })),
      )
    }
    case 'pause': {
      const name = nameOf(told.after)
      return box(
        <Trans>Plus d’une heure et demie sans pause. Palabre en propose une après « {name} ».</Trans>,
        <Trans>Ajouter</Trans>,
        () => onPause(told.after),
      )
    }
    case 'over':
    case 'under': {
      const gap = minutesLong(told.minutes)
      const length = minutesLong(total(phases))
      return box(
        told.kind === 'over' ? (
          <Trans>Le déroulement dépasse de {gap} la durée annoncée.</Trans>
        ) : (
          <Trans>Il reste {gap} sans étape dans la durée annoncée.</Trans>
        ),
        <Trans>Annoncer {length}</Trans>,
        () => onPlanned(total(phases)),
      )
    }
    case 'closing':
      return box(
        <Trans>Aucune étape pour se quitter : décisions, suivis, dernier mot.</Trans>,
        <Trans>Ajouter</Trans>,
        onClosing,
      )
  }
}
