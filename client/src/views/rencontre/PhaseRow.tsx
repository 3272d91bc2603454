import { Trans, useLingui } from '@lingui/react/macro'
import { IconGripVertical, IconMinus, IconPlus } from '@tabler/icons-react'
import { useId } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { Schema } from '../../api/client.ts'
import { minutesLong } from '../../i18n/time.ts'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/Select.tsx'
import { TextArea, TextField } from '../../ui/TextField.tsx'
import { KindIcon, useKinds } from './kinds.tsx'
import styles from './PlanEditor.module.css'
import { type Phase, type PhaseKind, phaseKinds, stepped } from './plan.ts'
import { turns } from './scenarios.ts'
import { turnLong } from './turnWords.ts'

type PhaseRowProps = {
  phase: Phase
  /** The clock time it begins at, in words. */
  at: string
  open: boolean
  onOpen: (open: boolean) => void
  onChange: (change: Partial<Phase>) => void
  onMove: (by: -1 | 1) => void
  onRemove: () => void
  first: boolean
  last: boolean
  boards: readonly Schema<'BoardCard'>[]
  /** It is being dragged by its grip. */
  carried: boolean
  onCarry: (carrying: boolean) => void
  /** Another step is dragged over this one. */
  onCarriedOver: () => void
}

/** A step of the run of show: a line, or its fields when it is open. */
export function PhaseRow(props: PhaseRowProps) {
  const { phase, at, open, onOpen, carried, onCarry, onCarriedOver } = props
  const { t } = useLingui()
  const kinds = useKinds()
  const fields = useId()
  const { title } = phase
  return (
    // Dragging is a shortcut for the pointer: « Monter » and « Descendre » do the same for everyone.
    <li
      className={styles['row']}
      data-open={open || undefined}
      data-carried={carried || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        onCarriedOver()
      }}
      onDrop={(event) => event.preventDefault()}
    >
      <div className={styles['line']}>
        <span
          className={styles['grip']}
          draggable
          aria-hidden
          title={t`Glisser pour déplacer`}
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = 'move'
            event.dataTransfer.setData('text/plain', title)
            onCarry(true)
          }}
          onDragEnd={() => onCarry(false)}
        >
          <IconGripVertical size={20} stroke={2} />
        </span>
        <time className={styles['at']}>{at}</time>
        <KindIcon kind={phase.kind} />
        <AriaButton
          className={styles['name'] ?? ''}
          aria-expanded={open}
          aria-controls={fields}
          onPress={() => onOpen(!open)}
        >
          <span className={styles['title']}>{title}</span>
          <span className={styles['rule']}>
            {phase.kind === 'stick' && phase.turn_s !== undefined
              ? t`${turnLong(phase.turn_s)} par personne`
              : kinds[phase.kind].name}
          </span>
        </AriaButton>
        <div className={styles['stepper']} role="group" aria-label={t`Durée de « ${title} »`}>
          <AriaButton
            aria-label={t`Moins long`}
            onPress={() => props.onChange({ minutes: stepped(phase.minutes, -1) })}
          >
            <IconMinus size={20} stroke={2} aria-hidden />
          </AriaButton>
          <output>{minutesLong(phase.minutes)}</output>
          <AriaButton
            aria-label={t`Plus long`}
            onPress={() => props.onChange({ minutes: stepped(phase.minutes, 1) })}
          >
            <IconPlus size={20} stroke={2} aria-hidden />
          </AriaButton>
        </div>
      </div>
      {open && (
        <div className={styles['fields']} id={fields}>
          <Fields {...props} />
        </div>
      )}
    </li>
  )
}

function Fields({ phase, onChange, onMove, onRemove, first, last, boards }: PhaseRowProps) {
  const { t } = useLingui()
  const kinds = useKinds()
  const offered = [...new Set([...turns, ...(phase.turn_s ? [phase.turn_s] : [])])].toSorted((a, b) => a - b)
  return (
    <>
      <TextField
        label={t`Nom de l’étape`}
        value={phase.title}
        onChange={(title) => onChange({ title })}
        maxLength={160}
        error={phase.title.trim() === '' ? t`Il manque un nom.` : undefined}
      />
      <div className={styles['pair']}>
        <Select<PhaseKind>
          label={t`Prise de parole`}
          help={kinds[phase.kind].help}
          value={phase.kind}
          onChange={(kind) => onChange({ kind })}
          choices={phaseKinds.map((kind) => ({
            value: kind,
            label: kinds[kind].name,
            help: kinds[kind].help,
          }))}
        />
        {phase.kind === 'stick' && (
          <Select<string>
            label={t`Par personne`}
            value={String(phase.turn_s ?? 120)}
            onChange={(turn) => onChange({ turn_s: Number(turn) })}
            choices={offered.map((turn) => ({ value: String(turn), label: turnLong(turn) }))}
          />
        )}
        {phase.kind === 'board' && boards.length > 0 && (
          <Select<string>
            label={t`Quel tableau`}
            value={boards.some((board) => board.id === phase.board) ? (phase.board ?? '') : ''}
            onChange={(board) => onChange({ board })}
            choices={[
              { value: '', label: t`Un nouveau tableau` },
              ...boards.map((board) => ({ value: board.id, label: board.title })),
            ]}
          />
        )}
      </div>
      {phase.kind !== 'break' && (
        <TextArea
          label={phase.kind === 'stick' ? t`Question de la ronde` : t`Consigne`}
          value={phase.question ?? ''}
          onChange={(question) => onChange({ question })}
          maxLength={400}
          rows={2}
        />
      )}
      <div className={styles['moves']}>
        <Button
          kind="text"
          size="dense"
          {...(first ? { unavailable: t`C’est déjà la première étape.` } : { onPress: () => onMove(-1) })}
        >
          <Trans>Monter</Trans>
        </Button>
        <Button
          kind="text"
          size="dense"
          {...(last ? { unavailable: t`C’est déjà la dernière étape.` } : { onPress: () => onMove(1) })}
        >
          <Trans>Descendre</Trans>
        </Button>
        <Button kind="plum" size="dense" onPress={onRemove}>
          <Trans>Retirer l’étape</Trans>
        </Button>
      </div>
    </>
  )
}
