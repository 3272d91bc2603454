import { Trans, useLingui } from '@lingui/react/macro'
import { IconLeaf, IconLock, IconLockOpen } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Locale } from '../../i18n/locale.ts'
import { clock, day } from '../../i18n/time.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox, RadioCards, Switch } from '../../ui/Checks.tsx'
import { Surface } from '../../ui/Surface.tsx'
import { Arriving, Frame } from '../Frame.tsx'
import { usePageTitle } from '../place/usePageTitle.ts'
import { WhoWillRead } from '../place/WhoWillRead.tsx'
import { Closed, EntryRefused } from '../salle/Ends.tsx'
import { type Entry, fetchEntry } from '../salle/entry.ts'
import { keepArrival, keepSounds, keptArrival, keptSounds } from '../salle/prefs.ts'
import styles from './Antichambre.module.css'
import { MicCheck, Preview } from './Devices.tsx'
import { useCheck } from './useCheck.ts'

/** Before entering: what one is heard and seen by, and what holds in this meeting. */
export function Antichambre() {
  const { t } = useLingui()
  const { meeting } = useParams({ from: '/r/$meeting/antichambre' })
  const entry = useQuery({
    queryKey: ['entry', meeting],
    queryFn: () => fetchEntry(meeting),
    refetchInterval: (query) => untilOpen(query.state.data, Date.now()),
  })
  usePageTitle(t`Avant d’entrer`)
  if (entry.error && !entry.data)
    return <EntryRefused error={entry.error} retry={() => void entry.refetch()} />
  if (!entry.data) return <Arriving />
  if (entry.data.closed) return <Closed entry={entry.data} />
  return <Ready entry={entry.data} />
}

const lookAgain = 20_000

/** When to ask again whether the room is open: as it opens, and now and then. Milliseconds, or never once open. */
export function untilOpen(
  entry: Pick<Entry, 'open' | 'closed' | 'opens_at'> | undefined,
  now: number,
): number | false {
  if (!entry || entry.open || entry.closed) return false
  const wait = Date.parse(entry.opens_at) - now
  return wait > 0 && wait < lookAgain ? Math.max(500, wait) : lookAgain
}

function Ready({ entry }: { entry: Entry }) {
  const meeting = entry.meeting.id
  const navigate = useNavigate()
  const member = entry.you.id
  const [kept] = useState(() => keptArrival(meeting, member))
  const [listen, setListen] = useState(kept?.listen ?? false)
  const [listed, setListed] = useState<'yes' | 'no' | null>(kept ? (kept.listed ? 'yes' : 'no') : null)
  const [read, setRead] = useState(kept !== undefined)
  const [sounds, setSounds] = useState(keptSounds)
  const check = useCheck({ listening: listen, camera: kept?.cam ?? false })
  useEffect(() => {
    // The room is fetched while one reads, so that one press is enough.
    const timer = setTimeout(() => void import('../salle/Salle.tsx'), 1500)
    return () => clearTimeout(timer)
  }, [])
  const enter = () => {
    keepArrival({
      meeting,
      member,
      listen,
      listed: listed === 'yes',
      mic: check.mic.track !== null,
      talk: kept?.talk ?? false,
      cam: check.cam.stream !== null,
    })
    void navigate({ to: '/r/$meeting/salle', params: { meeting } })
  }
  return (
    <Frame>
      <div className={styles['page']}>
        <div className={styles['side']}>
          <Preview check={check} you={entry.you} />
          <MicCheck check={check} listening={listen} />
          <Ways
            listen={listen}
            onListen={setListen}
            sounds={sounds}
            onSounds={(on) => {
              keepSounds(on)
              setSounds(on)
            }}
          />
        </div>
        <div className={styles['side']}>
          <Head entry={entry} />
          <Rules entry={entry} read={read} onRead={setRead} />
          <Listed value={listed} onChange={setListed} />
          <Enter entry={entry} read={read} onEnter={enter} />
        </div>
      </div>
    </Frame>
  )
}

function Ways({
  listen,
  onListen,
  sounds,
  onSounds,
}: {
  listen: boolean
  onListen: (on: boolean) => void
  sounds: boolean
  onSounds: (on: boolean) => void
}) {
  const { t } = useLingui()
  return (
    <Surface className={styles['card'] ?? ''}>
      <div className={styles['ways']}>
        <Switch
          on={listen}
          onChange={onListen}
          help={t`Vous entendez tout et pouvez écrire. On ne vous tendra pas le bâton. Vous pourrez changer d’avis à tout moment.`}
        >
          <strong>
            <Trans>J’écoute seulement</Trans>
          </strong>
        </Switch>
        <Switch
          on={sounds}
          onChange={onSounds}
          help={t`Deux notes quand c’est à vous, et presque rien d’autre.`}
        >
          <strong>
            <Trans>Sons</Trans>
          </strong>
        </Switch>
      </div>
    </Surface>
  )
}

function Head({ entry }: { entry: Entry }) {
  const { i18n } = useLingui()
  const locale = i18n.locale as Locale
  const at = new Date(entry.meeting.starts_at)
  const date = day(at, locale)
  const time = clock(at, locale)
  const name = entry.you.name
  return (
    <header className={styles['head']}>
      <p className={styles['community']}>{entry.community.name}</p>
      <h1>{entry.meeting.title}</h1>
      <p className={styles['when']}>
        <Trans>
          {date}, à {time}
        </Trans>
      </p>
      <p className={styles['name']}>
        <Trans>
          Le groupe vous verra sous le nom de <strong>{name}</strong>.
        </Trans>
      </p>
    </header>
  )
}

/** Where what holds in this meeting stands, for one who would enter before having read it. */
const rulesId = 'regles'

export function Rules({
  entry,
  read,
  onRead,
}: {
  entry: Entry
  read: boolean
  onRead: (read: boolean) => void
}) {
  const charter = entry.charter ?? []
  const closed = entry.mode === 'confidential'
  return (
    <Surface className={styles['card'] ?? ''}>
      <section id={rulesId} tabIndex={-1} className={styles['rule']} aria-labelledby="mode">
        {closed ? (
          <IconLock size={24} stroke={1.75} aria-hidden />
        ) : (
          <IconLockOpen size={24} stroke={1.75} aria-hidden />
        )}
        <div className={styles['ruleWords']}>
          <h2 id="mode">
            {closed ? <Trans>Rencontre confidentielle</Trans> : <Trans>Rencontre ouverte</Trans>}
          </h2>
          {closed ? (
            <>
              <p>
                <Trans>Ce qui se dit ici reste ici. Rien n’est enregistré.</Trans>
              </p>
              <p>
                <Trans>
                  Le clavardage s’efface à la fermeture, sauf ce que chaque personne choisit de garder.
                </Trans>
              </p>
              <p>
                <Trans>Votre présence n’est écrite qu’avec votre accord.</Trans>
              </p>
            </>
          ) : (
            <>
              <p>
                <Trans>Ni le son ni l’image ne sont enregistrés.</Trans>
              </p>
              <p>
                <Trans>
                  Les tableaux, les décisions et ce qui est gardé du clavardage vont au compte rendu.
                </Trans>
              </p>
              <p>
                <Trans>Le reste du clavardage est détruit trente jours après la fermeture.</Trans>
              </p>
            </>
          )}
          <p>
            <WhoWillRead />
          </p>
        </div>
      </section>
      {charter.length > 0 && (
        <section tabIndex={-1} className={styles['rule']} aria-labelledby="charte">
          <IconLeaf size={24} stroke={1.75} aria-hidden />
          <div className={styles['ruleWords']}>
            <h2 id="charte">
              <Trans>Notre charte</Trans>
            </h2>
            {charter.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </div>
        </section>
      )}
      <div className={styles['read']}>
        <Checkbox on={read} onChange={onRead}>
          {charter.length > 0 ? (
            <Trans>J’ai lu la charte, et j’accepte ce qui est dit ici.</Trans>
          ) : (
            <Trans>J’ai lu, et j’accepte ce qui est dit ici.</Trans>
          )}
        </Checkbox>
      </div>
    </Surface>
  )
}

function Listed({
  value,
  onChange,
}: {
  value: 'yes' | 'no' | null
  onChange: (value: 'yes' | 'no') => void
}) {
  const { t } = useLingui()
  return (
    <RadioCards
      label={t`Le compte rendu peut-il vous nommer parmi les personnes présentes ?`}
      help={t`Sans réponse, votre nom n’y est pas. Votre réponse n’est montrée à personne.`}
      value={value}
      onChange={onChange}
      cards={[
        { value: 'yes', title: t`Oui` },
        { value: 'no', title: t`Non` },
      ]}
    />
  )
}

/** To the charter, or to the mode when there is none: the tick is the next stop of the keyboard from there. */
function leadToRules(): void {
  const target = document.getElementById('charte')?.closest<HTMLElement>('section')
  const rules = target ?? document.getElementById(rulesId)
  rules?.scrollIntoView({ block: 'center' })
  rules?.focus({ preventScroll: true })
}

export function Enter({ entry, read, onEnter }: { entry: Entry; read: boolean; onEnter: () => void }) {
  const { t, i18n } = useLingui()
  const locale = i18n.locale as Locale
  const { host } = entry
  const opens = clock(new Date(entry.opens_at), locale)
  const starts = clock(new Date(entry.meeting.starts_at), locale)
  const [past, setPast] = useState(() => Date.parse(entry.meeting.starts_at) < Date.now())
  useEffect(() => setPast(Date.parse(entry.meeting.starts_at) < Date.now()), [entry])
  const unread =
    (entry.charter ?? []).length > 0 ? t`Lisez la charte plus haut` : t`Lisez les règles plus haut`
  const why = !entry.open
    ? t`La salle ouvre à ${opens}. Cette page s’ouvrira d’elle-même.`
    : read
      ? undefined
      : unread
  return (
    <div className={styles['enter']}>
      <div className={styles['go']}>
        <Button
          kind="leaf"
          size="main"
          onPress={onEnter}
          unavailable={why}
          instead={read ? undefined : leadToRules}
        >
          <Trans>Entrer</Trans>
        </Button>
        {!read && (
          <Button kind="text" size="dense" onPress={leadToRules}>
            {unread}
          </Button>
        )}
        <div className={styles['detail']} role="status">
          {entry.open ? (
            <>
              <p>
                <Trans>Votre micro sera fermé à l’arrivée.</Trans>
              </p>
              {!past && (
                <p>
                  <Trans>La rencontre commence à {starts}.</Trans>
                </p>
              )}
              {entry.you.guest && (
                <p>
                  {host ? (
                    <Trans>{host}, à l’animation, vous ouvrira.</Trans>
                  ) : (
                    <Trans>L’animation vous ouvrira.</Trans>
                  )}
                </p>
              )}
            </>
          ) : (
            <p>
              <Trans>La salle ouvre à {opens}. Cette page s’ouvrira d’elle-même.</Trans>
            </p>
          )}
        </div>
      </div>
    </div>
  )
}
