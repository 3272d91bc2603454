import { Trans, useLingui } from '@lingui/react/macro'
import { IconLinkOff, IconLock, IconUsersGroup } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, asked, Refused, type Schema } from '../../api/client.ts'
import { invitationQuery, meQuery } from '../../api/queries.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Skeleton } from '../../ui/Notices.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { Frame } from '../Frame.tsx'
import { CentredPage } from '../place/CentredPage.tsx'
import { FormError } from '../place/FormError.tsx'
import { Failed, isLasting } from '../place/Loaded.tsx'
import { secretOf } from '../place/return.ts'
import { useSentence } from '../place/sentence.ts'
import { useForm } from '../place/useForm.ts'
import { useNow } from '../place/useNow.ts'
import { capital, useWhen } from '../place/useWhen.ts'

/** Where an invitation leads: to a meeting, or into a community. */
export function Invitation() {
  const { t } = useLingui()
  const token = useLocation({ select: (location) => secretOf(location.hash) })
  const seen = useQuery({ ...invitationQuery(token ?? ''), enabled: token !== undefined })
  const sentence = useSentence()
  const gone = seen.error instanceof Refused && isLasting(seen.error)
  const over = seen.error instanceof Refused && seen.error.code === 'meeting_closed'
  if (token === undefined || gone) {
    return (
      <Frame>
        <CentredPage
          title={t`Cette invitation ne sert plus`}
          icon={<IconLinkOff size={44} stroke={1.75} aria-hidden />}
          lead={
            <p role="alert">
              {gone ? (
                sentence(seen.error)
              ) : (
                <Trans>L’adresse est incomplète. Ouvrez le lien depuis le courriel reçu.</Trans>
              )}
            </p>
          }
          foot={
            <>
              <h2>
                <Trans>Que faire?</Trans>
              </h2>
              <p>
                {over ? (
                  <Trans>Si vous faites déjà partie de la communauté, votre courriel suffit.</Trans>
                ) : (
                  <Trans>
                    Demandez une nouvelle invitation à la personne qui vous a écrit. Si vous faites déjà
                    partie de la communauté, votre courriel suffit.
                  </Trans>
                )}
              </p>
              <ButtonLink href="/connexion">
                <Trans>Entrer avec mon courriel</Trans>
              </ButtonLink>
            </>
          }
        />
      </Frame>
    )
  }
  return (
    <Frame>
      {seen.data ? (
        <Accept token={token} invitation={seen.data} />
      ) : seen.error ? (
        <Failed error={seen.error} onRetry={() => void seen.refetch()} />
      ) : (
        <Skeleton block lines={3} />
      )}
    </Frame>
  )
}

function Accept({ token, invitation }: { token: string; invitation: Schema<'Invitation'> }) {
  const { t } = useLingui()
  // Whoever is signed in keeps her own name; nobody being signed in is no error here.
  const me = useQuery({ ...meQuery(), retry: false })
  const own = me.data && !me.data.member.guest ? me.data.member.name : undefined
  const [name, setName] = useState(invitation.name ?? '')
  const navigate = useNavigate()
  const queries = useQueryClient()
  const form = useForm(
    () => asked(api.POST('/api/guests', { body: { token, name: own ?? name.trim() } })),
    ({ next }) => {
      queries.clear()
      void navigate({ href: next, replace: true })
    },
  )
  const { community } = invitation
  const confidential = invitation.mode === 'confidential'
  const title =
    invitation.kind === 'community'
      ? t`Bienvenue dans ${community}`
      : (invitation.title ?? t`Vous êtes invitée ou invité à une rencontre`)
  return (
    <CentredPage
      title={title}
      icon={
        confidential ? (
          <IconLock size={44} stroke={1.75} aria-hidden />
        ) : (
          <IconUsersGroup size={44} stroke={1.75} aria-hidden />
        )
      }
      lead={<Lead invitation={invitation} />}
    >
      <form onSubmit={form.onSubmit} noValidate style={{ display: 'grid', gap: 16 }}>
        {own === undefined ? (
          <TextField
            label={t`Votre nom`}
            help={t`Celui que les autres verront.`}
            autoComplete="name"
            value={name}
            onChange={setName}
            error={form.errorOf('name')}
            maxLength={120}
            required
          />
        ) : (
          <p>
            <Trans>
              Vous serez <strong>{own}</strong>, comme dans votre profil.
            </Trans>
          </p>
        )}
        <FormError words={form.errorBelow('name')} />
        {form.failure instanceof Refused && form.failure.code === 'account_exists' && (
          <ButtonLink href="/connexion">
            <Trans>Entrer avec mon courriel</Trans>
          </ButtonLink>
        )}
        <Button kind="leaf" size="big" type="submit" wide busy={form.busy}>
          {invitation.kind === 'community' ? (
            <Trans>Entrer dans la communauté</Trans>
          ) : (
            <Trans>Continuer</Trans>
          )}
        </Button>
      </form>
      {invitation.kind === 'meeting' && (
        <p style={{ color: 'var(--ink-2)' }}>
          <Trans>
            Ensuite, vous lirez la charte du groupe et vous essaierez votre micro. Personne ne vous entend
            avant.
          </Trans>
        </p>
      )}
    </CentredPage>
  )
}

function Lead({ invitation }: { invitation: Schema<'Invitation'> }) {
  const when = useWhen()
  const now = useNow(60_000)
  const { host } = invitation
  // A link travels: what it shows to whoever holds it says nothing of a confidential group.
  const community = invitation.mode === 'confidential' ? '' : invitation.community
  const date = invitation.starts_at
    ? capital(when.full(invitation.starts_at, invitation.minutes ?? 0, now))
    : undefined
  return (
    <>
      {date && (
        <p>
          <strong>{date}</strong>
        </p>
      )}
      {host && community ? (
        <p>
          <Trans>
            {host} vous invite, pour {community}.
          </Trans>
        </p>
      ) : (
        host && (
          <p>
            <Trans>{host} vous invite.</Trans>
          </p>
        )
      )}
      {invitation.mode === 'confidential' && (
        <p>
          <Trans>C’est une rencontre confidentielle : son titre ne paraît pas ici.</Trans>
        </p>
      )}
    </>
  )
}
