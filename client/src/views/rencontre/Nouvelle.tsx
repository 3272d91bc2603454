import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconCircleCheck } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { api, asked, type Schema } from '../../api/client.ts'
import { communityQuery, meQuery } from '../../api/queries.ts'
import { minutesLong } from '../../i18n/time.ts'
import { Button } from '../../ui/Button.tsx'
import { RadioCards } from '../../ui/Checks.tsx'
import { FormError } from '../place/FormError.tsx'
import { Heading } from '../place/Heading.tsx'
import { Loaded } from '../place/Loaded.tsx'
import { Signed } from '../place/Signed.tsx'
import { useForm } from '../place/useForm.ts'
import { announce } from './announce.ts'
import { type Draft, fresh, readDraft, startOf, written } from './draft.ts'
import { KindTrack } from './KindTrack.tsx'
import styles from './MeetingForm.module.css'
import { MeetingForm } from './MeetingForm.tsx'
import { type Phase, total } from './plan.ts'
import { phasesOf, type Scenario, scenarios } from './scenarios.ts'
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
  const phases = (scenario: Scenario) =>
    phasesOf(
      scenario,
      seats,
      (message) => i18n._(message),
      () => crypto.randomUUID(),
    )
  const [draft, setDraft] = useState<Draft>(() => {
    const kept = readDraft(sessionStorage.getItem(keptUnder(community.id)))
    const [first] = scenarios
    return (
      kept ?? { ...fresh(ownZone(), first ? phases(first) : []), ...(first ? { scenario: first.id } : {}) }
    )
  })
  const [sent, setSent] = useState(false)
  useEffect(() => {
    if (sent) sessionStorage.removeItem(keptUnder(community.id))
    else sessionStorage.setItem(keptUnder(community.id), written(draft))
  }, [draft, sent, community.id])
  return { draft, setDraft, phases, done: () => setSent(true) }
}

function Plan({ community }: { community: Schema<'Community'> }) {
  const { t } = useLingui()
  const members = community.reached
  const seats = Math.max(community.members.length, 3)
  const { draft, setDraft, phases, done } = useDraft(community, seats)
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
      seats={seats}
      boards={community.boards ?? []}
      scenarios={
        <ScenarioCards
          chosen={draft.scenario}
          phases={phases}
          onChoose={(scenario, next) =>
            setDraft((before) => ({
              ...before,
              scenario,
              phases: next,
              minutes: total(next) || before.minutes,
            }))
          }
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

/** Ready-made scenarios, each with its run of show drawn. */
function ScenarioCards({
  chosen,
  phases,
  onChoose,
}: {
  chosen: string | undefined
  phases: (scenario: Scenario) => Phase[]
  onChoose: (scenario: Scenario['id'], phases: Phase[]) => void
}) {
  const { t, i18n } = useLingui()
  return (
    <section className={styles['group']}>
      <h2>
        <Trans>Un scénario pour commencer</Trans>
      </h2>
      <RadioCards<Scenario['id']>
        label={t`Un scénario pour commencer`}
        labelHidden
        value={scenarios.find((one) => one.id === chosen)?.id ?? null}
        onChange={(id) => {
          const picked = scenarios.find((one) => one.id === id)
          if (picked) onChoose(id, phases(picked))
        }}
        cards={scenarios.map((one) => {
          const steps = phases(one)
          return {
            value: one.id,
            title: i18n._(one.name),
            body: (
              <div className={styles['scenario']}>
                {steps.length > 0 && <span>{minutesLong(total(steps))}</span>}
                <KindTrack phases={steps} />
                <span>{i18n._(one.words)}</span>
              </div>
            ),
          }
        })}
      />
    </section>
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
