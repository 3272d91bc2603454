import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { MyCard, Sheet } from '../../../session/together.ts'
import { Button } from '../../../ui/Button.tsx'
import { TextArea } from '../../../ui/TextField.tsx'
import { useNames, useView, useWish } from '../live.tsx'
import { circleNames } from '../viewmodel.ts'
import { fewestAuthors, isAtWork } from './group.ts'
import { InPlenary, OfGroup } from './OfGroup.tsx'
import { isForMe } from './papers.ts'
import styles from './Votes.module.css'
import { useWhose } from './whose.ts'

/** Silent writing: my cards, which nobody sees before the reveal; then all of them, in an order drawn by lot. */
export function SheetPaper({ id, sheet }: { id: string; sheet: Sheet }) {
  const { t } = useLingui()
  const { prompt = '' } = sheet
  const title = prompt === '' ? t`Écriture en silence` : prompt
  return (
    <section className={styles['piece']} aria-label={title} data-paper={id}>
      <h3>{title}</h3>
      <OfGroup paper={sheet} />
      {sheet.life === 'open' ? (
        <Writing id={id} sheet={sheet} />
      ) : sheet.life === 'joined' ? (
        <p className={styles['state']}>
          <Trans>Ses cartes sont parues mêlées à celles d’autres feuilles, sans noms.</Trans>
        </p>
      ) : (
        <Shown sheet={sheet} />
      )}
      {sheet.life !== 'open' && <Kept sheet={id} />}
    </section>
  )
}

function Writing({ id, sheet }: { id: string; sheet: Sheet }) {
  const view = useView()
  const { own, name } = useWhose()
  const mine = Object.entries(own.my_cards ?? {}).filter(([, card]) => card.sheet === id)
  return (
    <>
      <p className={styles['state']}>
        {name !== '' ? (
          sheet.unsigned ? (
            <Trans>Ses cartes paraîtront mêlées aux autres, sans son nom.</Trans>
          ) : (
            <Trans>Ses cartes paraîtront mêlées aux autres, avec son nom.</Trans>
          )
        ) : sheet.unsigned ? (
          <Trans>Vos cartes paraîtront mêlées aux autres, sans votre nom.</Trans>
        ) : (
          <Trans>Vos cartes paraîtront mêlées aux autres, avec votre nom.</Trans>
        )}
      </p>
      {sheet.unsigned && isAtWork(view, sheet) && sheet.of < fewestAuthors && <InPlenary />}
      {mine.length > 0 && (
        <ul className={styles['cards']} role="list">
          {mine.map(([card, one]) => (
            <Card key={card} id={card} card={one} />
          ))}
        </ul>
      )}
      {isForMe(view, sheet) ? (
        <Ending id={id} sheet={sheet} more={mine.length < sheet.per} />
      ) : (
        <p className={styles['state']}>
          <Trans>Ce groupe n’écrit plus. L’animation peut montrer ses cartes.</Trans>
        </p>
      )}
    </>
  )
}

/** What I may still do on a sheet: one card more, and to say that I have finished. */
function Ending({ id, sheet, more }: { id: string; sheet: Sheet; more: boolean }) {
  const wish = useWish()
  const { own, by } = useWhose()
  const finished = own.finished?.[id] === true
  const { done, of } = sheet
  return (
    <>
      {more && <New sheet={id} chars={sheet.chars} />}
      <div className={styles['actions']}>
        <Button
          kind={finished ? 'quiet' : 'leaf'}
          aria-pressed={finished}
          onPress={() => void wish('cards.done', { sheet: id, on: !finished, ...by })}
        >
          {finished ? <Trans>Je n’ai pas terminé</Trans> : <Trans>J’ai terminé</Trans>}
        </Button>
      </div>
      <p className={styles['state']}>
        <Trans>
          Ont terminé : {done} sur {of}
        </Trans>
      </p>
    </>
  )
}

function New({ sheet, chars }: { sheet: string; chars: number }) {
  const { t } = useLingui()
  const wish = useWish()
  const { name, by } = useWhose()
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const write = async (keep: boolean) => {
    setBusy(true)
    const answer = await wish('cards.write', {
      sheet,
      card: crypto.randomUUID(),
      text: text.trim(),
      ...(keep ? { keep } : {}),
      ...by,
    })
    setBusy(false)
    if (answer.done) setText('')
  }
  const empty = text.trim() === '' ? { unavailable: t`Écrivez d’abord votre carte.` } : {}
  return (
    <div className={styles['fields']}>
      <TextArea
        label={name === '' ? t`Votre carte` : t`La carte de ${name}`}
        rows={2}
        value={text}
        onChange={setText}
        maxLength={chars}
      />
      <div className={styles['actions']}>
        <Button busy={busy} onPress={() => void write(false)} {...empty}>
          <Trans>Ajouter la carte</Trans>
        </Button>
        <Button kind="text" onPress={() => void write(true)} {...empty}>
          {name === '' ? <Trans>Garder pour moi</Trans> : <Trans>Garder pour {name}</Trans>}
        </Button>
      </div>
    </div>
  )
}

function Card({ id, card }: { id: string; card: MyCard }) {
  const { t } = useLingui()
  const wish = useWish()
  const { by } = useWhose()
  const { text } = card
  return (
    <li className={styles['card']}>
      <span className={styles['words']}>{text}</span>
      {card.keep && (
        <span className={styles['state']}>
          <Trans>gardée, ne paraîtra pas</Trans>
        </span>
      )}
      <Button
        size="dense"
        kind="text"
        aria-label={t`Retirer la carte : ${text}`}
        onPress={() => void wish('cards.withdraw', { card: id, ...by })}
      >
        <Trans>Retirer</Trans>
      </Button>
    </li>
  )
}

/** What I kept for myself of a sheet that was shown: it stays mine alone. */
function Kept({ sheet }: { sheet: string }) {
  const { own } = useWhose()
  const kept = Object.entries(own.my_cards ?? {}).filter(([, card]) => card.sheet === sheet && card.keep)
  if (kept.length === 0) return null
  return (
    <ul className={styles['cards']} role="list">
      {kept.map(([card, one]) => (
        <Card key={card} id={card} card={one} />
      ))}
    </ul>
  )
}

function Shown({ sheet }: { sheet: Sheet }) {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  const wish = useWish()
  const short = circleNames(view, names)
  const { id: whose, by } = useWhose()
  return (
    <>
      <ul className={styles['cards']} role="list">
        {(sheet.cards ?? []).map((card, i) => {
          const text = card.text ?? ''
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: cards without a name have only their place, which stays
            <li key={i} className={styles['card']}>
              <span className={styles['words']}>{card.gone ? t`retiré` : text}</span>
              {card.by !== undefined && (
                <span className={styles['state']}>{short[card.by] ?? names[card.by] ?? ''}</span>
              )}
              {card.card !== undefined && card.by === whose && !card.gone && (
                <Button
                  size="dense"
                  kind="text"
                  aria-label={t`Retirer la carte : ${text}`}
                  onPress={() => void wish('cards.withdraw', { card: card.card, ...by })}
                >
                  <Trans>Retirer</Trans>
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      {sheet.board !== undefined && (
        <p className={styles['state']}>
          {sheet.placed ? (
            <Trans>Elles sont aussi sur le tableau.</Trans>
          ) : (
            <Trans>Elles arrivent sur le tableau.</Trans>
          )}
        </p>
      )}
    </>
  )
}
