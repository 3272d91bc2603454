import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api, asked } from '../../api/client.ts'
import { meQuery } from '../../api/queries.ts'
import { Button } from '../../ui/Button.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { FormError } from '../place/FormError.tsx'
import { Part } from '../place/Heading.tsx'
import type { Me } from '../place/Signed.tsx'
import { useForm } from '../place/useForm.ts'
import { Address } from '../profil/Address.tsx'
import { isUnknown } from '../profil/unknown.ts'
import styles from './Accueil.module.css'

/** For someone whom Palabre cannot name or write to yet: the two questions, one gesture each. */
export function WhoYouAre({ me }: { me: Me }) {
  const { t } = useLingui()
  if (!isUnknown(me)) return null
  return (
    <Part title={t`Dites-nous qui vous êtes`}>
      <p>
        <Trans>Les autres vous reconnaissent à votre nom. Votre courriel sert à revenir dans Palabre.</Trans>
      </p>
      <div className={styles['who']}>
        {me.member.name === '' && <Name />}
        {!me.member.email && <Address me={me} />}
      </div>
    </Part>
  )
}

export function Name() {
  const { t } = useLingui()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const keep = () => asked(api.PATCH('/api/me', { body: { name } }))
  const kept = () => queries.invalidateQueries({ queryKey: meQuery().queryKey })
  const form = useForm(keep, () => {
    keptName.current = name
    return kept()
  })
  const toast = useToast()
  const leave = useRef(() => {})
  const keptName = useRef('')
  useEffect(() => {
    leave.current = () => {
      if (name.trim() === '' || name === keptName.current) return
      keep().then(kept, () => toast({ words: t`Votre nom n’a pas été gardé. Écrivez-le dans votre profil.` }))
    }
  })
  // Whoever goes on to found a community has given her name all the same: it is kept as she leaves.
  useEffect(() => () => leave.current(), [])
  return (
    <form className={styles['whoName']} onSubmit={form.onSubmit} noValidate>
      <TextField
        label={t`Nom`}
        help={t`Celui que les autres voient, dans les salles et dans les documents.`}
        value={name}
        onChange={setName}
        error={form.errorOf('name')}
        autoComplete="name"
        maxLength={120}
      />
      <FormError words={form.errorBelow('name')} />
      {name.trim() !== '' && (
        <div>
          <Button kind="leaf" type="submit" busy={form.busy}>
            <Trans>Garder ce nom</Trans>
          </Button>
        </div>
      )}
    </form>
  )
}
