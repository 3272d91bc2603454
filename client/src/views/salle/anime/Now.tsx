import { Trans, useLingui } from '@lingui/react/macro'
import { IconBell, IconCoffee, IconMessageQuestion, IconPencil, IconUsersGroup } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { Locale } from '../../../i18n/locale.ts'
import { clock, stillLeft } from '../../../i18n/time.ts'
import type { Round } from '../../../session/view.ts'
import { Button } from '../../../ui/Button.tsx'
import { useAnnounce } from '../../../ui/LiveRegion.tsx'
import { Banner } from '../../../ui/Notices.tsx'
import { isUnled, onMyLine } from '../hearing.ts'
import { useNames, useNow, useView, useWish } from '../live.tsx'
import panel from '../Panel.module.css'
import { useQuoted } from '../quoted.ts'
import { activeRound, circleNames, mayRun } from '../viewmodel.ts'
import { ToldToCompany } from './Carried.tsx'
import { Roles } from './Roles.tsx'

const icon = { size: 22, stroke: 1.75, 'aria-hidden': true } as const

/** What holds for a while and everybody may know, or what asks me alone: a line of words each, above the circle. */
export function Now() {
  const view = useView()
  const round = activeRound(view)
  return (
    <>
      {view.agenda?.pause && <MeetingPause until={view.agenda.pause.until} />}
      {round?.pause?.bell && <Rung by={round.pause.by} bell={round.pause.bell} />}
      {round && <Clarifying round={round} />}
      {round && <Written round={round} />}
      {view.me.asking?.map((member) => (
        <Asking key={member} member={member} />
      ))}
      {Object.entries(view.company ?? {}).flatMap(([as, { asking = [] }]) =>
        asking.map((member) => <Asking key={`${as} ${member}`} member={member} as={as} />),
      )}
      <ToldToCompany />
      {view.me.claim && <Claim />}
      <Roles />
      <Unled />
    </>
  )
}

function useShort(id: string | undefined): string {
  const view = useView()
  const names = useNames()
  return id === undefined ? '' : (circleNames(view, names)[id] ?? '')
}

/** Says the words aloud when they come. */
function useSaid(kind: string, words: string): void {
  const { polite } = useAnnounce()
  useEffect(() => {
    if (words !== '') polite(kind, words)
  }, [kind, words, polite])
}

function MeetingPause({ until }: { until: number }) {
  const { t, i18n } = useLingui()
  const view = useView()
  const wish = useWish()
  const at = clock(new Date(until), i18n.locale as Locale)
  const words = t`Pause de la rencontre, jusqu’à ${at} environ.`
  useSaid('pause', words)
  return (
    <Banner
      kind="note"
      icon={<IconCoffee {...icon} />}
      action={
        mayRun(view) && (
          <Button size="dense" kind="leaf" onPress={() => void wish('agenda.resume')}>
            <Trans>Reprendre la rencontre</Trans>
          </Button>
        )
      }
    >
      {words}
    </Banner>
  )
}

function Rung({ by, bell }: { by: string; bell: NonNullable<NonNullable<Round['pause']>['bell']> }) {
  const { t } = useLingui()
  const view = useView()
  const says = bell.says === true
  const name = useShort(by)
  const mine = onMyLine(view, by)
  const words = says
    ? mine
      ? t`Vous dites pourquoi vous avez sonné.`
      : t`${name} dit pourquoi.`
    : mine
      ? t`Vous avez sonné la cloche. Silence de tout le cercle.`
      : t`${name} a sonné la cloche. Silence de tout le cercle : le son de personne ne part.`
  useSaid('bell', words)
  return (
    <Banner kind="note" icon={<IconBell {...icon} />} action={!says && <Silence until={bell.until} />}>
      {words}
    </Banner>
  )
}

/** What is left of the silence, in rounded words as a turn's time is; read on demand, never announced. */
function Silence({ until }: { until: number }) {
  const { t } = useLingui()
  const now = useNow((at) => at < until)
  if (now >= until) return null
  return (
    <span role="timer" aria-live="off">
      {stillLeft(until - now, t)}
    </span>
  )
}

function Clarifying({ round }: { round: Round }) {
  const { t } = useLingui()
  const view = useView()
  const wish = useWish()
  const asker = useShort(round.holder?.clarifying?.member)
  const holder = useShort(round.holder?.member)
  const on = round.holder?.clarifying !== undefined
  const mine = onMyLine(view, round.holder?.member)
  const words = !on
    ? ''
    : mine
      ? t`${asker} vous demande une précision. Votre temps est arrêté.`
      : t`${asker} demande une précision à ${holder}. On entend les deux voix.`
  useSaid('clarity', words)
  if (!on) return null
  return (
    <Banner
      kind="note"
      icon={<IconMessageQuestion {...icon} />}
      action={
        (mine || mayRun(view)) && (
          <Button size="dense" onPress={() => void wish('stick.clarified', {})}>
            <Trans>Poursuivre le tour</Trans>
          </Button>
        )
      }
    >
      {words}
    </Banner>
  )
}

/** A turn in writing: its words for all, and who reads them aloud. */
function Written({ round }: { round: Round }) {
  const { t } = useLingui()
  const quoted = useQuoted()
  const view = useView()
  const wish = useWish()
  const holder = round.holder
  const writer = useShort(holder?.member)
  const reader = useShort(holder?.page?.reader)
  const page = holder?.page
  useSaid('page', page ? t`${writer} écrit : ${page.text}` : '')
  if (!holder || !page) return null
  const writes = onMyLine(view, holder.member)
  return (
    <Banner
      kind="note"
      icon={<IconPencil {...icon} />}
      action={
        !writes &&
        page.reader === undefined && (
          <Button size="dense" kind="leaf" onPress={() => void wish('stick.read', { grant: holder.grant })}>
            <Trans>Lire à voix haute</Trans>
          </Button>
        )
      }
    >
      <strong>
        {page.reader === undefined ? (
          <Trans>{writer} écrit :</Trans>
        ) : (
          <Trans>
            {writer} écrit, {reader} lit à voix haute :
          </Trans>
        )}
      </strong>{' '}
      {quoted(page.text)}
    </Banner>
  )
}

/** Told to the holder alone: somebody would have her make something clear. */
function Asking({ member, as }: { member: string; as?: string }) {
  const { t } = useLingui()
  const view = useView()
  const wish = useWish()
  const name = useShort(member)
  const grant = view.round?.holder?.grant
  const carried = useShort(as)
  const words =
    as === undefined
      ? t`${name} aimerait une précision. Vous êtes la seule personne à le savoir.`
      : t`${name} aimerait une précision de ${carried} : demandez-lui. Vous êtes la seule personne à le savoir.`
  useSaid('asking', words)
  if (grant === undefined) return null
  const answer = (on: boolean) => () =>
    void wish('stick.clarify', { grant, member, on, ...(as === undefined ? {} : { as }) })
  return (
    <Banner
      kind="note"
      icon={<IconMessageQuestion {...icon} />}
      action={
        <div className={panel['actions']}>
          <Button size="dense" onPress={answer(false)}>
            <Trans>Pas maintenant</Trans>
          </Button>
          <Button size="dense" kind="leaf" onPress={answer(true)}>
            <Trans>Laisser demander</Trans>
          </Button>
        </div>
      }
    >
      {words}
    </Banner>
  )
}

function Claim() {
  const wish = useWish()
  const [left, setLeft] = useState(false)
  if (left) return null
  return (
    <Banner
      kind="note"
      icon={<IconUsersGroup {...icon} />}
      action={
        <div className={panel['actions']}>
          <Button size="dense" onPress={() => setLeft(true)}>
            <Trans>Laisser ainsi</Trans>
          </Button>
          <Button size="dense" kind="leaf" onPress={() => void wish('team.take_back')}>
            <Trans>Reprendre l’animation</Trans>
          </Button>
        </div>
      }
    >
      <Trans>Votre liaison était tombée : une autre personne mène la rencontre.</Trans>
    </Banner>
  )
}

/** How long nobody who facilitates is here before it is said, ms: a reload is no absence. */
const unledAfter = 10_000

function Unled() {
  const { t } = useLingui()
  const view = useView()
  const so = isUnled(view)
  const [lasting, setLasting] = useState(false)
  useEffect(() => {
    setLasting(false)
    if (!so) return
    const timer = setTimeout(() => setLasting(true), unledAfter)
    return () => clearTimeout(timer)
  }, [so])
  const words = t`Personne n’anime en ce moment. La rencontre continue : chaque membre peut faire avancer les étapes et la ronde.`
  useSaid('team', so && lasting ? words : '')
  if (!so || !lasting) return null
  return (
    <Banner kind="note" icon={<IconUsersGroup {...icon} />}>
      {words}
    </Banner>
  )
}
