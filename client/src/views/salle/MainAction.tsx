import { Trans, useLingui } from '@lingui/react/macro'
import {
  IconArrowBackUp,
  IconHandStop,
  IconPencil,
  IconPlayerSkipForward,
  IconTarget,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { Button } from '../../ui/Button.tsx'
import { StickIcon } from '../../ui/Stick.tsx'
import { later } from './later.ts'
import { useNames, useView } from './live.tsx'
import styles from './MainAction.module.css'
import { type Moment, momentOf } from './moment.ts'
import { useQuoted } from './quoted.ts'
import type { Gestures } from './useGestures.ts'
import { useWidth } from './useWide.ts'
import { activeRound, circleNames, circleOf } from './viewmodel.ts'

const moments = () => import('./anime/Moments.tsx')
export const Special = later(() => moments().then((module) => module.Special))
const Holding = later(() => moments().then((module) => module.Holding))
const Begin = later(() => moments().then((module) => module.Begin))
const Turn = later(() => moments().then((module) => module.Turn))
const More = later(() => moments().then((module) => module.More))

const icon = { size: 24, stroke: 1.75, 'aria-hidden': true } as const

/** The large action of the moment. Only the stick's own gestures are honey. */
export function MainAction({
  gestures,
  openNotes,
  board,
  folded,
}: {
  gestures: Gestures
  openNotes: () => void
  /** A board is shown: on a telephone, in the place of the circle and its centre. */
  board: boolean
  /** The centre of the circle, where the question of the round stands, gives its place to something else. */
  folded: boolean
}) {
  const { t } = useLingui()
  const phone = useWidth() === 'phone'
  const view = useView()
  const names = useNames()
  const moment = momentOf(view)
  switch (moment.is) {
    case 'offered':
      return (
        <Offered
          gestures={gestures}
          second={moment.second}
          still={moment.still}
          as={moment.as}
          asked={folded ? (activeRound(view)?.question ?? '') : ''}
        />
      )
    case 'holding':
      return (
        <Held turn={board && phone}>
          <Group label={t`Le bâton`}>
            <StickButton
              busy={gestures.busy === 'release'}
              onPress={() => gestures.release()}
              {...(moment.still ? { unavailable: t`La ronde est en pause. Vous gardez le bâton.` } : {})}
            >
              <Trans>Transmettre</Trans>
            </StickButton>
            <Second
              busy={gestures.busy === 'centre'}
              onPress={gestures.centre}
              icon={<IconTarget {...icon} />}
              {...(moment.still ? { unavailable: t`La ronde est en pause. Vous gardez le bâton.` } : {})}
            >
              <Trans>Remettre au centre</Trans>
            </Second>
            {(activeRound(view)?.variant || view.people?.[moment.as ?? view.me.member]?.writes) && (
              <Holding gestures={gestures} grant={moment.grant} as={moment.as} still={moment.still} />
            )}
          </Group>
        </Held>
      )
    case 'pick':
      return (
        <Group label={t`Le bâton`}>
          <StickButton
            busy={gestures.busy === 'pick'}
            onPress={gestures.pick}
            {...(moment.still ? { unavailable: t`La ronde est en pause.` } : {})}
          >
            <Trans>Prendre le bâton</Trans>
          </StickButton>
          <Pass gestures={gestures} still={moment.still} />
          {!moment.last && <Later gestures={gestures} still={moment.still} />}
        </Group>
      )
    case 'turn': {
      const name = moment.after === null ? null : (circleNames(view, names)[moment.after] ?? '')
      return (
        <Notes
          onPress={openNotes}
          title={t`Écrire pour mon tour`}
          detail={
            moment.saved ? (
              <Trans>Votre place est gardée pour la fin de la ronde.</Trans>
            ) : name === null ? (
              <Trans>Vous écoutez; votre tour viendra.</Trans>
            ) : (
              <Trans>Votre tour vient après {name}.</Trans>
            )
          }
        />
      )
    }
    case 'missed':
      return <Missed gestures={gestures} still={moment.still} />
    case 'heard':
      return (
        <Notes
          onPress={openNotes}
          title={t`Écrire pour moi`}
          detail={
            moment.again ? (
              <Trans>On vous le proposera encore à la fin.</Trans>
            ) : (
              <Trans>Votre tour est fait; vous écoutez.</Trans>
            )
          }
        />
      )
    case 'listen':
      return (
        <Notes
          onPress={openNotes}
          title={t`Écrire pour moi`}
          detail={
            moment.leads ? (
              <Trans>Vous animez cette ronde, sans y prendre de tour.</Trans>
            ) : (
              <Trans>Vous écoutez seulement.</Trans>
            )
          }
        />
      )
    case 'write':
      return (
        <Notes
          onPress={openNotes}
          title={t`Écrire en silence`}
          detail={<Trans>Vos notes restent sur cet appareil.</Trans>}
        />
      )
    case 'break':
      return <Notes onPress={openNotes} title={t`Mes notes`} detail={<Trans>C’est la pause.</Trans>} />
    case 'hands':
      return moment.begins ? (
        <Group label={t`La rencontre`}>
          <Begin />
          <Hands moment={moment} gestures={gestures} />
        </Group>
      ) : moment.more ? (
        <Group label={t`La parole`}>
          <Hands moment={moment} gestures={gestures} />
          <More more={moment.more} />
        </Group>
      ) : (
        <Hands moment={moment} gestures={gestures} />
      )
    case 'role':
      return (
        <Notes
          onPress={openNotes}
          title={t`Écrire pour moi`}
          detail={<Trans>Une autre personne a la parole.</Trans>}
        />
      )
    case 'rang':
    case 'clarifying':
    case 'reading':
    case 'floor':
    case 'speaks':
    case 'inside':
    case 'outside':
      return <Special moment={moment} />
  }
}

function Held({ turn, children }: { turn: boolean; children: ReactNode }) {
  const round = activeRound(useView())
  if (!turn || !round?.holder) return children
  return (
    <div className={styles['held']}>
      <Turn round={round} holder={round.holder} />
      {children}
    </div>
  )
}

function Offered({
  gestures,
  second,
  still,
  as,
  asked,
}: {
  gestures: Gestures
  second: boolean
  still: boolean
  as: string | undefined
  /** The question of the round, where it stands nowhere else. */
  asked: string
}) {
  const { t } = useLingui()
  const names = useNames()
  const quoted = useQuoted()
  const carried = as === undefined ? '' : (names[as] ?? '')
  const waits = still ? { unavailable: t`La ronde est en pause.` } : {}
  return (
    <div className={styles['offered']}>
      {asked !== '' && <p className={styles['asked']}>{quoted(asked)}</p>}
      <Group label={as === undefined ? t`C’est à vous` : t`C’est à ${carried}`}>
        <StickButton busy={gestures.busy === 'take'} onPress={gestures.take} shortcut="P" {...waits}>
          <Trans>Prendre le bâton</Trans>
        </StickButton>
        <Pass gestures={gestures} still={still} />
        {!second && <Later gestures={gestures} still={still} />}
      </Group>
      <p className={styles['reassure']}>
        {as === undefined ? (
          <Trans>Votre micro s’ouvrira à ce moment-là, pas avant.</Trans>
        ) : (
          <Trans>
            C’est à {carried}, que vous portez : dites-le-lui. Votre micro s’ouvrira pour sa voix.
          </Trans>
        )}{' '}
        <Trans>Passer ne demande aucune raison.</Trans>
      </p>
    </div>
  )
}

function Pass({ gestures, still }: { gestures: Gestures; still: boolean }) {
  const { t } = useLingui()
  return (
    <Second
      busy={gestures.busy === 'pass'}
      onPress={gestures.pass}
      shortcut="S"
      icon={<IconPlayerSkipForward {...icon} />}
      {...(still ? { unavailable: t`La ronde est en pause.` } : {})}
    >
      <Trans>Passer</Trans>
    </Second>
  )
}

function Later({ gestures, still }: { gestures: Gestures; still: boolean }) {
  const { t } = useLingui()
  return (
    <Second
      busy={gestures.busy === 'later'}
      onPress={gestures.later}
      shortcut="R"
      icon={<IconArrowBackUp {...icon} />}
      {...(still ? { unavailable: t`La ronde est en pause.` } : {})}
    >
      <Trans>Revenir à moi</Trans>
    </Second>
  )
}

/** Two offers went by: her place waits for her word, and only she is told. */
function Missed({ gestures, still }: { gestures: Gestures; still: boolean }) {
  const { t } = useLingui()
  return (
    <div className={styles['offered']}>
      <Group label={t`Le bâton`}>
        <Later gestures={gestures} still={still} />
      </Group>
      <p className={styles['reassure']}>
        <Trans>Le bâton reviendra à vous quand vous le demanderez.</Trans>
      </p>
    </div>
  )
}

function Hands({
  moment: { up, others, asked },
  gestures,
}: {
  moment: Extract<Moment, { is: 'hands' }>
  gestures: Gestures
}) {
  const { t } = useLingui()
  const alone = circleOf(useView()).length <= 1
  return (
    <Quiet
      onPress={gestures.hand}
      icon={<IconHandStop {...icon} />}
      pressed={up}
      title={up ? t`Baisser la main` : t`Demander la parole`}
      detail={
        up ? (
          <Trans>Votre main est levée.</Trans>
        ) : alone ? (
          <Trans>Il n’y a personne d’autre ici pour l’instant.</Trans>
        ) : others === 0 ? (
          asked ? (
            <Trans>Personne ne l’a encore demandée</Trans>
          ) : (
            <Trans>La parole est libre.</Trans>
          )
        ) : others === 1 ? (
          <Trans>Une personne l’a demandée</Trans>
        ) : (
          <Trans>{others} personnes l’ont demandée</Trans>
        )
      }
    />
  )
}

function Group({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div role="group" aria-label={label} className={styles['group']}>
      {children}
    </div>
  )
}

function StickButton({
  children,
  busy,
  onPress,
  unavailable,
  shortcut = 'P',
}: {
  children: ReactNode
  busy: boolean
  onPress: () => void
  unavailable?: string
  shortcut?: string
}) {
  const phone = useWidth() === 'phone'
  return (
    <Button
      kind="stick"
      size={phone ? 'main' : 'big'}
      wide={phone}
      busy={busy}
      onPress={onPress}
      unavailable={unavailable}
      icon={<StickIcon size={26} />}
      aria-keyshortcuts={shortcut}
    >
      {children}
    </Button>
  )
}

function Second({
  children,
  busy,
  onPress,
  icon: sign,
  unavailable,
  shortcut,
}: {
  children: ReactNode
  busy: boolean
  onPress: () => void
  icon: ReactNode
  unavailable?: string
  shortcut?: string
}) {
  const phone = useWidth() === 'phone'
  return (
    <Button
      size={phone ? 'big' : undefined}
      busy={busy}
      onPress={onPress}
      unavailable={unavailable}
      icon={sign}
      wide={phone}
      aria-keyshortcuts={shortcut}
    >
      {children}
    </Button>
  )
}

function Notes({ title, detail, onPress }: { title: string; detail: ReactNode; onPress: () => void }) {
  return <Quiet title={title} detail={detail} onPress={onPress} icon={<IconPencil {...icon} />} />
}

function Quiet({
  title,
  detail,
  onPress,
  icon: sign,
  pressed,
}: {
  title: string
  detail: ReactNode
  onPress: () => void
  icon: ReactNode
  pressed?: boolean
}) {
  return (
    <AriaButton
      className={styles['quiet'] ?? ''}
      onPress={onPress}
      {...(pressed ? { 'data-pressed-state': true } : {})}
    >
      {sign}
      <span className={styles['words']}>
        <span className={styles['title']}>{title}</span>
        <span className={styles['detail']}>{detail}</span>
      </span>
    </AriaButton>
  )
}
