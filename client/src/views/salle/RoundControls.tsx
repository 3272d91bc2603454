import { Trans, useLingui } from '@lingui/react/macro'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Round } from '../../session/view.ts'
import { facilitates } from '../../session/view.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { StickIcon } from '../../ui/Stick.tsx'
import { Segmented } from '../../ui/Tabs.tsx'
import styles from './Animation.module.css'
import { silenced } from './hearing.ts'
import { useNames, useView, useWish } from './live.tsx'
import { Order } from './Order.tsx'
import panel from './Panel.module.css'
import { Prepare } from './Prepare.tsx'
import { useQuoted } from './quoted.ts'
import { Temper } from './Temper.tsx'
import { circleNames } from './viewmodel.ts'

/** Everything of the round that is the facilitator's: preparing, beginning, helping it along, ending. */
export function RoundControls() {
  const { t } = useLingui()
  const view = useView()
  const [editing, setEditing] = useState(false)
  // Whoever has just proposed finds the next gesture under her hand, wherever the panel was scrolled to.
  const [asked, setAsked] = useState(false)
  const reached = useCallback(() => setAsked(false), [])
  const done = () => {
    setEditing(false)
    setAsked(true)
  }
  const round = view.round
  const live = round && round.state !== 'ended'
  return (
    <section className={styles['section']} aria-label={t`Ronde du bâton`}>
      <h3>{live ? <Trans>La ronde</Trans> : <Trans>Préparer une ronde</Trans>}</h3>
      {!live ? (
        <Prepare round={undefined} onDone={done} />
      ) : round.state !== 'proposed' ? (
        <RunningRound round={round} />
      ) : editing ? (
        <Prepare round={round} onDone={done} />
      ) : (
        <ProposedRound round={round} onEdit={() => setEditing(true)} asked={asked} onReached={reached} />
      )}
    </section>
  )
}

function ProposedRound({
  round,
  onEdit,
  asked,
  onReached,
}: {
  round: Round
  onEdit: () => void
  asked: boolean
  onReached: () => void
}) {
  const { t } = useLingui()
  const quoted = useQuoted()
  const begin = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!asked) return
    begin.current?.focus()
    onReached()
  }, [asked, onReached])
  const wish = useWish()
  const [beginning, setBeginning] = useState(false)
  return (
    <>
      {round.question !== '' && <p className={styles['question']}>{quoted(round.question)}</p>}
      <p className={panel['hint']}>
        <Trans>
          Tout le monde voit la question et l’ordre. Changez l’ordre en glissant, ou avec les flèches.
        </Trans>
      </p>
      <Order round={round} />
      <div className={panel['actions']}>
        <Button
          ref={begin}
          kind="stick"
          busy={beginning}
          icon={<StickIcon size={24} />}
          onPress={() => {
            setBeginning(true)
            void wish('stick.begin', { round: round.id }).finally(() => setBeginning(false))
          }}
          {...(round.order.length === 0 ? { unavailable: t`Personne ne peut encore prendre le bâton.` } : {})}
        >
          <Trans>Commencer la ronde</Trans>
        </Button>
        <Button onPress={onEdit}>
          <Trans>Modifier</Trans>
        </Button>
        <Button kind="text" onPress={() => void wish('stick.end', { round: round.id })}>
          <Trans>Laisser tomber</Trans>
        </Button>
      </div>
    </>
  )
}

function RunningRound({ round }: { round: Round }) {
  const { t } = useLingui()
  const view = useView()
  const wish = useWish()
  const paused = round.state === 'paused'
  const short = circleNames(view, useNames())
  const listening = silenced(view)
  const rule = view.floor?.rule.kind ?? 'open'
  const limited = listening.length > 0 || (rule !== 'open' && rule !== 'stick')
  const quiet = new Intl.ListFormat(document.documentElement.lang || 'fr-CA').format(
    listening.map((id) => short[id] ?? ''),
  )
  return (
    <>
      <div className={panel['actions']}>
        {paused ? (
          <Button kind="leaf" onPress={() => void wish('stick.resume')}>
            <Trans>Poursuivre la ronde</Trans>
          </Button>
        ) : (
          <>
            {round.centre && round.next.length > 0 && (
              <Button kind="stick" icon={<StickIcon size={24} />} onPress={() => void wish('stick.offer')}>
                <Trans>Tendre à la personne suivante</Trans>
              </Button>
            )}
            <Button onPress={() => void wish('stick.pause')}>
              <Trans>Pause</Trans>
            </Button>
            <Button onPress={() => void wish('stick.remind')}>
              <Trans>Rappeler le cadre</Trans>
            </Button>
          </>
        )}
      </div>
      {facilitates(view.me.role) && <Temper holder={round.holder} />}
      <div className={styles['group']}>
        <span className={styles['groupName']}>
          <Trans>Qui est entendu</Trans>
        </span>
        <Segmented
          label={t`Qui est entendu`}
          value={round.gate}
          onChange={(gate) => void wish('stick.gate', { gate })}
          choices={[
            { value: 'holder', label: t`Qui tient le bâton` },
            { value: 'open', label: limited ? t`Selon l’étape` : t`Tout le monde` },
          ]}
        />
        {quiet !== '' && (
          <p className={panel['hint']}>
            <Trans>L’étape fait écouter : {quiet}.</Trans>
          </p>
        )}
      </div>
      <div className={styles['group']}>
        <span className={styles['groupName']}>
          <Trans>Quand le temps est écoulé</Trans>
        </span>
        <Segmented
          label={t`Quand le temps est écoulé`}
          value={round.clock}
          onChange={(clock) => void wish('stick.clock', { clock })}
          choices={[
            { value: 'soft', label: t`Souple` },
            { value: 'strict', label: t`Strict` },
          ]}
        />
      </div>
      <End round={round} />
    </>
  )
}

function End({ round }: { round: Round }) {
  const { t } = useLingui()
  const wish = useWish()
  const [asking, setAsking] = useState(false)
  const left = Object.values(round.seats).filter((seat) => seat !== 'heard').length
  return (
    <div>
      <Button
        kind="text"
        onPress={() => (left > 0 ? setAsking(true) : void wish('stick.end', { round: round.id }))}
      >
        <Trans>Terminer la ronde</Trans>
      </Button>
      <Dialog
        title={
          left === 1
            ? t`Terminer la ronde ? Il reste une personne à entendre.`
            : t`Terminer la ronde ? Il reste ${left} personnes à entendre.`
        }
        open={asking}
        onClose={() => setAsking(false)}
        actions={
          <>
            <Button onPress={() => setAsking(false)}>
              <Trans>Continuer</Trans>
            </Button>
            <Button
              kind="plum"
              onPress={() => {
                setAsking(false)
                void wish('stick.end', { round: round.id })
              }}
            >
              <Trans>Terminer</Trans>
            </Button>
          </>
        }
      />
    </div>
  )
}
