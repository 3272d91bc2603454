import { Trans } from '@lingui/react/macro'
import { IconBulb } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { minutesLong } from '../../i18n/time.ts'
import { Button } from '../../ui/Button.tsx'
import styles from './PlanEditor.module.css'
import type { PlanEditorProps } from './PlanEditor.tsx'
import { type Advice, advice, changed, overrun, total } from './plan.ts'

type ToldProps = PlanEditorProps & {
  onName: (phase: string) => void
  onPause: (after: string) => void
  onClosing: () => void
}

/** One advice at a time; an overrun keeps a place of its own. */
export function Advices(props: ToldProps) {
  const { phases, planned, seats } = props
  const over = overrun(phases, planned)
  const other = advice(phases, planned, seats)
  return (
    <>
      {over && <Told told={over} {...props} />}
      {other && <Told told={other} {...props} />}
    </>
  )
}

/** An advice, with the button that follows it. */
function Told({
  told,
  phases,
  onChange,
  onPlanned,
  seats,
  onName,
  onPause,
  onClosing,
}: ToldProps & { told: Advice }) {
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
