import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, useState } from 'react'
import { stillLeft } from '../../i18n/time.ts'
import { Button } from '../../ui/Button.tsx'
import { type CentreLayout, Circle } from '../../ui/circle/Circle.tsx'
import { HolderCentre } from '../../ui/circle/HolderCentre.tsx'
import { Strip } from '../../ui/circle/Strip.tsx'
import type { Seat } from '../../ui/circle/seat.ts'
import { StickIcon, StickShape } from '../../ui/Stick.tsx'
import { Segmented } from '../../ui/Tabs.tsx'
import styles from './Composants.module.css'
import { type Example, round } from './people.ts'

type Moment = 'held' | 'offered' | 'open'

const changes: Record<Moment, Record<string, Partial<Example>>> = {
  held: {
    mariama: { mark: 'seat', word: msg`au centre` },
    'marc-andre': { mark: 'next', word: msg`à suivre` },
    lucille: { mark: 'after', word: msg`ensuite` },
  },
  offered: {
    'marc-andre': { mark: 'offered', word: msg`va prendre le bâton` },
    lucille: { mark: 'next', word: msg`à suivre` },
    gisele: { mark: 'after', word: msg`ensuite`, badge: 'phone' },
  },
  open: {
    samir: { mark: 'speaking', word: msg`a la parole` },
    yvon: { badge: 'hand', word: msg`main levée` },
  },
}

function useSeats(moment: Moment): Seat[] {
  const { t } = useLingui()
  return round(changes[moment]).map(({ word, ...one }) => ({
    ...one,
    ...(word ? { word: t(word) } : {}),
    ...(one.id === 'helene' ? { you: true } : {}),
  }))
}

/** Twelve seats at three moments of a meeting. */
export function Circles() {
  const { t } = useLingui()
  const [moment, setMoment] = useState<Moment>('held')
  const seats = useSeats(moment)
  return (
    <section className={styles['section']} aria-labelledby="cercle">
      <h2 id="cercle">
        <Trans>Cercle, douze sièges</Trans>
      </h2>
      <div>
        <Segmented
          label={t`Moment de la ronde`}
          value={moment}
          onChange={setMoment}
          choices={[
            { value: 'held', label: t`Tenu` },
            { value: 'offered', label: t`Offert` },
            { value: 'open', label: t`Parole libre` },
          ]}
        />
      </div>
      <div className={styles['stage']} data-moment={moment}>
        <Circle
          seats={seats}
          viewer="helene"
          first={moment === 'offered' ? 'lucille' : 'marc-andre'}
          seed="familles-en-marche"
          glow={moment !== 'open'}
          travelled={
            moment === 'open' ? null : { from: 'rejean', to: moment === 'held' ? 'mariama' : 'marc-andre' }
          }
          stickAt={moment === 'offered' ? 'marc-andre' : null}
          centre={(layout) => <Centre {...layout} moment={moment} seats={seats} />}
        />
      </div>
    </section>
  )
}

function Centre({ moment, seats, ...layout }: CentreLayout & { moment: Moment; seats: readonly Seat[] }) {
  const { t } = useLingui()
  const left = stillLeft(75_000, t)
  const person = (id: string) => seats.find((seat) => seat.id === id) ?? { id, name: id, initials: '' }
  if (moment === 'open') {
    return (
      <HolderCentre
        {...layout}
        holder={{ ...person('samir'), mark: 'none' }}
        tone="leaf"
        title={
          <Trans>
            <strong>Samir</strong> a la parole
          </Trans>
        }
      />
    )
  }
  const question = <Trans>« À quel moment avez-vous senti que le groupe vous portait ? »</Trans>
  if (moment === 'offered') return <Offered question={question} />
  return (
    <HolderCentre
      {...layout}
      question={question}
      holder={{ ...person('mariama'), mark: 'none' }}
      leftMs={75_000}
      totalMs={120_000}
      words={left}
      ringLabel={t`Temps du tour`}
      title={
        <Trans>
          <strong>Mariama</strong> tient le bâton
        </Trans>
      }
      after={
        <Trans>
          {left}, puis <strong>Marc-André</strong>, puis <strong>Lucille</strong>
        </Trans>
      }
    />
  )
}

function Offered({ question }: { question: ReactNode }) {
  return (
    <div className={styles['ring']} style={{ gap: 16 }}>
      <StickShape width={150} />
      <p className={styles['question']}>{question}</p>
      <p className={styles['detail']}>
        <Trans>Mariama tend le bâton à Marc-André. Rien ne presse.</Trans>
      </p>
      <div className={styles['row']}>
        <Button kind="stick" icon={<StickIcon size={26} />}>
          <Trans>Prendre le bâton</Trans>
        </Button>
        <Button size="big">
          <Trans>Passer</Trans>
        </Button>
      </div>
    </div>
  )
}

/** The circle folded: a row on a phone, a column beside a board. */
export function Strips() {
  const seats = useSeats('held')
  const offered = useSeats('offered')
  return (
    <section className={styles['section']} aria-labelledby="bande">
      <h2 id="bande">
        <Trans>Cercle replié</Trans>
      </h2>
      <div style={{ maxWidth: 390, border: '1px solid var(--line)', borderRadius: 16 }}>
        <Strip seats={offered} first="marc-andre" layout="row" />
      </div>
      <div className={styles['column']}>
        <Strip seats={seats} first="marc-andre" layout="column" />
      </div>
    </section>
  )
}
