import { Trans, useLingui } from '@lingui/react/macro'
import { IconMail, IconMailOpened } from '@tabler/icons-react'
import { useLocation } from '@tanstack/react-router'
import { useState } from 'react'
import { api, asked } from '../../api/client.ts'
import { Button } from '../../ui/Button.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { Frame } from '../Frame.tsx'
import { CentredPage } from '../place/CentredPage.tsx'
import { FormError } from '../place/FormError.tsx'
import { returnPath } from '../place/return.ts'
import { useForm } from '../place/useForm.ts'

/** Signing in by a link that comes by e-mail: no password. The answer is the same whether the address is known or not. */
export function Connexion() {
  const [email, setEmail] = useState('')
  const [sent, setSent] = useState<{ minutes: number }>()
  const next = useLocation({ select: (location) => returnPath(location.searchStr) })
  return (
    <Frame>
      {sent ? (
        <Sent email={email} next={next} minutes={sent.minutes} onBack={() => setSent(undefined)} />
      ) : (
        <Ask email={email} next={next} onEmail={setEmail} onSent={(minutes) => setSent({ minutes })} />
      )}
    </Frame>
  )
}

function useAskLink(email: string, next: string | undefined, after: (minutes: number) => void) {
  const { i18n } = useLingui()
  const lang = i18n.locale.startsWith('en') ? 'en' : 'fr'
  return useForm(
    () =>
      asked(api.POST('/api/auth/link', { body: { email: email.trim(), lang, ...(next ? { next } : {}) } })),
    (answer) => after(answer.minutes),
  )
}

function Ask({
  email,
  next,
  onEmail,
  onSent,
}: {
  email: string
  next: string | undefined
  onEmail: (email: string) => void
  onSent: (minutes: number) => void
}) {
  const { t } = useLingui()
  const form = useAskLink(email, next, onSent)
  const toMeeting = next?.startsWith('/r/') === true
  return (
    <CentredPage
      title={t`Entrer dans Palabre`}
      icon={<IconMail size={44} stroke={1.75} aria-hidden />}
      lead={
        <p>
          {toMeeting ? (
            <Trans>Pour ouvrir la rencontre, dites-nous votre courriel. Vous y arriverez tout droit.</Trans>
          ) : (
            <Trans>
              Écrivez votre adresse. Vous recevrez un lien. Il n’y a pas de mot de passe à retenir.
            </Trans>
          )}
        </p>
      }
      foot={
        <>
          <h2>
            <Trans>Vous êtes une personne invitée, sans compte?</Trans>
          </h2>
          <p>
            <Trans>Ouvrez le lien d’invitation que vous avez reçu; il suffit pour entrer.</Trans>
          </p>
        </>
      }
    >
      <form onSubmit={form.onSubmit} noValidate style={{ display: 'grid', gap: 16 }}>
        <TextField
          label={t`Votre courriel`}
          type="email"
          inputMode="email"
          autoComplete="email"
          name="email"
          value={email}
          onChange={onEmail}
          error={form.errorOf('email')}
          required
          autoFocus
        />
        <FormError words={form.errorBelow('email')} />
        <Button kind="leaf" size="big" type="submit" wide busy={form.busy}>
          <Trans>Recevoir mon lien</Trans>
        </Button>
      </form>
    </CentredPage>
  )
}

function Sent({
  email,
  next,
  minutes,
  onBack,
}: {
  email: string
  next: string | undefined
  minutes: number
  onBack: () => void
}) {
  const { t } = useLingui()
  const [again, setAgain] = useState(false)
  const form = useAskLink(email, next, () => setAgain(true))
  return (
    <CentredPage
      title={t`Regardez vos courriels`}
      icon={<IconMailOpened size={44} stroke={1.75} aria-hidden />}
      lead={
        <div role="status">
          <p>
            <Trans>
              Si cette adresse est connue ici, un lien vient de partir vers <strong>{email}</strong>. Il est
              bon pour {minutes} minutes et sert une seule fois.
            </Trans>
          </p>
          <p>
            <Trans>Ouvrez-le sur l’appareil où vous voulez participer. Vous pouvez fermer cette page.</Trans>
          </p>
        </div>
      }
      foot={
        <>
          <h2>
            <Trans>Rien reçu?</Trans>
          </h2>
          <p>
            {again ? (
              <span role="status">
                <Trans>
                  Un autre lien vient de partir, si l’adresse est connue. Le dernier reçu est le bon.
                </Trans>
              </span>
            ) : (
              <Trans>
                Regardez dans les indésirables, et vérifiez l’adresse. Si votre communauté vous connaît sous
                une autre adresse, essayez celle-là, ou demandez une invitation à la personne qui l’anime.
              </Trans>
            )}
          </p>
          <FormError words={form.errorBelow()} />
          <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
            <Button kind="text" busy={form.busy} onPress={() => void form.submit()}>
              <Trans>Renvoyer le lien</Trans>
            </Button>
            <Button kind="text" onPress={onBack}>
              <Trans>Changer d’adresse</Trans>
            </Button>
          </div>
        </>
      }
    />
  )
}
