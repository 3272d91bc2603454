import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconDots, IconPencil, IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { api, asked } from '../../api/client.ts'
import { communityQuery, meQuery, useAsk } from '../../api/queries.ts'
import { Button } from '../../ui/Button.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { Pebble } from '../../ui/Pebble.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { FormError } from '../place/FormError.tsx'
import { Part } from '../place/Heading.tsx'
import { initialsOf } from '../place/initials.ts'
import { useSentence } from '../place/sentence.ts'
import styles from './Communaute.module.css'
import type { Community } from './Communaute.tsx'
import { Invite } from './Invite.tsx'
import { Work } from './Work.tsx'

type Member = NonNullable<Community['members']>[number]

/** The members, and for whoever facilitates the ways to invite, to give a role and to remove. */
export function Members({ community, me }: { community: Community; me: string }) {
  const { t } = useLingui()
  const [inviting, setInviting] = useState(false)
  const [leaving, setLeaving] = useState<Member>()
  const [writing, setWriting] = useState<Member>()
  const leads = community.role === 'facilitator'
  const pending = community.pending ?? []
  return (
    <Part
      title={t`Membres`}
      aside={
        leads && (
          <Button
            size="dense"
            icon={<IconUserPlus size={22} stroke={1.75} aria-hidden />}
            onPress={() => setInviting(true)}
          >
            <Trans>Inviter</Trans>
          </Button>
        )
      }
    >
      <ul className={styles['members']}>
        {(community.members ?? []).map((member) => (
          <li key={member.id}>
            <Pebble id={member.id} initials={initialsOf(member.name)} size={44} />
            <div className={styles['memberWords']}>
              <p className={styles['memberName']}>
                {member.name} {member.id === me && <Trans>(vous)</Trans>}
              </p>
              <WorkLine member={member} />
            </div>
            {member.role === 'facilitator' && (
              <Chip>
                <Trans>anime</Trans>
              </Chip>
            )}
            {leads ? (
              <MemberMenu
                community={community}
                member={member}
                onWrite={() => setWriting(member)}
                onRemove={() => setLeaving(member)}
              />
            ) : (
              member.id === me && (
                <Button
                  kind="text"
                  size="dense"
                  aria-label={t`Préciser votre organisme, votre région et votre fonction`}
                  onPress={() => setWriting(member)}
                >
                  <IconPencil size={22} stroke={1.75} aria-hidden />
                </Button>
              )
            )}
          </li>
        ))}
      </ul>
      {leads && pending.length > 0 && (
        <details className={styles['pending']}>
          <summary>
            <Plural
              value={pending.length}
              one="# invitation attend une réponse"
              other="# invitations attendent une réponse"
            />
          </summary>
          <ul>
            {pending.map((one) => (
              <li key={one.email}>{one.email}</li>
            ))}
          </ul>
        </details>
      )}
      {leads && <Invite community={community} open={inviting} onClose={() => setInviting(false)} />}
      {writing && (
        <Work
          community={community}
          member={writing}
          own={writing.id === me}
          onClose={() => setWriting(undefined)}
        />
      )}
      {leaving && <Remove community={community} member={leaving} onClose={() => setLeaving(undefined)} />}
    </Part>
  )
}

/** What she does, with whom and where, as far as it was said. */
function WorkLine({ member }: { member: Member }) {
  const said = [member.function, member.organization, member.region].filter(Boolean)
  return said.length > 0 && <p className={styles['quiet']}>{said.join(', ')}</p>
}

function MemberMenu({
  community,
  member,
  onWrite,
  onRemove,
}: {
  community: Community
  member: Member
  onWrite: () => void
  onRemove: () => void
}) {
  const { t } = useLingui()
  const toast = useToast()
  const sentence = useSentence()
  const { name } = member
  const role = member.role === 'facilitator' ? 'member' : 'facilitator'
  const change = useAsk(
    () =>
      asked(
        api.PATCH('/api/communities/{community}/members/{member}', {
          params: { path: { community: community.id, member: member.id } },
          body: { role },
        }),
      ),
    [communityQuery(community.id).queryKey, meQuery().queryKey],
  )
  return (
    <Menu
      label={name}
      trigger={
        <Button kind="text" size="dense" aria-label={t`Changer le rôle ou le travail de ${name}, ou retirer`}>
          <IconDots size={22} stroke={1.75} aria-hidden />
        </Button>
      }
      entries={[
        {
          id: 'role',
          label: role === 'facilitator' ? t`Confier l’animation` : t`Retirer l’animation`,
          help:
            role === 'facilitator'
              ? t`Planifier, inviter, animer les rencontres`
              : t`Reste membre de la communauté`,
          onChoose: () => change.mutate(undefined, { onError: (error) => toast({ words: sentence(error) }) }),
        },
        {
          id: 'travail',
          label: t`Préciser le travail`,
          help: t`Organisme, région et fonction`,
          onChoose: onWrite,
        },
        { id: 'retirer', label: t`Retirer de la communauté`, plum: true, onChoose: onRemove },
      ]}
    />
  )
}

function Remove({
  community,
  member,
  onClose,
}: {
  community: Community
  member: Member
  onClose: () => void
}) {
  const { t } = useLingui()
  const sentence = useSentence()
  const { name } = member
  const remove = useAsk(
    () =>
      asked(
        api.DELETE('/api/communities/{community}/members/{member}', {
          params: { path: { community: community.id, member: member.id } },
        }),
      ),
    [communityQuery(community.id).queryKey],
  )
  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Retirer ${name} de la communauté?`}
      actions={
        <>
          <Button onPress={onClose}>
            <Trans>Pas maintenant</Trans>
          </Button>
          <Button
            kind="plum"
            busy={remove.isPending}
            onPress={() => remove.mutate(undefined, { onSuccess: onClose })}
          >
            <Trans>Retirer</Trans>
          </Button>
        </>
      }
    >
      <p>
        <Trans>
          {name} n’aura plus accès aux rencontres, aux documents ni aux tableaux, et quittera une rencontre en
          cours. Ce qui a été dit et écrit ensemble reste.
        </Trans>
      </p>
      <FormError words={remove.error ? sentence(remove.error) : undefined} />
    </Dialog>
  )
}
