import { useLingui } from '@lingui/react/macro'
import { IconDoorExit, IconUserCircle } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { api, asked, Refused, type Schema } from '../../api/client.ts'
import { meQuery } from '../../api/queries.ts'
import { Skeleton } from '../../ui/Notices.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { Frame } from '../Frame.tsx'
import { forgetPerson } from './forget.ts'
import { initialsOf } from './initials.ts'
import { Failed } from './Loaded.tsx'
import { signInPath } from './return.ts'
import { useSentence } from './sentence.ts'

export type Me = Schema<'Me'>

/** A page for someone who is signed in; whoever is not goes to sign in, and comes back. */
export function Signed({ children }: { children: (me: Me) => ReactNode }) {
  const me = useQuery(meQuery())
  const navigate = useNavigate()
  // The page asked for, not the one we are already being led to.
  const [path] = useState(useLocation({ select: (location) => location.pathname }))
  const nobody = me.error instanceof Refused && me.error.status === 401
  useEffect(() => {
    if (nobody) void navigate({ href: signInPath(path), replace: true })
  }, [nobody, navigate, path])
  const person = usePerson(me.data)
  if (me.data) {
    const guest = me.data.member.guest
    return (
      <Frame person={person} onLanguage={(id) => !guest && tellLanguage(id)}>
        {children(me.data)}
      </Frame>
    )
  }
  return (
    <Frame>
      {me.error && !nobody ? (
        <Failed error={me.error} onRetry={() => void me.refetch()} />
      ) : (
        <Skeleton block lines={4} />
      )}
    </Frame>
  )
}

// Letters follow the language of the page. If the server does not hear it now, the page has it all the same.
function tellLanguage(id: string): void {
  asked(api.PATCH('/api/me', { body: { lang: id.startsWith('en') ? 'en' : 'fr' } })).catch(() => undefined)
}

function usePerson(me: Me | undefined) {
  const { t } = useLingui()
  const leave = useSignOut()
  if (!me) return undefined
  const { id, name, guest } = me.member
  const profile = {
    id: 'profil',
    label: t`Mon profil`,
    icon: <IconUserCircle size={20} stroke={2} aria-hidden />,
    href: '/profil',
  }
  const out = {
    id: 'sortir',
    label: t`Se déconnecter`,
    icon: <IconDoorExit size={20} stroke={2} aria-hidden />,
    onChoose: leave,
  }
  return { id, name, initials: initialsOf(name), menu: guest ? [out] : [profile, out] }
}

/** Ends the session on this browser, and forgets what was read. */
export function useSignOut(): () => void {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const toast = useToast()
  const sentence = useSentence()
  return () => {
    asked(api.POST('/api/auth/logout')).then(
      async () => {
        await navigate({ href: '/connexion' })
        queries.clear()
        forgetPerson()
        // The server answered: whatever a board had to send has left.
        const boards = await import('../../board/outbox.ts')
        // A browser that refuses to open what it keeps has kept nothing.
        await boards.forgetBoards().catch(() => undefined)
      },
      (error: unknown) => toast({ words: sentence(error) }),
    )
  }
}
