import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconCircleCheck } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useCallback, useEffect, useRef, useState } from 'react'
import { api, asked, type Schema } from '../../api/client.ts'
import { communityQuery, meQuery } from '../../api/queries.ts'
import { Button } from '../../ui/Button.tsx'
import { FormError } from '../place/FormError.tsx'
import { Heading } from '../place/Heading.tsx'
import { Loaded } from '../place/Loaded.tsx'
import { Signed } from '../place/Signed.tsx'
import { useForm } from '../place/useForm.ts'
import { announce } from './announce.ts'
import { type Draft, fresh, readDraft, startOf, written } from './draft.ts'
import styles from './MeetingForm.module.css'
import { MeetingForm } from './MeetingForm.tsx'
import { type Origin, type Phase, total } from './plan.ts'
import { ScenarioCards } from './ScenarioCards.tsx'
import { unfolded, usualScenario } from './scenarios.ts'
import { ownZone } from './zone.ts'

/** Planning a meeting of a community. */
export function Nouvelle() {
  const { t } = useLingui()
  const { community } = useParams({ from: '/c/$community/rencontres/nouvelle' })
  const query = useQuery(communityQuery(community))
  return (
    <Signed>
      {() => (
        <Loaded query={query}>
          {(data) => (
            <>
              <Heading
                title={t`Nouvelle rencontre`}
                crumbs={[
                  { href: '/', name: t`Accueil` },
                  { href: `/c/${data.id}`, name: data.name },
                ]}
              >
                <span className={styles['kept']}>
                  <IconCircleCheck
                    size={20}
                    stroke={2}
                    aria-hidden
                    style={{ verticalAlign: 'text-bottom', marginRight: 6 }}
                  />
                  {data.reached > 0 ? (
                    <Trans>Le brouillon se garde sur cet appareil. Rien ne part avant « Annoncer ».</Trans>
                  ) : (
                    <Trans>
                      Le brouillon se garde sur cet appareil. Rien n’est fait avant « Planifier ».
                    </Trans>
                  )}
                </span>
              </Heading>
              <Plan community={data} />
            </>
          )}
        </Loaded>
      )}
    </Signed>
  )
}

// Kept for this tab only: a shared computer must not tell the next person what is being prepared.
const keptUnder = (community: string) => `palabre.rencontre.${community}`

function useDraft(community: Schema<'Community'>, seats: number) {
  const { i18n } = useLingui()
  const [kept] = useState(() => readDraft(sessionStorage.getItem(keptUnder(community.id))))
  const [draft, setDraft] = useState<Draft>(() => kept ?? fresh(ownZone(), []))
  const [sent, setSent] = useState(false)
  const begun = useRef(kept !== undefined)
  const choose = useCallback((phases: Phase[], origin: Origin | undefined) => {
    begun.current = true
    setDraft(({ origin: _before, ...before }) => ({
      ...before,
      ...(origin ? { origin } : {}),
      phases,
      minutes: total(phases) || before.minutes,
    }))
  }, [])
  // A new plan begins with the scenario most meetings follow, unless something was chosen before it came.
  useEffect(() => {
    if (begun.current) return
    unfolded(community.id, usualScenario, seats, i18n.locale).then(
      ({ phases, origin }) => {
        if (!begun.current) choose(phases, origin)
      },
      () => undefined, // the cards say what the server refused
    )
  }, [community.id, seats, i18n.locale, choose])
  useEffect(() => {
    if (sent) sessionStorage.removeItem(keptUnder(community.id))
    else sessionStorage.setItem(keptUnder(community.id), written(draft))
  }, [draft, sent, community.id])
  return { draft, setDraft, choose, done: () => setSent(true) }
}

function Plan({ community }: { community: Schema<'Community'> }) {
  const { t } = useLingui()
  const members = community.reached
  const seats = Math.max(community.members.length, 3)
  const { draft, setDraft, choose, done } = useDraft(community, seats)
  const [tried, setTried] = useState(false)
  const navigate = useNavigate()
  const queries = useQueryClient()
  const starts = startOf(draft)
  const [changed, setChanged] = useState(false)
  const reached = async () =>
    (await queries.fetchQuery({ ...communityQuery(community.id), staleTime: 0 })).reached
  const plan = () =>
    asked(
      api.POST('/api/communities/{community}/meetings', {
        params: { path: { community: community.id } },
        body: {
          title: draft.title,
          intention: draft.intention,
          starts_at: starts ?? '',
          zone: draft.zone,
          minutes: draft.minutes,
          mode: draft.mode,
          kind: draft.kind,
          phases: draft.phases,
          ...(draft.origin ? { origin: draft.origin } : {}),
          boards: draft.boards,
        },
      }),
    )
  const form = useForm(
    () => announce(members, reached, plan),
    async (planned) => {
      setChanged(planned === undefined)
      if (!planned) return
      done()
      await queries.invalidateQueries({ queryKey: communityQuery(community.id).queryKey })
      await queries.invalidateQueries({ queryKey: meQuery().queryKey })
      await navigate({ href: `/r/${planned.id}` })
    },
  )
  const missing: Record<string, string | undefined> = {
    title: draft.title.trim() === '' ? t`Donnez un titre à la rencontre.` : undefined,
    starts_at: starts === undefined ? t`Il manque le jour ou l’heure.` : undefined,
  }
  const complete = Object.values(missing).every((one) => one === undefined)
  const errorOf = (field: string) => (tried ? missing[field] : undefined) ?? form.errorOf(field)
  return (
    <MeetingForm
      draft={draft}
      onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
      errorOf={errorOf}
      community={community.id}
      seats={seats}
      boards={community.boards ?? []}
      scenarios={
        <ScenarioCards
          community={community.id}
          chosen={draft.origin?.scenario}
          empty={draft.phases.length === 0}
          people={seats}
          onChoose={choose}
        />
      }
      send={
        <Send
          members={members}
          invited={(community.pending ?? []).length > 0}
          changed={changed}
          busy={form.busy}
          error={
            tried && !complete
              ? t`Il manque quelque chose : regardez « Quoi et quand ».`
              : form.errorBelow('title', 'intention', 'starts_at')
          }
          onSend={() => {
            setTried(true)
            if (complete) void form.submit()
          }}
        />
      }
    />
  )
}

/** The gesture that announces the meeting, and what leaves with it. */
function Send({
  members,
  invited,
  changed,
  busy,
  error,
  onSend,
}: {
  /** How many a letter would reach, as it was asked last. */
  members: number
  /** People were invited to the community, and have not answered yet. */
  invited: boolean
  /** That number is not the one that was on the button when it was pressed; nothing left. */
  changed: boolean
  busy: boolean
  error: string | undefined
  onSend: () => void
}) {
  return (
    <>
      <FormError words={error} />
      {changed && (
        <p role="status">
          <strong>
            <Trans>
              Rien n’est encore parti : le nombre de membres à prévenir vient de changer. Relisez ce bouton,
              puis appuyez de nouveau.
            </Trans>
          </strong>
        </p>
      )}
      <Button kind="leaf" size="big" wide busy={busy} onPress={onSend}>
        {members > 0 ? (
          <Plural value={members} one="Annoncer à # membre" other="Annoncer aux # membres" />
        ) : (
          <Trans>Planifier la rencontre</Trans>
        )}
      </Button>
      <p>
        {members > 0 ? (
          <Trans>Le courriel porte le lien et le fichier .ics. Rien ne part avant ce geste.</Trans>
        ) : invited ? (
          <Trans>
            Personne n’a encore répondu à l’invitation; la rencontre paraîtra sur la page de la communauté.
          </Trans>
        ) : (
          <Trans>
            Palabre ne peut joindre aucun membre par courriel en ce moment. La rencontre paraîtra sur la page
            de la communauté.
          </Trans>
        )}
      </p>
    </>
  )
}
