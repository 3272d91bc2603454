import { Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, useState } from 'react'
import { minutesLong } from '../../i18n/time.ts'
import type { Gate, Round, SessionView, TurnClock } from '../../session/view.ts'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/Select.tsx'
import { Segmented } from '../../ui/Tabs.tsx'
import { TextArea } from '../../ui/TextField.tsx'
import styles from './Animation.module.css'
import { useView, useWish } from './live.tsx'
import panel from './Panel.module.css'
import { circleOf, presentPhase } from './viewmodel.ts'

const turns = ['0', '30', '45', '60', '90', '120', '180', '300', '600'] as const

type Turn = (typeof turns)[number]

type Seat = 'first' | 'last' | 'none'

/** Where I sit in a round already proposed. */
function seatIn({ order }: Round, me: string): Seat {
  if (!order.includes(me)) return 'none'
  return order[0] === me ? 'first' : 'last'
}

/** Whether she may still be in an order: one who left, or only listens since, would have it refused. */
function canSit({ people }: SessionView, id: string): boolean {
  const person = people?.[id]
  return person !== undefined && person.left !== true && person.listen !== true
}

const nearest = (seconds: number): Turn => turns.find((one) => Number(one) >= seconds) ?? '600'

/** A round before it is proposed: its question, its measure, who is heard, where I sit. */
export function Prepare({ round, onDone }: { round: Round | undefined; onDone: () => void }) {
  const { t } = useLingui()
  const view = useView()
  const wish = useWish()
  const phase = presentPhase(view)
  // Until it is changed here, the phase's own plan: it may move on while this stands open.
  const [written, setQuestion] = useState<string | undefined>(round?.question)
  const question = written ?? phase?.question ?? ''
  const [chosen, setTurn] = useState<Turn | undefined>(round && nearest(round.turn_ms / 1000))
  const turn = chosen ?? nearest(phase?.turn_s ?? 90)
  // A round being changed keeps the order it was given, and me in it, until I choose a seat anew.
  const [moved, setMoved] = useState(false)
  const [seat, setSeat] = useState<Seat>(round ? seatIn(round, view.me.member) : 'last')
  const [gate, setGate] = useState<Gate>(round?.gate ?? 'holder')
  const [clock, setClock] = useState<TurnClock>(round?.clock ?? 'soft')
  const [busy, setBusy] = useState(false)
  const listening = Object.values(view.people ?? {}).filter((one) => one.listen && one.left !== true).length
  const seats = Math.max(0, circleOf(view).length - listening - (seat === 'none' ? 1 : 0))
  const lasts = minutesLong(Math.ceil((seats * (Number(turn) + 10)) / 60))
  const send = async () => {
    setBusy(true)
    const answer = await wish('stick.prepare', {
      round: round?.id ?? crypto.randomUUID(),
      question: question.trim(),
      seat,
      ...(round && !moved ? { order: round.order.filter((id) => canSit(view, id)) } : {}),
      gate,
      clock,
      turn_s: Number(turn),
    })
    setBusy(false)
    if (answer.done) onDone()
  }
  return (
    <div className={styles['fields']}>
      <TextArea label={t`La question`} rows={2} value={question} onChange={setQuestion} maxLength={300} />
      <Select
        label={t`Temps de chaque tour`}
        value={turn}
        onChange={setTurn}
        choices={turns.map((one) => ({
          value: one,
          label:
            one === '0'
              ? t`Sans mesure`
              : Number(one) < 60 || one === '90'
                ? t`${one} secondes`
                : minutesLong(Number(one) / 60),
        }))}
        {...(turn === '0' ? {} : { help: t`Environ ${lasts} pour ce cercle.` })}
      />
      <Ways
        seat={seat}
        onSeat={(next) => {
          setMoved(true)
          setSeat(next)
        }}
        gate={gate}
        onGate={setGate}
        clock={clock}
        onClock={setClock}
      />
      <div className={panel['actions']}>
        <Button kind="leaf" busy={busy} onPress={() => void send()}>
          <Trans>Proposer la ronde</Trans>
        </Button>
        {round && (
          <Button onPress={onDone}>
            <Trans>Ne rien changer</Trans>
          </Button>
        )}
      </div>
    </div>
  )
}

/** Where I sit, who is heard, and what the clock does. */
function Ways({
  seat,
  onSeat,
  gate,
  onGate,
  clock,
  onClock,
}: {
  seat: Seat
  onSeat: (seat: Seat) => void
  gate: Gate
  onGate: (gate: Gate) => void
  clock: TurnClock
  onClock: (clock: TurnClock) => void
}) {
  const { t } = useLingui()
  return (
    <>
      <Labelled name={t`Mon siège`}>
        <Segmented
          label={t`Mon siège`}
          value={seat}
          onChange={onSeat}
          choices={[
            { value: 'first', label: t`En premier` },
            { value: 'last', label: t`À la fin` },
            { value: 'none', label: t`Sans tour` },
          ]}
        />
      </Labelled>
      <Labelled name={t`Qui est entendu`}>
        <Segmented
          label={t`Qui est entendu`}
          value={gate}
          onChange={onGate}
          choices={[
            { value: 'holder', label: t`Qui tient le bâton` },
            { value: 'open', label: t`Tout le monde` },
          ]}
        />
      </Labelled>
      <Labelled name={t`Quand le temps est écoulé`}>
        <Segmented
          label={t`Quand le temps est écoulé`}
          value={clock}
          onChange={onClock}
          choices={[
            { value: 'soft', label: t`Souple` },
            { value: 'strict', label: t`Strict` },
          ]}
        />
      </Labelled>
    </>
  )
}

function Labelled({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles['group']}>
      <span className={styles['groupName']} aria-hidden>
        {name}
      </span>
      {children}
    </div>
  )
}
