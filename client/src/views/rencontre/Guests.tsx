import { Trans, useLingui } from '@lingui/react/macro'
import { IconCopy, IconLink, IconUserPlus } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { api, asked } from '../../api/client.ts'
import { useAsk } from '../../api/queries.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { FormError } from '../place/FormError.tsx'
import { Part } from '../place/Heading.tsx'
import { useSentence } from '../place/sentence.ts'
import { useForm } from '../place/useForm.ts'
import styles from './Rencontre.module.css'
import type { Meeting } from './Rencontre.tsx'

/** Inviting people who are not of the community: a letter to one, or a link to give. */
export function Guests({ meeting }: { meeting: Meeting }) {
  const { t } = useLingui()
  const [writing, setWriting] = useState(false)
  return (
    <Part title={t`Personnes invitées`}>
      <p className={styles['quiet']}>
        <Trans>Pas besoin de compte. Elles acceptent la charte, puis vous leur ouvrez.</Trans>
      </p>
      <Button
        icon={<IconUserPlus size={22} stroke={1.75} aria-hidden />}
        onPress={() => setWriting(true)}
        wide
      >
        <Trans>Inviter par courriel</Trans>
      </Button>
      <GuestLink meeting={meeting} />
      {writing && <Letter meeting={meeting} onClose={() => setWriting(false)} />}
    </Part>
  )
}

function GuestLink({ meeting }: { meeting: Meeting }) {
  const { t } = useLingui()
  const toast = useToast()
  const sentence = useSentence()
  const [url, setUrl] = useState<string>()
  const [asking, setAsking] = useState(false)
  const field = useRef<HTMLDivElement>(null)
  const path = { params: { path: { meeting: meeting.id } } }
  const make = useAsk(() => asked(api.POST('/api/meetings/{meeting}/guest-link', path)))
  const revoke = useAsk(() => asked(api.DELETE('/api/meetings/{meeting}/guest-link', path)))
  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text)
      toast({ words: t`Lien copié.` })
    } catch {
      // Without leave to copy, the link is chosen in its field: two keys do the rest.
      field.current?.querySelector('input')?.select()
      toast({ words: t`Le navigateur ne veut pas copier. Le lien est sélectionné : copiez-le vous-même.` })
    }
  }
  return (
    <div className={styles['link']}>
      {url === undefined ? (
        <Button
          icon={<IconLink size={22} stroke={1.75} aria-hidden />}
          busy={make.isPending}
          wide
          onPress={() => make.mutate(undefined, { onSuccess: (made) => setUrl(made.url) })}
        >
          <Trans>Faire un lien à partager</Trans>
        </Button>
      ) : (
        <>
          <div ref={field}>
            <TextField
              label={t`Lien pour les personnes invitées`}
              help={t`Il ne s’affiche qu’ici : copiez-le maintenant. Qui l’ouvre attend à la porte.`}
              value={url}
              readOnly
            />
          </div>
          <Button icon={<IconCopy size={22} stroke={1.75} aria-hidden />} onPress={() => void copy(url)}>
            <Trans>Copier le lien</Trans>
          </Button>
        </>
      )}
      <Button kind="text" size="dense" onPress={() => setAsking(true)}>
        <Trans>Retirer les liens déjà donnés</Trans>
      </Button>
      <FormError words={make.error ? sentence(make.error) : undefined} />
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t`Retirer les liens déjà donnés?`}
        actions={
          <>
            <Button onPress={() => setAsking(false)}>
              <Trans>Pas maintenant</Trans>
            </Button>
            <Button
              kind="plum"
              busy={revoke.isPending}
              onPress={() =>
                revoke.mutate(undefined, {
                  onSuccess: () => {
                    setUrl(undefined)
                    setAsking(false)
                    toast({ words: t`Les liens sont retirés.` })
                  },
                })
              }
            >
              <Trans>Retirer les liens</Trans>
            </Button>
          </>
        }
      >
        <p>
          <Trans>
            Aucun lien partagé ne mènera plus à cette rencontre. Les invitations personnelles par courriel
            restent bonnes.
          </Trans>
        </p>
        <FormError words={revoke.error ? sentence(revoke.error) : undefined} />
      </Dialog>
    </div>
  )
}

function Letter({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const { t, i18n } = useLingui()
  const toast = useToast()
  const [email, setEmail] = useState('')
  const [name, setName] = useState('')
  const lang = i18n.locale.startsWith('en') ? ('en' as const) : ('fr' as const)
  const form = useForm(
    () =>
      asked(
        api.POST('/api/meetings/{meeting}/guests', {
          params: { path: { meeting: meeting.id } },
          body: { email: email.trim(), name: name.trim(), lang },
        }),
      ),
    ({ sent }) => {
      if (sent === 0) {
        toast({ words: t`Le courriel n’est pas parti. Réessayez dans un instant.` })
        return
      }
      toast({ words: t`Invitation envoyée.` })
      onClose()
    },
  )
  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Inviter une personne`}
      actions={
        <>
          <Button onPress={onClose}>
            <Trans>Pas maintenant</Trans>
          </Button>
          <Button kind="leaf" busy={form.busy} onPress={() => void form.submit()}>
            <Trans>Inviter</Trans>
          </Button>
        </>
      }
    >
      <form className={styles['letter']} onSubmit={form.onSubmit} noValidate>
        <TextField
          label={t`Son courriel`}
          type="email"
          inputMode="email"
          value={email}
          onChange={setEmail}
          error={form.errorOf('email')}
          required
          autoFocus
        />
        <TextField
          label={t`Son nom`}
          help={t`Facultatif; elle pourra l’écrire elle-même.`}
          value={name}
          onChange={setName}
          error={form.errorOf('name')}
          maxLength={120}
        />
        <FormError words={form.errorBelow('email', 'name')} />
      </form>
    </Dialog>
  )
}
