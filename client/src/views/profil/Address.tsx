import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { api, asked } from '../../api/client.ts'
import { Button } from '../../ui/Button.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { FormError } from '../place/FormError.tsx'
import type { Me } from '../place/Signed.tsx'
import { useForm } from '../place/useForm.ts'
import styles from './Profil.module.css'

/** One's address. A new one is only asked for here: it changes once the link sent there is opened. */
export function Address({ me }: { me: Me }) {
  const { t } = useLingui()
  const known = me.member.email ?? ''
  const [email, setEmail] = useState(known)
  const [sentTo, setSentTo] = useState<string>()
  const clean = email.trim()
  const form = useForm(
    () => asked(api.PATCH('/api/me', { body: { email: clean } })),
    () => setSentTo(clean),
  )
  return (
    <form className={styles['name']} onSubmit={form.onSubmit} noValidate>
      <TextField
        label={t`Courriel`}
        help={t`Les invitations et le lien pour entrer y arrivent.`}
        type="email"
        inputMode="email"
        value={email}
        onChange={setEmail}
        error={form.errorOf('email')}
        autoComplete="email"
        maxLength={254}
      />
      <FormError words={form.errorBelow('email')} />
      <p role="status">
        {sentTo !== undefined && (
          <Trans>Un lien vient de partir à {sentTo}. Ouvrez-le pour que cette adresse soit la vôtre.</Trans>
        )}
      </p>
      {clean !== known && clean !== '' && clean !== sentTo && (
        <div>
          <Button kind="leaf" type="submit" busy={form.busy}>
            {known === '' ? <Trans>Ajouter ce courriel</Trans> : <Trans>Changer mon courriel</Trans>}
          </Button>
        </div>
      )}
    </form>
  )
}
