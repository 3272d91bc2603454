import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { stillLeft } from '../../i18n/time.ts'
import type { Holder, Phase, Round } from '../../session/view.ts'
import type { CentreLayout } from '../../ui/circle/Circle.tsx'
import { HolderCentre } from '../../ui/circle/HolderCentre.tsx'
import type { Seat } from '../../ui/circle/seat.ts'
import { classes } from '../../ui/classes.ts'
import { StickShape } from '../../ui/Stick.tsx'
import styles from './Centre.module.css'
import { later } from './later.ts'
import { useNow, useView } from './live.tsx'
import { useQuoted } from './quoted.ts'
import { useRuleSentence } from './rule.ts'
import type { Heard } from './useSpeaker.ts'
import { asksMore, type CentreModel, centreOf, leftOf, presentPhase, turnGoes } from './viewmodel.ts'

type Who = (id: string) => Seat

export type CentreProps = CentreLayout & {
  who: Who
  speaker: string | null
  /** Who is heard now, so that a silence held is known as one. */
  level: number
  quiet: Heard['quiet']
}

const NoteLine = later(() => import('./NoteLine.tsx').then((module) => module.NoteLine))

/** What stands in the middle: the holder and her time, the offer, the question, or the words of the moment. */
export function Centre({ who, speaker, level, quiet, ...layout }: CentreProps) {
  const view = useView()
  const model = centreOf(view, speaker)
  if (model.is === 'held') {
    return (
      <Held {...layout} who={who} round={model.round} holder={model.holder} level={level} quiet={quiet} />
    )
  }
  if (model.is === 'speaker')
    return <Speaker {...layout} who={who} member={model.member} question={model.question} />
  return (
    <div className={classes(styles['centre'], styles[layout.layout])} data-centre={model.is}>
      <Words model={model} who={who} />
    </div>
  )
}

function Question({ text }: { text: string }) {
  const quoted = useQuoted()
  return text === '' ? null : <p className={styles['question']}>{quoted(text)}</p>
}

function Words({ model, who }: { model: Exclude<CentreModel, { is: 'held' | 'speaker' }>; who: Who }) {
  switch (model.is) {
    case 'mine':
      return <Mine model={model} who={who} />
    case 'offered': {
      const name = model.to === null ? '' : who(model.to).name
      return (
        <>
          <StickShape width={140} />
          <Question text={model.question} />
          <p className={styles['title']}>
            <Trans>
              <strong>{name}</strong> va prendre le bâton
            </Trans>
          </p>
          <p className={styles['detail']}>
            <Trans>Rien ne presse.</Trans>
          </p>
        </>
      )
    }
    case 'centre':
      return (
        <InCentre
          next={model.next === null ? null : who(model.next)}
          question={model.question}
          ending={model.ending}
          paused={model.paused}
        />
      )
    case 'proposed':
      return <Proposed round={model.round} who={who} />
    case 'ended':
      return (
        <>
          <Question text={model.question} />
          <p className={styles['title']}>
            <Trans>La ronde est terminée.</Trans>
          </p>
          {model.complete && (
            <p className={styles['detail']}>
              <Trans>Tout le monde a eu l’occasion de parler.</Trans>
            </p>
          )}
        </>
      )
    case 'phase':
      return <PhaseWords phase={model.phase} />
    case 'welcome':
      return (
        <>
          <p className={styles['title']}>
            <Trans>Bienvenue</Trans>
          </p>
          <p className={styles['detail']}>
            <Trans>Prenez place. La rencontre va commencer.</Trans>
          </p>
        </>
      )
  }
}

function Mine({ model, who }: { model: Extract<CentreModel, { is: 'mine' }>; who: Who }) {
  const view = useView()
  const you = who(view.me.member).name
  const by = model.by === null || model.by === view.me.member ? null : who(model.by).name
  return (
    <>
      <StickShape width={160} />
      <p className={styles['yours']}>
        <Trans>C’est à vous, {you}</Trans>
      </p>
      <Question text={model.question} />
      <p className={styles['detail']}>
        {model.second ? (
          <Trans>Voulez-vous prendre la parole ? Il reste du temps.</Trans>
        ) : model.reminded ? (
          <Trans>On vous attend. Vous pouvez prendre, passer, ou y revenir plus tard.</Trans>
        ) : by === null ? (
          <Trans>Le bâton vous attend. Prenez votre temps : rien ne presse.</Trans>
        ) : (
          <Trans>{by} vous tend le bâton. Prenez votre temps : rien ne presse.</Trans>
        )}
      </p>
    </>
  )
}

function InCentre({
  next,
  question,
  ending,
  paused,
}: {
  next: Seat | null
  question: string
  ending: boolean
  paused: boolean
}) {
  const name = next?.name ?? ''
  return (
    <>
      <StickShape width={150} />
      <Question text={question} />
      <p className={styles['title']}>
        {ending ? (
          <Trans>Le bâton est au centre. La ronde s’achève doucement.</Trans>
        ) : (
          <Trans>Le bâton est au centre</Trans>
        )}
      </p>
      {paused && (
        <p className={styles['detail']}>
          <Trans>La ronde est en pause.</Trans>
        </p>
      )}
      {!paused && next && (
        <p className={styles['detail']}>
          {next.you ? (
            <Trans>C’est à vous de le prendre, quand vous voulez.</Trans>
          ) : (
            <Trans>
              C’est à <strong>{name}</strong> de le prendre, en prenant son temps.
            </Trans>
          )}
        </p>
      )}
    </>
  )
}

function Proposed({ round, who }: { round: Round; who: Who }) {
  const [first, second] = round.order
  const one = first === undefined ? '' : who(first).name
  const two = second === undefined ? '' : who(second).name
  return (
    <>
      <p className={styles['detail']}>
        <Trans>Une ronde se prépare</Trans>
      </p>
      <Question text={round.question} />
      <p className={styles['detail']}>
        {two === '' ? (
          <Trans>
            <strong>{one}</strong> commencera.
          </Trans>
        ) : (
          <Trans>
            <strong>{one}</strong> commencera, puis <strong>{two}</strong>.
          </Trans>
        )}{' '}
        <Trans>Passer ne demande aucune raison.</Trans>
      </p>
      {asksMore(presentPhase(useView())) && <NoteLine />}
    </>
  )
}

function PhaseWords({ phase }: { phase: Phase }) {
  const rule = useRuleSentence()
  return (
    <>
      {phase.question ? (
        <Question text={phase.question} />
      ) : (
        <p className={styles['question']}>{phase.title}</p>
      )}
      <p className={styles['detail']}>
        {phase.kind === 'write' && rule === '' ? (
          <Trans>On écrit en silence. Personne n’est entendu.</Trans>
        ) : phase.kind === 'break' ? (
          <Trans>Pause. Votre siège vous attend.</Trans>
        ) : (
          rule
        )}
      </p>
      {asksMore(phase) && <NoteLine />}
    </>
  )
}

function Speaker({
  who,
  member,
  question,
  ...layout
}: CentreLayout & { who: Who; member: string; question: string | null }) {
  const quoted = useQuoted()
  const seat = who(member)
  const name = seat.name
  return (
    <HolderCentre
      {...layout}
      {...(question ? { question: quoted(question) } : {})}
      holder={seat}
      tone="leaf"
      title={
        seat.you ? (
          <Trans>Vous avez la parole</Trans>
        ) : (
          <Trans>
            <strong>{name}</strong> a la parole
          </Trans>
        )
      }
    />
  )
}

function Held({
  who,
  round,
  holder,
  level,
  quiet,
  ...layout
}: CentreLayout & { who: Who; round: Round; holder: Holder; level: number; quiet: Heard['quiet'] }) {
  const { t } = useLingui()
  const quoted = useQuoted()
  const suspended = holder.suspended_at !== undefined
  const paused = round.state === 'paused'
  const now = useNow(turnGoes(round, holder) && round.turn_ms > 0)
  const seat = who(holder.member)
  const left = leftOf(round, holder, now)
  const measured = round.turn_ms > 0
  const words = measured && left > 0 ? stillLeft(left, t) : ''
  return (
    <HolderCentre
      {...layout}
      {...(round.question ? { question: quoted(round.question) } : {})}
      holder={seat}
      leftMs={measured ? left : 1}
      totalMs={measured ? round.turn_ms : 1}
      words={words}
      ringLabel={t`Temps du tour`}
      frozen={suspended}
      silent={quiet === 'silent'}
      level={level}
      title={<HeldTitle seat={seat} suspended={suspended} paused={paused} />}
      after={
        <After
          round={round}
          words={words}
          over={holder.over === true && (seat.you === true || round.clock === 'strict')}
          quiet={quiet}
          mine={seat.you === true}
          who={who}
        />
      }
    />
  )
}

function HeldTitle({ seat, suspended, paused }: { seat: Seat; suspended: boolean; paused: boolean }) {
  const name = seat.name
  if (suspended) {
    return seat.you ? (
      <Trans>Vous tenez toujours le bâton</Trans>
    ) : (
      <Trans>
        Bâton en suspens, on attend <strong>{name}</strong>
      </Trans>
    )
  }
  if (paused) {
    return seat.you ? (
      <Trans>Pause. Vous gardez le bâton</Trans>
    ) : (
      <Trans>
        Pause. <strong>{name}</strong> garde le bâton
      </Trans>
    )
  }
  return seat.you ? (
    <Trans>Vous tenez le bâton</Trans>
  ) : (
    <Trans>
      <strong>{name}</strong> tient le bâton
    </Trans>
  )
}

/** The time is up: told to the holder, and with the strict clock to all, since the stick is about to move. */
export function Over({ round, next }: { round: Round; next: string }) {
  const view = useView()
  const mine = round.holder?.member === view.me.member
  if (round.clock === 'soft') return <Trans>Le temps prévu est écoulé. Terminez votre idée.</Trans>
  if (next === '') return <Trans>Le temps est écoulé. La ronde va s’achever.</Trans>
  return mine ? (
    <Trans>Le temps est écoulé. Terminez votre idée : le bâton ira bientôt à {next}.</Trans>
  ) : (
    <Trans>Le temps est écoulé. Le bâton ira bientôt à {next}.</Trans>
  )
}

function After({
  round,
  words,
  over,
  quiet,
  mine,
  who,
}: {
  round: Round
  words: string
  over: boolean
  quiet: Heard['quiet']
  mine: boolean
  who: Who
}): ReactNode {
  const [first, second] = round.next
  const one = first === undefined ? '' : who(first).name
  const two = second === undefined ? '' : who(second).name
  if (quiet === 'shut' && mine)
    return <Trans>Votre micro est fermé. Ouvrez-le pour être entendue ou entendu.</Trans>
  if (over) return <Over round={round} next={one} />
  const lead = quiet === 'shut' ? <Trans>micro fermé</Trans> : quiet ? <Trans>silence tenu</Trans> : words
  const then =
    two !== '' ? (
      <Trans>
        puis <strong>{one}</strong>, puis <strong>{two}</strong>
      </Trans>
    ) : one !== '' ? (
      <Trans>
        puis <strong>{one}</strong>
      </Trans>
    ) : null
  return (
    <>
      {lead}
      {lead && then && ', '}
      {then}
    </>
  )
}
