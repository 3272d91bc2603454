import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, asked, type Schema } from '../../api/client.ts'
import { communityQuery, meetingQuery, meQuery } from '../../api/queries.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { FormError } from '../place/FormError.tsx'
import { Heading } from '../place/Heading.tsx'
import { Loaded } from '../place/Loaded.tsx'
import { Signed } from '../place/Signed.tsx'
import { useForm } from '../place/useForm.ts'
import { draftOf, startOf } from './draft.ts'
import styles from './MeetingForm.module.css'
import { MeetingForm } from './MeetingForm.tsx'
import { ScenarioCards } from './ScenarioCards.tsx'

/** Changing a meeting that has not begun. */
export function Modifier() {
  const { t } = useLingui()
  const { meeting } = useParams({ from: '/r/$meeting/modifier' })
  const query = useQuery(meetingQuery(meeting))
  return (
    <Signed>
      {() => (
        <Loaded query={query}>
          {(data) => (
            <>
              <Heading
                title={t`Changer la rencontre`}
                crumbs={[
                  { href: `/c/${data.community}`, name: data.community_name },
                  { href: `/r/${data.id}`, name: data.title },
                ]}
              />
              <Change meeting={data} />
            </>
          )}
        </Loaded>
      )}
    </Signed>
  )
}

function Change({ meeting }: { meeting: Schema<'Meeting'> }) {
  const { t } = useLingui()
  const community = useQuery(communityQuery(meeting.community))
  const [draft, setDraft] = useState(() => draftOf(meeting))
  const navigate = useNavigate()
  const queries = useQueryClient()
  const seats = Math.max((community.data?.members ?? []).length, 3)
  const linked = (meeting.boards ?? []).map((board) => board.id)
  const starts = startOf(draft)
  const form = useForm(
    async () => {
      const { day: _day, time: _time, boards, ...rest } = draft
      await asked(
        api.PATCH('/api/meetings/{meeting}', {
          params: { path: { meeting: meeting.id } },
          body: { ...rest, ...(starts === undefined ? {} : { starts_at: starts }) },
        }),
      )
      for (const board of boards.filter((id) => !linked.includes(id))) {
        await asked(
          api.POST('/api/boards/{board}/resume', {
            params: { path: { board } },
            body: { meeting: meeting.id },
          }),
        )
      }
    },
    async () => {
      await Promise.all(
        [meetingQuery(meeting.id), communityQuery(meeting.community), meQuery()].map(({ queryKey }) =>
          queries.invalidateQueries({ queryKey }),
        ),
      )
      await navigate({ href: `/r/${meeting.id}` })
    },
  )
  return (
    <MeetingForm
      draft={draft}
      onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
      errorOf={form.errorOf}
      community={meeting.community}
      seats={seats}
      scenarios={
        <details className={styles['other']}>
          <summary>
            <Trans>Changer de scénario</Trans>
          </summary>
          <ScenarioCards
            community={meeting.community}
            chosen={draft.origin?.scenario}
            empty={draft.phases.length === 0}
            people={seats}
            onChoose={(phases, origin) =>
              setDraft(({ origin: _before, ...before }) => ({
                ...before,
                ...(origin ? { origin } : {}),
                phases,
              }))
            }
          />
        </details>
      }
      boards={community.data?.boards ?? meeting.boards ?? []}
      linked={linked}
      send={
        <>
          <FormError words={form.errorBelow('title', 'intention', 'starts_at')} />
          <Button
            kind="leaf"
            size="big"
            wide
            busy={form.busy}
            {...(starts === undefined
              ? { unavailable: t`Il manque le jour ou l’heure.` }
              : { onPress: () => void form.submit() })}
          >
            <Trans>Changer la rencontre</Trans>
          </Button>
          <p>
            <Trans>
              Si le jour ou l’heure change, les membres et les personnes invitées par courriel reçoivent un
              courriel.
            </Trans>
          </p>
          <ButtonLink kind="text" href={`/r/${meeting.id}`}>
            <Trans>Laisser comme avant</Trans>
          </ButtonLink>
        </>
      }
    />
  )
}
