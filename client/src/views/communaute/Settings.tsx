import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, asked } from '../../api/client.ts'
import { communityQuery, meQuery } from '../../api/queries.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextArea, TextField } from '../../ui/TextField.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { FormError } from '../place/FormError.tsx'
import { useForm } from '../place/useForm.ts'
import styles from './Communaute.module.css'
import type { Community } from './Communaute.tsx'

/** The community's name, intention, region and charter. */
export function Settings({
  community,
  open,
  onClose,
}: {
  community: Community
  open: boolean
  onClose: () => void
}) {
  const { t } = useLingui()
  const [name, setName] = useState(community.name)
  const [intention, setIntention] = useState(community.intention)
  const [region, setRegion] = useState(community.region ?? '')
  const [charter, setCharter] = useState((community.charter ?? []).join('\n'))
  const queries = useQueryClient()
  const toast = useToast()
  const lines = charter
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const form = useForm(
    () =>
      asked(
        api.PATCH('/api/communities/{community}', {
          params: { path: { community: community.id } },
          body: { name, intention, region, charter: lines },
        }),
      ),
    async () => {
      await queries.invalidateQueries({ queryKey: communityQuery(community.id).queryKey })
      await queries.invalidateQueries({ queryKey: meQuery().queryKey })
      toast({ words: t`Réglages changés.` })
      onClose()
    },
  )
  return (
    <Dialog
      open={open}
      onClose={onClose}
      wide
      title={t`Réglages de la communauté`}
      actions={
        <>
          <Button onPress={onClose}>
            <Trans>Laisser comme avant</Trans>
          </Button>
          <Button kind="leaf" busy={form.busy} onPress={() => void form.submit()}>
            <Trans>Changer les réglages</Trans>
          </Button>
        </>
      }
    >
      <form className={styles['form']} onSubmit={form.onSubmit} noValidate>
        <TextField
          label={t`Nom`}
          value={name}
          onChange={setName}
          error={form.errorOf('name')}
          maxLength={120}
          required
        />
        <TextArea
          label={t`Intention`}
          value={intention}
          onChange={setIntention}
          error={form.errorOf('intention')}
          maxLength={2000}
          rows={3}
        />
        <TextField
          label={t`Région`}
          value={region}
          onChange={setRegion}
          error={form.errorOf('region')}
          maxLength={80}
        />
        <TextArea
          label={t`Charte du groupe`}
          help={t`Une phrase par ligne. Chaque personne la lit avant d’entrer dans une rencontre.`}
          value={charter}
          onChange={setCharter}
          error={form.errorOf('charter')}
          rows={5}
        />
        <FormError words={form.errorBelow('name', 'intention', 'region', 'charter')} />
      </form>
    </Dialog>
  )
}
