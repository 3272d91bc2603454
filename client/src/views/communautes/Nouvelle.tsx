import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, asked } from '../../api/client.ts'
import { meQuery } from '../../api/queries.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { RadioCards } from '../../ui/Checks.tsx'
import { TextArea, TextField } from '../../ui/TextField.tsx'
import { FormError } from '../place/FormError.tsx'
import { Heading, Part } from '../place/Heading.tsx'
import { Signed } from '../place/Signed.tsx'
import { useForm } from '../place/useForm.ts'
import styles from './Communautes.module.css'
import type { Kind } from './kind.ts'

/** Founding a community. */
export function Nouvelle() {
  const { t } = useLingui()
  return (
    <Signed>
      {() => (
        <>
          <Heading title={t`Fonder une communauté`} crumbs={[{ href: '/', name: t`Accueil` }]} />
          <Found />
        </>
      )}
    </Signed>
  )
}

function Found() {
  const { t } = useLingui()
  const [name, setName] = useState('')
  const [kind, setKind] = useState<Kind>('CDP')
  const [intention, setIntention] = useState('')
  const [network, setNetwork] = useState('')
  const [region, setRegion] = useState('')
  const navigate = useNavigate()
  const queries = useQueryClient()
  const form = useForm(
    () => asked(api.POST('/api/communities', { body: { name, kind, intention, network, region } })),
    async ({ id }) => {
      await queries.invalidateQueries({ queryKey: meQuery().queryKey })
      await navigate({ href: `/c/${id}` })
    },
  )
  return (
    <form className={styles['form']} onSubmit={form.onSubmit} noValidate>
      <Part title={t`Son nom et son intention`}>
        <TextField
          label={t`Nom`}
          value={name}
          onChange={setName}
          error={form.errorOf('name')}
          maxLength={120}
          required
          autoFocus
        />
        <TextArea
          label={t`Intention`}
          help={t`Ce que vous voulez apprendre ou produire ensemble, en une phrase ou deux. Vous pourrez la changer.`}
          value={intention}
          onChange={setIntention}
          error={form.errorOf('intention')}
          maxLength={2000}
          rows={3}
        />
      </Part>
      <Part title={t`Sa forme`}>
        <RadioCards<Kind>
          label={t`Forme de la communauté`}
          labelHidden
          value={kind}
          onChange={setKind}
          cards={[
            {
              value: 'CDP',
              title: t`Communauté de pratique (CDP)`,
              body: t`Des rencontres régulières, un bilan à la fin du cycle.`,
            },
            {
              value: 'CPS',
              title: t`Communauté de pratiques et de savoirs (CPS)`,
              body: t`Des savoirs mis en commun dans un réseau de plusieurs communautés.`,
            },
            {
              value: 'CP',
              title: t`Communauté de pratique (CP)`,
              body: t`Un cycle qui aboutit à une production du groupe.`,
            },
          ]}
        />
        <div className={styles['two']}>
          <TextField
            label={t`Réseau ou regroupement`}
            help={t`Facultatif`}
            value={network}
            onChange={setNetwork}
            error={form.errorOf('network')}
            maxLength={120}
          />
          <TextField
            label={t`Région`}
            help={t`Facultatif`}
            value={region}
            onChange={setRegion}
            error={form.errorOf('region')}
            maxLength={80}
          />
        </div>
      </Part>
      <FormError words={form.errorBelow('name', 'intention', 'network', 'region')} />
      <div className={styles['end']}>
        <Button kind="leaf" size="big" type="submit" busy={form.busy}>
          <Trans>Fonder la communauté</Trans>
        </Button>
        <ButtonLink kind="text" href="/">
          <Trans>Pas maintenant</Trans>
        </ButtonLink>
      </div>
    </form>
  )
}
