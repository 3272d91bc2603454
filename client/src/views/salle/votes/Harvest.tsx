import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { MySentence } from '../../../session/together.ts'
import { Button } from '../../../ui/Button.tsx'
import { RadioCards, Switch } from '../../../ui/Checks.tsx'
import { TextArea } from '../../../ui/TextField.tsx'
import { useNames, useView, useWish } from '../live.tsx'
import { presentPhase } from '../viewmodel.ts'
import styles from './Votes.module.css'
import { useWhose } from './whose.ts'

/** What people let the minutes keep: each offers her own sentences, and nobody else's. */
export function Harvest() {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  const { own, name } = useWhose()
  const mine = Object.entries(own.my_sentences ?? {})
  const shown = Object.entries(view.harvest ?? {}).sort(([, a], [, b]) => (a.n ?? 0) - (b.n ?? 0))
  return (
    <section className={styles['piece']} aria-label={t`Récolte`}>
      <h3>
        <Trans>Récolte</Trans>
      </h3>
      <p className={styles['state']}>
        {name === '' ? (
          <Trans>
            Offrez au compte rendu une phrase qui est de vous. Vous pouvez la reprendre en tout temps.
          </Trans>
        ) : (
          <Trans>
            Offrez au compte rendu une phrase que {name} vous dicte. Vous pouvez la reprendre à sa demande.
          </Trans>
        )}
      </p>
      <Offer />
      {mine.length > 0 && (
        <ul
          className={styles['cards']}
          role="list"
          aria-label={name === '' ? t`Mes phrases` : t`Phrases de ${name}`}
        >
          {mine.map(([id, one]) => (
            <Mine key={id} id={id} one={one} />
          ))}
        </ul>
      )}
      {shown.length > 0 && (
        <>
          <h4>
            <Trans>Offertes par le groupe</Trans>
          </h4>
          <ul className={styles['cards']} role="list">
            {shown.map(([key, one]) => (
              <li key={key} className={styles['card']}>
                <span className={styles['words']}>{one.text}</span>
                {one.by !== undefined && <span className={styles['state']}>{names[one.by] ?? ''}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function Offer() {
  const { t } = useLingui()
  const wish = useWish()
  const { name, by } = useWhose()
  const [text, setText] = useState('')
  const [chosen, setUnsigned] = useState<boolean | null>(null)
  const phase = presentPhase(useView())
  // In a step that leaves nothing of who spoke, a name is a choice and no slip of the hand.
  const unsigned = chosen ?? phase?.traces === 'none'
  const [readers, setReaders] = useState<'room' | 'community' | null>(null)
  const [busy, setBusy] = useState(false)
  const why =
    text.trim() === ''
      ? t`Écrivez d’abord votre phrase.`
      : readers === null
        ? t`Dites d’abord qui pourra la lire.`
        : undefined
  const offer = async () => {
    setBusy(true)
    const id = crypto.randomUUID()
    const answer = await wish('harvest.offer', {
      id,
      text: text.trim(),
      for: readers,
      ...(unsigned ? { unsigned } : {}),
      ...by,
    })
    setBusy(false)
    if (answer.done) setText('')
  }
  return (
    <div className={styles['fields']}>
      <TextArea
        label={name === '' ? t`Ma phrase` : t`La phrase de ${name}`}
        rows={2}
        value={text}
        onChange={setText}
        maxLength={500}
      />
      <RadioCards
        label={t`Qui pourra la lire`}
        value={readers}
        onChange={setReaders}
        cards={[
          { value: 'community', title: t`La communauté`, body: t`Elle entre au compte rendu.` },
          { value: 'room', title: t`Les personnes présentes`, body: t`Elle reste dans la rencontre.` },
        ]}
      />
      <Switch on={unsigned} onChange={setUnsigned} help={t`Elle paraîtra avec les autres, jamais seule.`}>
        {name === '' ? <Trans>Sans mon nom</Trans> : <Trans>Sans son nom</Trans>}
      </Switch>
      <div>
        <Button
          kind="leaf"
          busy={busy}
          onPress={() => void offer()}
          {...(why === undefined ? {} : { unavailable: why })}
        >
          <Trans>Offrir cette phrase</Trans>
        </Button>
      </div>
    </div>
  )
}

function Mine({ id, one }: { id: string; one: MySentence }) {
  const { t } = useLingui()
  const wish = useWish()
  const { by } = useWhose()
  const { text } = one
  return (
    <li className={styles['card']}>
      <span className={styles['words']}>{text}</span>
      <span className={styles['state']}>
        {one.unsigned
          ? one.key
            ? t`parue sans votre nom`
            : t`attend les autres, sans votre nom`
          : t`signée`}
      </span>
      <Button
        size="dense"
        kind="text"
        aria-label={t`Reprendre ma phrase : ${text}`}
        onPress={() => void wish('harvest.withdraw', { id, ...by })}
      >
        <Trans>Reprendre</Trans>
      </Button>
    </li>
  )
}
