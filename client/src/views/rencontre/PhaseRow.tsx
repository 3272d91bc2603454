import { Trans, useLingui } from '@lingui/react/macro'
import { IconGripVertical, IconMinus, IconPlus } from '@tabler/icons-react'
import { useId } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { Schema } from '../../api/client.ts'
import { minutesLong } from '../../i18n/time.ts'
import { Button } from '../../ui/Button.tsx'
import { Switch } from '../../ui/Checks.tsx'
import { Select } from '../../ui/Select.tsx'
import { TextArea, TextField } from '../../ui/TextField.tsx'
import { KindIcon, useKinds } from './kinds.tsx'
import styles from './PlanEditor.module.css'
import { type Phase, type PhaseKind, phaseKinds, rulesOf, stepped } from './plan.ts'
import { RuleFields, useRuleWords } from './RuleFields.tsx'
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
  onCopy: () => void
  onRemove: () => void
  /** A field was left. */
  onLeave: () => void
  /** What is done to a step of a loop is done in every pass. */
  everyPass: boolean
  onEveryPass: (every: boolean) => void
  /** The steps beside it. */
  before: Phase | undefined
  after: Phase | undefined
  boards: readonly Schema<'BoardCard'>[]
  /** The roles that the scenario has to be played. */
  parts: readonly Schema<'CastPart'>[]
  /** What a board may be made from. */
  templates: readonly Schema<'Template'>[]
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
  const rule = useRuleWords(props.parts)
  const { kind, loop, turn_s } = phase
  // The steps of a loop are long to tell: their picture says already of which kind they are.
  const told = loop && phase.rule ? rule(phase.rule) : kinds[kind].name
  const heard =
    kind === 'stick' && turn_s !== undefined
      ? t`${turnLong(turn_s)} par personne`
      : !loop && phase.rule && rulesOf(kind).length > 0
        ? `${kinds[kind].name}, ${rule(phase.rule)}`
        : told
  const said = loop ? t`Passage ${loop.pass} sur ${loop.of}, ${heard}` : heard
  return (
    // Dragging is a shortcut for the pointer: « Monter » and « Descendre » do the same for everyone.
    <li
      className={styles['row']}
      data-open={open || undefined}
      data-loop={phase.loop !== undefined || undefined}
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
          title={t`Glisser pour déplacer, ou Alt et une flèche au clavier`}
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
          onKeyDown={(event) => {
            if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
            event.preventDefault()
            props.onMove(event.key === 'ArrowUp' ? -1 : 1)
          }}
          aria-controls={fields}
          onPress={() => onOpen(!open)}
        >
          <span className={styles['title']}>{title}</span>
          <span className={styles['rule']}>{said}</span>
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

function Fields(props: PhaseRowProps) {
  const { phase, onChange, onMove, onCopy, onRemove } = props
  const { t } = useLingui()
  const kinds = useKinds()
  const offered = [...new Set([...turns, ...(phase.turn_s ? [phase.turn_s] : [])])].toSorted((a, b) => a - b)
  const still = useStill(props)
  return (
    <>
      {phase.loop && (
        <div>
          <Switch on={props.everyPass} onChange={props.onEveryPass}>
            <Trans>Pareil à chaque passage</Trans>
          </Switch>
          <p className={styles['rule']}>
            {props.everyPass
              ? t`Ce que vous changez ici change aux ${phase.loop.of} passages.`
              : t`Seul le passage ${phase.loop.pass} change. Des passages différents deviennent des étapes à part dans un scénario gardé.`}
          </p>
        </div>
      )}
      <TextField
        label={t`Nom de l’étape`}
        value={phase.title}
        onChange={(title) => onChange({ title })}
        onBlur={props.onLeave}
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
      </div>
      {phase.kind !== 'break' && <RuleFields {...props} />}
      {phase.kind !== 'break' && (
        <TextArea
          label={phase.kind === 'stick' ? t`Question de la ronde` : t`Consigne`}
          value={phase.question ?? ''}
          onChange={(question) => onChange({ question })}
          onBlur={props.onLeave}
          maxLength={600}
          rows={2}
        />
      )}
      <div className={styles['moves']}>
        <Button
          kind="text"
          size="dense"
          {...(still.up === undefined ? { onPress: () => onMove(-1) } : { unavailable: still.up })}
        >
          <Trans>Monter</Trans>
        </Button>
        <Button
          kind="text"
          size="dense"
          {...(still.down === undefined ? { onPress: () => onMove(1) } : { unavailable: still.down })}
        >
          <Trans>Descendre</Trans>
        </Button>
        <Button kind="text" size="dense" onPress={onCopy}>
          <Trans>Copier</Trans>
        </Button>
        <Button kind="plum" size="dense" onPress={onRemove}>
          <Trans>Retirer l’étape</Trans>
        </Button>
      </div>
    </>
  )
}

/** Why a step cannot move up, or down; nothing where it can. */
function useStill({ phase, everyPass, before, after }: PhaseRowProps) {
  const { t } = useLingui()
  const out = (beside: Phase) =>
    everyPass && (beside.loop?.id !== phase.loop?.id || beside.loop?.pass !== phase.loop?.pass)
  return {
    up: !before
      ? t`C’est déjà la première étape.`
      : out(before)
        ? t`C’est la première étape de son passage.`
        : undefined,
    down: !after
      ? t`C’est déjà la dernière étape.`
      : out(after)
        ? t`C’est la dernière étape de son passage.`
        : undefined,
  }
}
