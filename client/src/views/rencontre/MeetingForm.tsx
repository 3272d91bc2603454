import { Trans, useLingui } from '@lingui/react/macro'
import { IconLock, IconLockOpen } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Schema } from '../../api/client.ts'
import type { Locale } from '../../i18n/locale.ts'
import { clock, minutesLong } from '../../i18n/time.ts'
import { Checkbox, RadioCards } from '../../ui/Checks.tsx'
import { DatePicker, TimeField } from '../../ui/Dates.tsx'
import { Select } from '../../ui/Select.tsx'
import { TextArea, TextField } from '../../ui/TextField.tsx'
import { Part } from '../place/Heading.tsx'
import { useNow } from '../place/useNow.ts'
import { capital, useWhen } from '../place/useWhen.ts'
import { type Draft, type MeetingKind, type Mode, startOf } from './draft.ts'
import styles from './MeetingForm.module.css'
import { PlanEditor } from './PlanEditor.tsx'
import { ownZone, zones } from './zone.ts'

export type MeetingFormProps = {
  draft: Draft
  onChange: (change: Partial<Draft>) => void
  errorOf: (field: string) => string | undefined
  community: string
  /** How many people a round goes through. */
  seats: number
  /** Boards of the community; those in `linked` are already in the meeting and stay. */
  boards: readonly Schema<'BoardCard'>[]
  linked?: readonly string[]
  /** What stands above: ready-made scenarios. */
  scenarios?: ReactNode
  /** The button that sends, and what it says. */
  send: ReactNode
}

const lengths = [60, 75, 90, 120, 150, 180, 210, 240]

/** Everything that is chosen of a meeting, on two columns: what and when, and the run of show. */
export function MeetingForm(props: MeetingFormProps) {
  const { draft, onChange, errorOf, seats, boards, scenarios, send, community } = props
  const { t } = useLingui()
  const starts = startOf(draft)
  return (
    <div className={styles['form']}>
      <div className={styles['column']}>
        {scenarios}
        <section className={styles['group']}>
          <h2>
            <Trans>Quoi et quand</Trans>
          </h2>
          <TextField
            label={t`Titre`}
            value={draft.title}
            onChange={(title) => onChange({ title })}
            error={errorOf('title')}
            maxLength={160}
            required
          />
          <When {...props} />
          <TextArea
            label={t`Intention de la rencontre`}
            help={t`Ce que les membres liront pour se préparer. Facultatif.`}
            value={draft.intention}
            onChange={(intention) => onChange({ intention })}
            error={errorOf('intention')}
            maxLength={2000}
            rows={3}
          />
        </section>
        <Between draft={draft} onChange={onChange} />
        <Boards {...props} />
      </div>
      <div className={styles['plan']}>
        <Part title={t`Déroulement`}>
          <PlanEditor
            phases={draft.phases}
            onChange={(phases) => onChange({ phases })}
            startsAt={starts === undefined ? undefined : Date.parse(starts)}
            planned={draft.minutes}
            onPlanned={(minutes) => onChange({ minutes })}
            seats={seats}
            boards={boards.filter((board) => draft.boards.includes(board.id))}
            community={community}
            origin={draft.origin}
            onOrigin={(origin) => onChange({ origin })}
          />
          <div className={styles['send']}>{send}</div>
        </Part>
      </div>
    </div>
  )
}

function When({ draft, onChange, errorOf }: MeetingFormProps) {
  const { t, i18n } = useLingui()
  const now = useNow(60_000)
  const when = useWhen()
  const starts = startOf(draft)
  const mine = ownZone()
  const offered = [...new Set([...lengths, draft.minutes])].toSorted((a, b) => a - b)
  const late = starts !== undefined && Date.parse(starts) + draft.minutes * 60_000 < now
  return (
    <>
      <div className={styles['when']}>
        <DatePicker
          label={t`Jour`}
          value={draft.day}
          onChange={(day) => onChange({ day })}
          {...(errorOf('starts_at') || late
            ? { error: errorOf('starts_at') ?? t`Ce moment est déjà passé. Choisissez un jour à venir.` }
            : {})}
        />
        <TimeField label={t`Début`} value={draft.time} onChange={(time) => onChange({ time })} />
        <Select<string>
          label={t`Durée`}
          value={String(draft.minutes)}
          onChange={(minutes) => onChange({ minutes: Number(minutes) })}
          choices={offered.map((minutes) => ({ value: String(minutes), label: minutesLong(minutes) }))}
        />
      </div>
      <div className={styles['two']}>
        <Select<string>
          label={t`Heure de`}
          value={draft.zone}
          onChange={(zone) => onChange({ zone })}
          choices={zones(mine, draft.zone).map(({ zone, name }) => ({
            value: zone,
            label: typeof name === 'string' ? name : i18n._(name),
          }))}
        />
        <Select<MeetingKind>
          label={t`Dans le cycle`}
          value={draft.kind}
          onChange={(kind) => onChange({ kind })}
          choices={[
            { value: 'welcome', label: t`Rencontre d’accueil` },
            { value: 'monthly', label: t`Rencontre régulière` },
            { value: 'workshop', label: t`Atelier` },
            { value: 'review', label: t`Bilan du cycle` },
          ]}
        />
      </div>
      {starts !== undefined && (
        <p className={styles['said']} role="status">
          <WhenSaid starts={starts} draft={draft} mine={mine} when={when} now={now} />
        </p>
      )}
    </>
  )
}

function WhenSaid({
  starts,
  draft,
  mine,
  when,
  now,
}: {
  starts: string
  draft: Draft
  mine: string
  when: ReturnType<typeof useWhen>
  now: number
}) {
  const { i18n } = useLingui()
  const locale = i18n.locale as Locale
  const here = when.full(starts, draft.minutes, now)
  const there = clock(new Date(starts), locale, draft.zone)
  const mineIs = clock(new Date(starts), locale, mine)
  if (draft.zone === mine || there === mineIs) return capital(here)
  return <Trans>Pour vous, ce sera {here}. Chaque personne lira l’heure de chez elle.</Trans>
}

/** How closed the meeting is, told by what happens. */
function Between({ draft, onChange }: Pick<MeetingFormProps, 'draft' | 'onChange'>) {
  const { t } = useLingui()
  return (
    <section className={styles['group']}>
      <h2>
        <Trans>Ce qui reste entre nous</Trans>
      </h2>
      <RadioCards<Mode>
        label={t`Ce qui reste entre nous`}
        labelHidden
        value={draft.mode}
        onChange={(mode) => onChange({ mode })}
        cards={[
          {
            value: 'confidential',
            title: t`Confidentielle`,
            icon: <IconLock size={24} stroke={1.75} aria-hidden />,
            body: (
              <ul>
                <li>{t`Jamais d’enregistrement.`}</li>
                <li>{t`Aucun titre ni nom dans les courriels.`}</li>
                <li>{t`Le clavardage s’efface à la fin, sauf ce que son auteure ou auteur garde.`}</li>
                <li>{t`Le compte rendu ne nomme que les personnes qui l’acceptent.`}</li>
              </ul>
            ),
          },
          {
            value: 'open',
            title: t`Ouverte`,
            icon: <IconLockOpen size={24} stroke={1.75} aria-hidden />,
            body: (
              <ul>
                <li>{t`Le titre paraît dans les invitations.`}</li>
                <li>{t`Le clavardage reste 30 jours pour les personnes présentes.`}</li>
                <li>{t`Rien n’est enregistré non plus.`}</li>
              </ul>
            ),
          },
        ]}
      />
    </section>
  )
}

function Boards({ draft, onChange, boards, linked = [] }: MeetingFormProps) {
  const when = useWhen()
  const now = useNow(60_000)
  if (boards.length === 0) return null
  return (
    <section className={styles['group']}>
      <h2>
        <Trans>Tableaux à reprendre</Trans>
      </h2>
      <div className={styles['boards']}>
        {boards.map((board) => {
          const day = when.near(board.updated_at, now)
          const stays = linked.includes(board.id)
          return (
            <Checkbox
              key={board.id}
              on={stays || draft.boards.includes(board.id)}
              onChange={(on) =>
                onChange({
                  boards:
                    on || stays
                      ? [...new Set([...draft.boards, board.id])]
                      : draft.boards.filter((id) => id !== board.id),
                })
              }
              help={stays ? <Trans>Déjà dans cette rencontre</Trans> : <Trans>Modifié {day}</Trans>}
            >
              {board.title}
            </Checkbox>
          )
        })}
      </div>
    </section>
  )
}
