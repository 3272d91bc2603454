import { useLingui } from '@lingui/react/macro'
import {
  IconChalkboard,
  IconCircleCheck,
  IconCoffee,
  IconDoorExit,
  IconPencil,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { StickIcon } from '../../ui/Stick.tsx'
import type { PhaseKind } from './plan.ts'

type Drawing = { size: number; stroke: number; 'aria-hidden': true }

const icons: Record<PhaseKind, ComponentType<Drawing>> = {
  plenary: IconUsers,
  stick: StickIcon,
  board: IconChalkboard,
  write: IconPencil,
  groups: IconUsersGroup,
  vote: IconCircleCheck,
  break: IconCoffee,
  closing: IconDoorExit,
}

/** The sign of a kind of step; its word stands beside it. */
export function KindIcon({ kind, size = 24 }: { kind: PhaseKind; size?: number }) {
  const Icon = icons[kind]
  return <Icon size={size} stroke={1.75} aria-hidden />
}

/** Each kind of step in a word or two, and what happens in it. Who is heard is said by the rule alone, where one may choose it. */
export function useKinds(): Record<PhaseKind, { name: string; help: string }> {
  const { t } = useLingui()
  return {
    stick: {
      name: t`Ronde du bâton`,
      help: t`Une personne parle à la fois, chacune son tour; on peut passer.`,
    },
    plenary: { name: t`Plénière`, help: t`Tout le monde ensemble, dans le même cercle.` },
    board: { name: t`Tableau`, help: t`On dessine et on écrit ensemble.` },
    write: { name: t`Écriture en silence`, help: t`Les micros sont fermés, on écrit.` },
    groups: { name: t`Sous-groupes`, help: t`On se parle à quelques-uns, puis on revient.` },
    vote: { name: t`Vote`, help: t`On choisit ensemble.` },
    break: { name: t`Pause`, help: t`On se lève; la salle reste ouverte.` },
    closing: { name: t`Clôture`, help: t`Décisions, suivis, et un mot pour repartir.` },
  }
}
