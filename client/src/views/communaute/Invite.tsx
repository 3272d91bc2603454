import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { api, asked } from '../../api/client.ts'
import { communityQuery, useAsk } from '../../api/queries.ts'
import { Button } from '../../ui/Button.tsx'
import { RadioCards } from '../../ui/Checks.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextArea } from '../../ui/TextField.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { FormError } from '../place/FormError.tsx'
import { useSentence } from '../place/sentence.ts'
import styles from './Communaute.module.css'
import type { Community } from './Communaute.tsx'
import { doubtful, emailsIn } from './emails.ts'

/** Inviting several people at once, by e-mail. */
export function Invite({
  community,
  open,
  onClose,
}: {
  community: Community
  open: boolean
  onClose: () => void
}) {
  const { t, i18n } = useLingui()
  const [text, setText] = useState('')
  const [role, setRole] = useState<'member' | 'facilitator'>('member')
  const [tried, setTried] = useState(false)
  const toast = useToast()
  const sentence = useSentence()
  const emails = emailsIn(text)
  const doubts = doubtful(emails)
  const lang = i18n.locale.startsWith('en') ? ('en' as const) : ('fr' as const)
  const invite = useAsk(
    () =>
      asked(
        api.POST('/api/communities/{community}/invitations', {
          params: { path: { community: community.id } },
          body: { emails, role, lang },
        }),
      ),
    [communityQuery(community.id).queryKey],
  )
  const list = doubts.join(', ')
  const error =
    tried && emails.length === 0
      ? t`Écrivez au moins une adresse.`
      : tried && doubts.length > 0
        ? t`Ceci n’est pas une adresse complète : ${list}`
        : undefined
  const send = () => {
    setTried(true)
    if (emails.length === 0 || doubts.length > 0) return
    invite.mutate(undefined, {
      onSuccess: ({ sent, failed }) => {
        const unsent = failed ?? []
        setText(unsent.join('\n'))
        setTried(false)
        const addresses = unsent.join(', ')
        if (unsent.length > 0) {
          toast({
            words: t`Le courriel n’est pas parti vers ${addresses}. L’adresse est encore ici : réessayez.`,
          })
          return
        }
        toast({
          words: t`${plural(sent, { one: '# invitation envoyée.', other: '# invitations envoyées.' })}`,
        })
        onClose()
      },
    })
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      wide
      title={t`Inviter dans la communauté`}
      actions={
        <>
          <Button onPress={onClose}>
            <Trans>Pas maintenant</Trans>
          </Button>
          <Button kind="leaf" busy={invite.isPending} onPress={send}>
            <Trans>Inviter</Trans>
          </Button>
        </>
      }
    >
      <div className={styles['form']}>
        <TextArea
          label={t`Courriels`}
          help={t`Un par ligne, ou séparés par des virgules. Chaque personne reçoit son propre lien.`}
          value={text}
          onChange={setText}
          error={error}
          rows={4}
          autoFocus
        />
        <RadioCards<'member' | 'facilitator'>
          label={t`Leur place`}
          value={role}
          onChange={setRole}
          cards={[
            { value: 'member', title: t`Membre`, body: t`Participe, relit, dessine, retrouve tout.` },
            {
              value: 'facilitator',
              title: t`Animatrice ou animateur`,
              body: t`Peut aussi planifier, inviter et animer.`,
            },
          ]}
        />
        <FormError words={invite.error ? sentence(invite.error) : undefined} />
      </div>
    </Dialog>
  )
}
