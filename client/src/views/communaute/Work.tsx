import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, asked } from '../../api/client.ts'
import { communityQuery } from '../../api/queries.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { FormError } from '../place/FormError.tsx'
import { useForm } from '../place/useForm.ts'
import styles from './Communaute.module.css'
import type { Community } from './Communaute.tsx'

type Member = NonNullable<Community['members']>[number]

/** A member's organization, region and function: herself writes them, or whoever facilitates. */
export function Work({
  community,
  member,
  own,
  onClose,
}: {
  community: Community
  member: Member
  own: boolean
  onClose: () => void
}) {
  const { t } = useLingui()
  const { name } = member
  const [organization, setOrganization] = useState(member.organization ?? '')
  const [region, setRegion] = useState(member.region ?? '')
  const [does, setDoes] = useState(member.function ?? '')
  const queries = useQueryClient()
  const form = useForm(
    () =>
      asked(
        api.PATCH('/api/communities/{community}/members/{member}', {
          params: { path: { community: community.id, member: member.id } },
          body: { organization, region, function: does },
        }),
      ),
    async () => {
      await queries.invalidateQueries({ queryKey: communityQuery(community.id).queryKey })
      onClose()
    },
  )
  return (
    <Dialog
      open
      onClose={onClose}
      title={own ? t`Votre travail` : t`Le travail de ${name}`}
      actions={
        <>
          <Button onPress={onClose}>
            <Trans>Laisser comme avant</Trans>
          </Button>
          <Button kind="leaf" busy={form.busy} onPress={() => void form.submit()}>
            <Trans>Enregistrer</Trans>
          </Button>
        </>
      }
    >
      <form className={styles['form']} onSubmit={form.onSubmit} noValidate>
        <p className={styles['quiet']}>
          <Trans>
            Les membres de la communauté le voient, et l’animation peut s’en servir pour former les groupes.
            Rien n’est obligatoire.
          </Trans>
        </p>
        <TextField
          label={t`Organisme`}
          value={organization}
          onChange={setOrganization}
          error={form.errorOf('organization')}
          maxLength={120}
        />
        <TextField
          label={t`Région`}
          value={region}
          onChange={setRegion}
          error={form.errorOf('region')}
          maxLength={120}
        />
        <TextField
          label={t`Fonction`}
          value={does}
          onChange={setDoes}
          error={form.errorOf('function')}
          maxLength={120}
        />
        {/* The browser sends a form of several fields on Enter only where it has a button. */}
        <button type="submit" hidden />
        <FormError words={form.errorBelow('organization', 'region', 'function')} />
      </form>
    </Dialog>
  )
}
