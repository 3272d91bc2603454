import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Round } from '../../session/view.ts'
import { facilitates } from '../../session/view.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { StickIcon } from '../../ui/Stick.tsx'
import { Segmented } from '../../ui/Tabs.tsx'
import { TextArea } from '../../ui/TextField.tsx'
import styles from './Animation.module.css'
import { useNames, useView, useWish } from './live.tsx'
import { Order } from './Order.tsx'
import panel from './Panel.module.css'
import { Prepare } from './Prepare.tsx'
import { circleNames } from './viewmodel.ts'

/** Everything of the round that is the facilitator's: preparing, beginning, helping it along, ending. */
export function RoundControls() {
  const { t } = useLingui()
  const view = useView()
  const [editing, setEditing] = useState(false)
  const round = view.round
  const live = round && round.state !== 'ended'
  return (
    <section className={styles['section']} aria-label={t`Ronde du bâton`}>
      <h3>{live ? <Trans>La ronde</Trans> : <Trans>Préparer une ronde</Trans>}</h3>
      {!live || editing ? (
        <Prepare round={live ? round : undefined} onDone={() => setEditing(false)} />
      ) : round.state === 'proposed' ? (
        <ProposedRound round={round} onEdit={() => setEditing(true)} />
      ) : (
        <RunningRound round={round} />
      )}
    </section>
  )
}

function ProposedRound({ round, onEdit }: { round: Round; onEdit: () => void }) {
  const { t } = useLingui()
  const wish = useWish()
  const [beginning, setBeginning] = useState(false)
  return (
    <>
      {round.question !== '' && <p className={styles['question']}>« {round.question} »</p>}
      <p className={panel['hint']}>
        <Trans>
          Tout le monde voit la question et l’ordre. Changez l’ordre en glissant, ou avec les flèches.
        </Trans>
      </p>
      <Order round={round} />
      <div className={panel['actions']}>
        <Button
          kind="stick"
          busy={beginning}
          icon={<StickIcon size={24} />}
          onPress={() => {
            setBeginning(true)
            void wish('stick.begin').finally(() => setBeginning(false))
          }}
          {...(round.order.length === 0 ? { unavailable: t`Personne ne peut encore prendre le bâton.` } : {})}
        >
          <Trans>Commencer la ronde</Trans>
        </Button>
        <Button onPress={onEdit}>
          <Trans>Modifier</Trans>
        </Button>
        <Button kind="text" onPress={() => void wish('stick.end')}>
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
  return (
    <>
      <div className={panel['actions']}>
        {paused ? (
          <Button kind="leaf" onPress={() => void wish('stick.resume')}>
            <Trans>Reprendre la ronde</Trans>
          </Button>
        ) : (
          <>
            {round.centre && (
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
      {round.holder && facilitates(view.me.role) && round.holder.member !== view.me.member && (
        <Temper grant={round.holder.grant} member={round.holder.member} />
      )}
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
            { value: 'open', label: t`Tout le monde` },
          ]}
        />
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

/** The gentle ladder: a private word first, taking back last, with its reason. */
function Temper({ grant, member }: { grant: number; member: string }) {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  const wish = useWish()
  const [open, setOpen] = useState<'nudge' | 'take_back' | null>(null)
  const [text, setText] = useState('')
  const name = circleNames(view, names)[member] ?? ''
  const close = () => {
    setOpen(null)
    setText('')
  }
  return (
    <div className={panel['actions']}>
      <Button size="dense" onPress={() => setOpen('nudge')}>
        <Trans>Un mot en privé</Trans>
      </Button>
      <Button size="dense" kind="plum" onPress={() => setOpen('take_back')}>
        <Trans>Reprendre le bâton</Trans>
      </Button>
      <Dialog
        title={open === 'take_back' ? t`Reprendre le bâton à ${name} ?` : t`Un mot à ${name}, en privé`}
        open={open !== null}
        onClose={close}
        actions={
          <>
            <Button onPress={close}>
              <Trans>Pas maintenant</Trans>
            </Button>
            <Button
              kind={open === 'take_back' ? 'plum' : 'leaf'}
              unavailable={
                open === 'take_back' && text.trim() === '' ? t`Écrivez d’abord la raison.` : undefined
              }
              onPress={() => {
                if (open === 'nudge') void wish('stick.nudge', { grant, text: text.trim() })
                else void wish('stick.take_back', { grant, reason: text.trim() })
                close()
              }}
            >
              {open === 'take_back' ? <Trans>Reprendre le bâton</Trans> : <Trans>Dire</Trans>}
            </Button>
          </>
        }
      >
        <TextArea
          label={
            open === 'take_back'
              ? t`La raison, lue par cette personne et l’animation`
              : t`Votre mot, lu par cette personne seulement`
          }
          rows={3}
          value={text}
          onChange={setText}
          maxLength={500}
          placeholder={open === 'nudge' ? t`Prenez le temps de conclure.` : ''}
        />
      </Dialog>
    </div>
  )
}

function End({ round }: { round: Round }) {
  const { t } = useLingui()
  const wish = useWish()
  const [asking, setAsking] = useState(false)
  const left = Object.values(round.seats).filter((seat) => seat !== 'heard').length
  return (
    <div>
      <Button kind="text" onPress={() => (left > 0 ? setAsking(true) : void wish('stick.end'))}>
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
                void wish('stick.end')
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
