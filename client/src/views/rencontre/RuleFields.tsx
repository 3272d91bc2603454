import { Trans, useLingui } from '@lingui/react/macro'
import type { Schema } from '../../api/client.ts'
import { Select } from '../../ui/Select.tsx'
import { TextArea } from '../../ui/TextField.tsx'
import { facets, isFacet } from '../place/facets.ts'
import styles from './PlanEditor.module.css'
import { type Phase, type Rule, ruleAs, rulesOf, usual } from './plan.ts'
import { textIn } from './scenarios.ts'

type Parts = readonly Schema<'CastPart'>[]

/** Who is heard by a rule, in a few words. */
export function useRuleWords(parts: Parts): (rule: Rule) => string {
  const { t } = useLingui()
  const part = usePartWords(parts)
  return (rule) => {
    switch (rule.kind) {
      case 'hands':
        return t`à main levée`
      case 'role': {
        const who = part(rule.role ?? '')
        return t`parole : ${who}`
      }
      case 'silence':
        return t`en silence`
      case 'stick':
        return t`bâton de parole`
      case 'inside':
        return t`bocal`
      default:
        return t`parole libre`
    }
  }
}

/** What each rule asks of people, in a sentence. */
function useRuleHelp(): (kind: Rule['kind']) => string {
  const { t } = useLingui()
  return (kind) => {
    switch (kind) {
      case 'hands':
        return t`La parole circule à main levée.`
      case 'role':
        return t`Une seule personne est entendue, ou un seul rôle.`
      case 'silence':
        return t`Les micros sont fermés.`
      case 'inside':
        return t`Le cercle du centre parle, les autres écoutent; on y prend un siège libre.`
      case 'stick':
        return t`Une personne parle à la fois, chacune son tour; on peut passer.`
      default:
        return t`Chaque personne ouvre son micro quand elle le veut.`
    }
  }
}

function usePartWords(parts: Parts): (id: string) => string {
  const { t } = useLingui()
  return (id) => (id === 'facilitator' ? t`animation` : (parts.find((one) => one.id === id)?.title ?? id))
}

type Props = {
  phase: Phase
  onChange: (change: Partial<Phase>) => void
  boards: readonly Schema<'BoardCard'>[]
  parts: Parts
  templates: readonly Schema<'Template'>[]
  /** A field was left. */
  onLeave: () => void
}

/** What a scenario says of a step beyond its kind: who is heard, who plays what, how people sit apart, which board. */
export function RuleFields(props: Props) {
  const { phase, onChange, parts } = props
  const { t } = useLingui()
  const words = useRuleWords(parts)
  const help = useRuleHelp()
  const part = usePartWords(parts)
  const rule = phase.rule ?? usual(phase.kind)
  const kinds = rulesOf(phase.kind)
  const play = (change: Partial<Rule>) => {
    const next = { ...rule, ...change }
    for (const key of ['not', 'answers', 'first'] as const) if (next[key] === '') delete next[key]
    if (!next.answers) delete next.answer_s
    if (!next.free) delete next.free
    if (next.rounds === 1) delete next.rounds
    onChange({ rule: next })
  }
  const someone = (label: string, key: 'not' | 'answers' | 'first', nobody: string) =>
    parts.length > 0 && (
      <Select<string>
        label={label}
        value={rule[key] ?? ''}
        onChange={(id) =>
          play({ [key]: id, ...(key === 'answers' ? { not: '' } : key === 'not' ? { answers: '' } : {}) })
        }
        choices={[
          { value: '', label: nobody },
          ...parts.map(({ id, title }) => ({ value: id, label: title })),
        ]}
      />
    )
  return (
    <>
      <div className={styles['pair']}>
        {kinds.length > 0 && (
          <Select<string>
            label={t`Qui est entendu`}
            help={help(rule.kind)}
            value={rule.kind}
            onChange={(kind) => onChange({ rule: ruleAs(kind) })}
            choices={kinds.map((kind) => ({
              value: kind,
              label: kind === 'role' ? t`un seul rôle` : words(ruleAs(kind)),
              help: help(kind),
            }))}
          />
        )}
        {rule.kind === 'role' && (
          <Select<string>
            label={t`Quel rôle`}
            value={rule.role ?? 'facilitator'}
            onChange={(role) => play({ role })}
            choices={['facilitator', ...parts.map(({ id }) => id)].map((id) => ({
              value: id,
              label: part(id),
            }))}
          />
        )}
        {rule.kind === 'hands' && (
          <Select<string>
            label={t`Dans quel ordre`}
            value={rule.order ?? 'arrival'}
            onChange={(order) => play({ order })}
            choices={[
              { value: 'arrival', label: t`comme les mains se lèvent` },
              { value: 'first', label: t`d’abord qui n’a pas encore parlé` },
              { value: 'least', label: t`d’abord qui a été le moins entendu` },
            ]}
          />
        )}
        {phase.kind === 'stick' && (
          <>
            <Select<string>
              label={t`Comment passe le bâton`}
              value={rule.variant ?? 'circle'}
              onChange={(variant) => play({ variant })}
              choices={[
                { value: 'circle', label: t`dans l’ordre du cercle` },
                { value: 'centre', label: t`par le centre` },
                { value: 'naming', label: t`on nomme la personne suivante` },
                { value: 'popcorn', label: t`qui veut le prend` },
              ]}
            />
            <Count
              label={t`Combien de rondes`}
              value={rule.rounds ?? 1}
              offered={[1, 2, 3]}
              onChange={(rounds) => play({ rounds })}
            />
            {someone(t`Écoute sans siège`, 'not', t`personne`)}
            {someone(t`Répond à chaque tour`, 'answers', t`personne`)}
            {someone(t`Commence`, 'first', t`l’ordre du cercle`)}
          </>
        )}
        {rule.kind === 'inside' && (
          <>
            <Count
              label={t`Sièges au centre`}
              value={rule.seats ?? 4}
              offered={[2, 3, 4, 5, 6]}
              onChange={(seats) => play({ seats })}
            />
            <Count
              label={t`Sièges libres en plus`}
              value={rule.free ?? 0}
              offered={[0, 1, 2]}
              onChange={(free) => play({ free })}
            />
          </>
        )}
        {phase.groups && <GroupFields {...props} groups={phase.groups} />}
        <BoardField {...props} />
      </div>
      {(phase.say !== undefined || phase.rule) && (
        <TextArea
          label={t`Ce que dit l’animation`}
          help={<Trans>Pour les personnes à l’animation seulement.</Trans>}
          value={phase.say ?? ''}
          onChange={(say) => onChange({ say })}
          onBlur={props.onLeave}
          maxLength={600}
          rows={2}
        />
      )}
    </>
  )
}

type CountProps = {
  label: string
  value: number
  offered: readonly number[]
  onChange: (count: number) => void
}

function Count({ label, value, offered, onChange }: CountProps) {
  return (
    <Select<string>
      label={label}
      value={String(value)}
      onChange={(next) => onChange(Number(next))}
      choices={[...new Set([...offered, value])]
        .toSorted((a, b) => a - b)
        .map((one) => ({ value: String(one), label: String(one) }))}
    />
  )
}

function GroupFields({ groups, onChange }: Props & { groups: NonNullable<Phase['groups']> }) {
  const { t } = useLingui()
  const size = groups.size ?? 0
  const named = { organization: t`par organisme`, region: t`par région`, function: t`par fonction` }
  const sizes = [...new Set([2, 3, 4, 5, 6, ...(size > 0 ? [size] : [])])].toSorted((a, b) => a - b)
  return (
    <>
      {!groups.keep && (groups.count ?? 0) === 0 && (
        <Select<string>
          label={t`Personnes par sous-groupe`}
          value={String(size)}
          onChange={(next) => {
            const { most, ...rest } = groups
            const now = Number(next)
            onChange({
              groups: { ...rest, size: now, ...(most !== undefined && most >= now ? { most } : {}) },
            })
          }}
          choices={sizes.map((one) => ({ value: String(one), label: t`${one} personnes` }))}
        />
      )}
      {!groups.keep && (
        <Select<string>
          label={t`Comment ils se font`}
          value={isFacet(groups.facet) ? groups.facet : groups.by}
          onChange={(way) => {
            const { facet: _facet, ...rest } = groups
            onChange({
              groups: { ...rest, ...(isFacet(way) ? { by: 'facet', facet: way } : { by: way }) },
            })
          }}
          choices={[
            { value: 'lot', label: t`au hasard` },
            { value: 'fresh', label: t`jamais deux fois les mêmes` },
            { value: 'chosen', label: t`choisis par l’animation` },
            { value: 'self', label: t`chaque personne choisit` },
            ...facets.map((facet) => ({ value: facet, label: named[facet] })),
          ]}
        />
      )}
    </>
  )
}

/** The board a step shows: one of the community's, one made from a template, or none. */
function BoardField({ phase, onChange, boards, templates }: Props) {
  const { t, i18n } = useLingui()
  if (templates.length === 0 && boards.length === 0) return null
  // A step of a board that somebody added has a new one where none is named.
  const fresh = !phase.rule && phase.kind === 'board'
  const rule = phase.rule ?? { ...usual(phase.kind), ...(phase.turn_s ? { turn_s: phase.turn_s } : {}) }
  const own = boards.find((one) => one.id === phase.board)
  const made = templates.find((one) => one.name === phase.template)
  return (
    <Select<string>
      label={t`Quel tableau`}
      value={own ? `b:${own.id}` : made ? `t:${made.name}` : ''}
      onChange={(pick) =>
        onChange({
          board: pick.startsWith('b:') ? pick.slice(2) : '',
          template: pick.startsWith('t:') ? pick.slice(2) : made ? '' : (phase.template ?? ''),
          ...(pick.startsWith('t:') || (pick !== '' && phase.kind !== 'board') ? { rule } : {}),
        })
      }
      choices={[
        { value: '', label: fresh ? t`Un nouveau tableau` : t`aucun` },
        ...boards.map((one) => ({ value: `b:${one.id}`, label: one.title })),
        ...templates.map((one) => ({ value: `t:${one.name}`, label: textIn(one.title, i18n.locale) })),
      ]}
    />
  )
}
