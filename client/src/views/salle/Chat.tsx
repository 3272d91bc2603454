import { Trans, useLingui } from '@lingui/react/macro'
import { IconPin, IconSend } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type { Locale } from '../../i18n/locale.ts'
import { clock } from '../../i18n/time.ts'
import { useLine } from '../../session/hooks.ts'
import { facilitates, type Message } from '../../session/view.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/Notices.tsx'
import { Segmented } from '../../ui/Tabs.tsx'
import { TextArea } from '../../ui/TextField.tsx'
import { piecesOf } from './links.ts'
import { useLive, useNames, useView, useWish } from './live.tsx'
import styles from './Panel.module.css'
import { Panel } from './Panel.tsx'

/** The talk in writing. What is sent is on disk before others see it; one's own words can be taken back. */
export function Chat({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const view = useView()
  const team = facilitates(view.me.role)
  const [wanted, setLook] = useState<'all' | 'team'>('all')
  const look = team ? wanted : 'all'
  const messages = Object.entries(view.chat ?? {})
    .filter(([, one]) => (one.team === true) === (look === 'team'))
    .sort(([, a], [, b]) => a.seq - b.seq)
  const last = messages.at(-1)?.[1]
  const end = useFollowed(last?.seq, last?.by === view.me.member)
  return (
    <Panel title={t`Clavardage`} onClose={onClose} foot={<Write key={look} team={look === 'team'} />}>
      {team && (
        <Segmented
          label={t`Avec qui`}
          value={look}
          onChange={setLook}
          choices={[
            { value: 'all', label: t`Tout le monde` },
            { value: 'team', label: t`L’animation seulement` },
          ]}
        />
      )}
      <p className={styles['hint']}>
        {look === 'team' ? (
          <Trans>
            Entre vous qui animez : personne d’autre ne le lit, et le compte rendu n’en garde rien.
          </Trans>
        ) : view.mode === 'confidential' ? (
          <Trans>
            Le clavardage s’efface à la fermeture, sauf ce que son auteure ou auteur garde pour le compte
            rendu.
          </Trans>
        ) : (
          <Trans>Ce que vous gardez paraîtra au compte rendu.</Trans>
        )}
      </p>
      {messages.length === 0 && <EmptyState title={t`Personne n’a encore écrit.`} />}
      <ul className={styles['list']} role="list" aria-label={t`Messages`}>
        {messages.map(([id, message]) => (
          <One key={id} id={id} message={message} />
        ))}
      </ul>
      <div ref={end} />
    </Panel>
  )
}

/** Near enough to the end that the next message is awaited there, px. */
const nearEnd = 160

/** Keeps the newest message in sight: when it is one's own, and otherwise unless one reads further up. */
function useFollowed(newest: number | undefined, mine: boolean) {
  const end = useRef<HTMLDivElement>(null)
  const shown = useRef<number | undefined>(undefined)
  useEffect(() => {
    const first = shown.current === undefined
    if (newest === undefined || newest === shown.current) return
    shown.current = newest
    const body = end.current?.parentElement
    const away = body ? body.scrollHeight - body.scrollTop - body.clientHeight : 0
    const came = end.current?.previousElementSibling?.lastElementChild?.clientHeight ?? 0
    if (first || mine || away - came < nearEnd) end.current?.scrollIntoView?.({ block: 'end' })
  }, [newest, mine])
  return end
}

function One({ id, message }: { id: string; message: Message }) {
  const { t, i18n } = useLingui()
  const view = useView()
  const names = useNames()
  const wish = useWish()
  const mine = message.by === view.me.member
  const mayKeep = !message.team && (mine || (view.mode === 'open' && facilitates(view.me.role)))
  const name = mine ? t`Vous` : (names[message.by] ?? '')
  return (
    <li className={styles['message']}>
      <p className={styles['who']}>
        <strong>{name}</strong>
        <time dateTime={new Date(message.at).toISOString()}>
          {clock(new Date(message.at), i18n.locale as Locale)}
        </time>
      </p>
      {message.retracted ? (
        <p className={styles['gone']}>
          <Trans>Message retiré</Trans>
        </p>
      ) : (
        <Said text={message.text} />
      )}
      {message.kept && (
        <p className={styles['kept']}>
          <IconPin size={18} stroke={2} aria-hidden />
          <Trans>gardé pour le compte rendu</Trans>
        </p>
      )}
      {!message.retracted && (mayKeep || mine || facilitates(view.me.role)) && (
        <div className={styles['links']}>
          {mayKeep && (
            <Button
              kind="text"
              size="dense"
              onPress={() => void wish('chat.keep', { id, on: !message.kept })}
            >
              {message.kept ? <Trans>Ne plus garder</Trans> : <Trans>Garder</Trans>}
            </Button>
          )}
          {(mine || facilitates(view.me.role)) && (
            <Button kind="text" size="dense" onPress={() => void wish('chat.retract', { id })}>
              <Trans>Retirer</Trans>
            </Button>
          )}
        </div>
      )}
    </li>
  )
}

function Said({ text }: { text: string }) {
  let at = 0
  const pieces = piecesOf(text).map((piece) => {
    const from = at
    at += piece.text.length
    return { ...piece, from }
  })
  return (
    <p className={styles['text']}>
      {pieces.map(({ text: words, href, from }) =>
        href === undefined ? (
          words
        ) : (
          <a key={from} href={href} target="_blank" rel="noreferrer noopener">
            {words}
          </a>
        ),
      )}
    </p>
  )
}

// What is being written stays here if the panel closes by mistake; it never leaves the page unsent.
const drafts = { all: new WeakMap<object, string>(), team: new WeakMap<object, string>() }

function Write({ team }: { team: boolean }) {
  const { t } = useLingui()
  const live = useLive()
  const wish = useWish()
  const kept = team ? drafts.team : drafts.all
  const [text, setText] = useState(kept.get(live) ?? '')
  const [sending, setSending] = useState<string | null>(null)
  const circle = useView().group?.group ?? ''
  const online = useLine(live.session, (line) => line.line.is === 'open')
  const change = (next: string) => {
    kept.set(live, next)
    setText(next)
  }
  const send = async () => {
    const words = text.trim()
    if (words === '' || sending !== null) return
    setSending(words)
    change('')
    const answer = await wish('chat.say', {
      id: crypto.randomUUID(),
      text: words,
      // Words written to a small group are for it alone, whatever happens before they arrive.
      ...(team ? { team } : { in: circle }),
    })
    // Nothing is lost by a refusal, even if the panel was closed meanwhile: the words come back, before what was written since.
    if (!answer.done) {
      const since = kept.get(live) ?? ''
      change(since === '' ? words : `${words}\n${since}`)
    }
    setSending(null)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter sends from the field inside; the button does the same
    <div
      className={styles['write']}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
        if (!(event.target instanceof HTMLTextAreaElement)) return
        event.preventDefault()
        void send()
      }}
    >
      {sending !== null && !online && (
        <div>
          <p className={styles['text']}>{sending}</p>
          <p className={styles['hint']} role="status">
            <Trans>Gardé sur cet appareil, envoyé dès le retour du réseau.</Trans>
          </p>
        </div>
      )}
      <TextArea
        label={t`Votre message`}
        labelHidden
        rows={2}
        value={text}
        onChange={change}
        placeholder={t`Votre message`}
        maxLength={4000}
      />
      <Button
        kind="leaf"
        size="dense"
        wide
        busy={sending !== null}
        onPress={() => void send()}
        icon={<IconSend size={20} stroke={2} aria-hidden />}
      >
        <Trans>Envoyer</Trans>
      </Button>
    </div>
  )
}
