import { parseDate } from '@internationalized/date'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Locale } from '../../i18n/locale.ts'
import { day } from '../../i18n/time.ts'
import { facilitates, type RecordItem } from '../../session/view.ts'
import { Button } from '../../ui/Button.tsx'
import { DatePicker } from '../../ui/Dates.tsx'
import { Select } from '../../ui/Select.tsx'
import { Segmented } from '../../ui/Tabs.tsx'
import { TextArea } from '../../ui/TextField.tsx'
import { useLive, useNames, useView, useWish } from './live.tsx'
import styles from './Panel.module.css'
import { Panel } from './Panel.tsx'
import { keepNotes, keptNotes } from './prefs.ts'
import { circleOf, mayRun } from './viewmodel.ts'

/** My own notes, on this device alone, and what the group decided. */
export function Notes({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const view = useView()
  const [look, setLook] = useState<'mine' | 'ours'>('mine')
  return (
    <Panel title={t`Notes`} onClose={onClose}>
      <Segmented
        label={t`Quelles notes`}
        value={look}
        onChange={setLook}
        choices={[
          { value: 'mine', label: t`Mes notes` },
          { value: 'ours', label: t`Décisions et suivis` },
        ]}
      />
      {look === 'mine' ? <Mine /> : <Ours mayWrite={view.me.role !== 'guest'} />}
    </Panel>
  )
}

function Mine() {
  const { t } = useLingui()
  const { entry } = useLive()
  const view = useView()
  const listens = view.people?.[view.me.member]?.listen === true
  const [text, setText] = useState(() => keptNotes(entry.meeting.id, entry.you.id))
  const [kept, setKept] = useState(true)
  const change = (next: string) => {
    setText(next)
    setKept(keepNotes(entry.meeting.id, entry.you.id, next))
  }
  return (
    <>
      <TextArea
        label={listens ? t`Mes notes` : t`À dire à mon tour`}
        rows={10}
        value={text}
        onChange={change}
      />
      <p className={styles['hint']} role="status">
        {kept ? (
          <Trans>
            Gardé sur cet appareil seulement, jusqu’à ce que vous vous déconnectiez. Personne d’autre ne peut
            lire ces notes.
          </Trans>
        ) : (
          <Trans>Cet appareil ne garde rien : ces notes durent le temps de la page.</Trans>
        )}
      </p>
    </>
  )
}

function Ours({ mayWrite }: { mayWrite: boolean }) {
  const { t } = useLingui()
  const view = useView()
  const items = Object.entries(view.record ?? {}).sort(([, a], [, b]) => a.seq - b.seq)
  return (
    <>
      {items.length === 0 && (
        <p className={styles['hint']}>
          <Trans>Rien encore. Ce qui est noté ici paraîtra au compte rendu.</Trans>
        </p>
      )}
      <ul className={styles['list']} role="list" aria-label={t`Décisions et suivis`}>
        {items.map(([id, item]) => (
          <Item key={id} id={id} item={item} />
        ))}
      </ul>
      {mayWrite && <Add />}
    </>
  )
}

function Item({ id, item }: { id: string; item: RecordItem }) {
  const { i18n } = useLingui()
  const view = useView()
  const names = useNames()
  const wish = useWish()
  const [editing, setEditing] = useState(false)
  const mine = item.by === view.me.member || facilitates(view.me.role)
  if (editing) {
    return (
      <li className={styles['item']}>
        <Fields
          start={item}
          verb="edit"
          onDone={async (next) => {
            const answer = await wish('record.edit', { id, ...next })
            if (answer.done) setEditing(false)
            return answer.done
          }}
          onCancel={() => setEditing(false)}
        />
      </li>
    )
  }
  const who = item.who === undefined ? '' : (names[item.who] ?? '')
  const due =
    item.due === undefined
      ? ''
      : day(parseDate(item.due).toDate('UTC'), i18n.locale as Locale, { short: true, timeZone: 'UTC' })
  return (
    <li className={styles['item']}>
      <span className={styles['rowState']}>
        {item.kind === 'decision' ? (
          <Trans>Décision</Trans>
        ) : item.kind === 'summary' ? (
          <Trans>Retenu</Trans>
        ) : (
          <Trans>Suivi</Trans>
        )}
        {who !== '' && `, ${who}`}
        {due !== '' && `, ${due}`}
      </span>
      <span className={styles['text']}>{item.text}</span>
      {mine && (
        <span className={styles['links']}>
          <Button kind="text" size="dense" onPress={() => setEditing(true)}>
            <Trans>Modifier</Trans>
          </Button>
          <Button kind="text" size="dense" onPress={() => void wish('record.remove', { id })}>
            <Trans>Retirer</Trans>
          </Button>
        </span>
      )}
    </li>
  )
}

function Add() {
  const wish = useWish()
  return (
    <Fields
      verb="add"
      onDone={async (next) => (await wish('record.add', { id: crypto.randomUUID(), ...next })).done}
    />
  )
}

type Written = { kind: RecordItem['kind']; text: string; who?: string; due?: string }

function Fields({
  start,
  verb,
  onDone,
  onCancel,
}: {
  start?: RecordItem
  verb: 'add' | 'edit'
  onDone: (next: Written) => Promise<boolean>
  onCancel?: () => void
}) {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  const [kind, setKind] = useState<RecordItem['kind']>(start?.kind ?? 'decision')
  const [text, setText] = useState(start?.text ?? '')
  const [who, setWho] = useState(start?.who ?? 'group')
  const [due, setDue] = useState(start?.due ?? '')
  const [busy, setBusy] = useState(false)
  const people = circleOf(view)
  const send = async () => {
    setBusy(true)
    const follows = kind === 'follow_up'
    const done = await onDone({
      kind,
      text: text.trim(),
      ...(follows && who !== 'group' ? { who } : {}),
      ...(follows && due !== '' ? { due } : {}),
    })
    setBusy(false)
    if (!done || verb !== 'add') return
    // The next one is for somebody else, at another date.
    setText('')
    setWho('group')
    setDue('')
  }
  return (
    <div className={styles['section']}>
      <Segmented
        label={t`Genre`}
        value={kind}
        onChange={setKind}
        choices={[
          { value: 'decision', label: t`Décision` },
          { value: 'follow_up', label: t`Suivi` },
          ...(mayRun(view) || kind === 'summary' ? [{ value: 'summary' as const, label: t`Retenu` }] : []),
        ]}
      />
      <TextArea
        label={
          kind === 'decision'
            ? t`Ce que nous décidons`
            : kind === 'summary'
              ? t`Ce que nous en retenons`
              : t`Ce qui est à faire`
        }
        {...(kind === 'summary'
          ? {
              help: t`Ce que l’étape ou la ronde a donné, sans dire qui a dit quoi. Le compte rendu le reprend.`,
            }
          : {})}
        rows={kind === 'summary' ? 4 : 2}
        value={text}
        onChange={setText}
        maxLength={1000}
      />
      {kind === 'follow_up' && (
        <>
          <Select
            label={t`Qui`}
            value={who}
            onChange={setWho}
            choices={[
              { value: 'group', label: t`Le groupe` },
              ...people.map((id) => ({ value: id, label: names[id] ?? '' })),
            ]}
            // Who accepted to be named is nobody's business here: the warning is the same for everyone.
            {...(who === 'group'
              ? {}
              : {
                  help: t`Le compte rendu ne dit son nom que si cette personne a accepté d’y être nommée; sinon il dit « Une personne ».`,
                })}
          />
          <DatePicker
            label={t`Pour quand`}
            value={due === '' ? null : parseDate(due)}
            onChange={(date) => setDue(date?.toString() ?? '')}
          />
        </>
      )}
      <div className={styles['actions']}>
        <Button
          kind="leaf"
          size="dense"
          busy={busy}
          onPress={() => void send()}
          {...(text.trim() === '' ? { unavailable: t`Écrivez d’abord quelques mots.` } : {})}
        >
          {verb === 'add' ? <Trans>Ajouter</Trans> : <Trans>Garder</Trans>}
        </Button>
        {onCancel && (
          <Button size="dense" onPress={onCancel}>
            <Trans>Ne rien changer</Trans>
          </Button>
        )}
      </div>
    </div>
  )
}
