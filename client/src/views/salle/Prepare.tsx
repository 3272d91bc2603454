import { Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, useState } from 'react'
import { minutesLong } from '../../i18n/time.ts'
import type { Gate, Place, Round, SessionView, TurnClock, Variant } from '../../session/view.ts'
import { Button } from '../../ui/Button.tsx'
import { Switch } from '../../ui/Checks.tsx'
import { Select } from '../../ui/Select.tsx'
import { Segmented } from '../../ui/Tabs.tsx'
import { TextArea } from '../../ui/TextField.tsx'
import styles from './Animation.module.css'
import { Seats } from './anime/Seats.tsx'
import { useView, useWish } from './live.tsx'
import panel from './Panel.module.css'
import { circleOf, presentPhase } from './viewmodel.ts'

/** Lengths of a turn that are offered, in seconds; 0 is without a measure. */
const turns = [0, 30, 45, 60, 90, 120, 180, 300, 600] as const

/** The same, with the one that the phase plans where it is another: a scenario's 140 s are not made 180. */
const turnsWith = (planned: number): readonly number[] =>
  [...new Set([...turns, planned])].sort((a, b) => a - b)

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

type Way = 'circle' | Variant

/** The proposed order, with my own seat where I chose it. */
function fairOrder(view: SessionView, proposed: readonly Place[], seat: Seat): readonly string[] {
  const me = view.me.member
  const others = proposed.map((one) => one.member).filter((id) => id !== me && canSit(view, id))
  return seat === 'none' ? others : seat === 'first' ? [me, ...others] : [...others, me]
}

/** A round before it is proposed: its question, its measure, who is heard, where I sit. */
export function Prepare({ round, onDone }: { round: Round | undefined; onDone: () => void }) {
  const { t } = useLingui()
  const view = useView()
  const wish = useWish()
  const phase = presentPhase(view)
  // Until it is changed here, the phase's own plan: it may move on while this stands open.
  const [written, setQuestion] = useState<string | undefined>(round?.question)
  const question = written ?? phase?.question ?? ''
  const planned = round ? round.turn_ms / 1000 : (phase?.turn_s ?? 90)
  const [chosen, setTurn] = useState<string | undefined>()
  const turn = chosen ?? String(planned)
  // A round being changed keeps the order it was given, and me in it, until I choose a seat anew.
  const [moved, setMoved] = useState(false)
  const [seat, setSeat] = useState<Seat>(round ? seatIn(round, view.me.member) : 'last')
  const [gate, setGate] = useState<Gate>(round?.gate ?? 'holder')
  const [clock, setClock] = useState<TurnClock>(round?.clock ?? 'soft')
  const [variant, setVariant] = useState<Way>(
    round?.variant ?? (round ? 'circle' : (phase?.rule?.variant ?? 'circle')),
  )
  // Those who said after a round that they have something to add: the next one may be theirs.
  const more = round ? [] : (view.round?.more ?? []).filter((id) => canSit(view, id))
  const [among, setAmong] = useState(true)
  const proposed = round ? undefined : view.order
  const [fair, setFair] = useState(false)
  const [busy, setBusy] = useState(false)
  const listening = Object.values(view.people ?? {}).filter((one) => one.listen && one.left !== true).length
  const some = more.length > 0 && among
  const seats = some
    ? more.length
    : Math.max(0, circleOf(view).length - listening - (seat === 'none' ? 1 : 0))
  const lasts = minutesLong(Math.ceil((seats * (Number(turn) + 10)) / 60))
  const send = async () => {
    setBusy(true)
    const answer = await wish('stick.prepare', {
      round: round?.id ?? crypto.randomUUID(),
      question: question.trim(),
      seat,
      ...(round && !moved ? { order: round.order.filter((id) => canSit(view, id)) } : {}),
      ...(proposed && fair ? { order: fairOrder(view, proposed, seat) } : {}),
      ...(variant === 'circle' ? {} : { variant }),
      ...(some ? { among: more } : {}),
      ...(phase?.rule?.once ? { once: true } : {}),
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
        choices={turnsWith(planned).map((seconds) => {
          const one = String(seconds)
          const whole = seconds % 60 === 0 ? minutesLong(seconds / 60) : t`${one} secondes`
          return { value: one, label: seconds === 0 ? t`Sans mesure` : whole }
        })}
        {...(turn === '0' ? {} : { help: t`Environ ${lasts} pour ce cercle.` })}
      />
      {more.length > 0 && (
        <Switch on={among} onChange={setAmong} help={t`Les autres peuvent s’y ajouter d’un geste.`}>
          <Trans>Une ronde entre qui a quelque chose à ajouter</Trans>
        </Switch>
      )}
      <Select
        label={t`Chemin du bâton`}
        value={variant}
        onChange={setVariant}
        choices={[
          { value: 'circle', label: t`Dans l’ordre du cercle` },
          { value: 'centre', label: t`Au centre : qui veut le prend` },
          { value: 'naming', label: t`On nomme la personne suivante` },
          { value: 'popcorn', label: t`Maïs soufflé : on nomme, ou l’on prend, encore` },
        ]}
      />
      {proposed && proposed.length > 1 && variant === 'circle' && !some && (
        <Switch
          on={fair}
          onChange={setFair}
          help={t`D’abord qui n’a pas encore ouvert de ronde, puis dans l’ordre d’arrivée. L’ordre se change ensuite.`}
        >
          <Trans>Proposer un ordre plus juste</Trans>
        </Switch>
      )}
      <Seats />
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
