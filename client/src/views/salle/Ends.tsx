import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Refused } from '../../api/client.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { GrowthRings } from '../../ui/GrowthRings.tsx'
import styles from './Ends.module.css'
import { type Entry, fetchMinutes } from './entry.ts'

/** A page in place of the room: closed, refused, taken over, or waiting at the door. */
export function Aside({
  title,
  children,
  actions,
  seed,
}: {
  title: ReactNode
  children?: ReactNode
  actions?: ReactNode
  seed: string
}) {
  return (
    <main className={styles['page']}>
      <div className={styles['rings']} aria-hidden>
        <GrowthRings seed={seed} width={1800} height={1200} cx={900} cy={600} rx={380} ry={240} />
      </div>
      <div className={styles['words']}>
        <h1>{title}</h1>
        {children}
        {actions && <div className={styles['actions']}>{actions}</div>}
      </div>
    </main>
  )
}

/** How often the minutes are looked for after the close, ms: a projector writes them. */
const lookEvery = 3000

/** The meeting is over: what remains of it, and where. */
export function Closed({ entry }: { entry: Entry }) {
  const minutes = useQuery({
    queryKey: ['minutes', entry.meeting.id],
    queryFn: async () => (await fetchMinutes(entry.meeting.id)) ?? null,
    enabled: !entry.you.guest,
    refetchInterval: (query) => (query.state.data ? false : lookEvery),
  })
  return (
    <Aside
      seed={entry.community.id}
      title={<Trans>La rencontre est fermée</Trans>}
      actions={
        <>
          {minutes.data && (
            <ButtonLink kind="leaf" size="big" href={`/documents/${minutes.data.id}`}>
              <Trans>Lire le compte rendu</Trans>
            </ButtonLink>
          )}
          {!entry.you.guest && (
            <ButtonLink size={minutes.data ? undefined : 'big'} href={`/c/${entry.community.id}`}>
              <Trans>Revenir à la communauté</Trans>
            </ButtonLink>
          )}
        </>
      }
    >
      <p>
        <Trans>Merci d’avoir été là.</Trans>{' '}
        {entry.mode === 'confidential' ? (
          <Trans>
            Le clavardage est effacé, sauf ce que chaque personne a gardé. Rien n’a été enregistré.
          </Trans>
        ) : (
          <Trans>
            Les tableaux, les décisions et ce qui a été gardé du clavardage restent à la communauté.
          </Trans>
        )}
      </p>
      {entry.you.guest && (
        <p>
          <Trans>Vous pouvez fermer cette page.</Trans>
        </p>
      )}
      {!entry.you.guest && !minutes.data && (
        <p role="status">
          <Trans>Le projet de compte rendu se prépare. Il paraîtra ici.</Trans>
        </p>
      )}
    </Aside>
  )
}

/** Why the door did not answer, and a way on. */
export function EntryRefused({ error, retry }: { error: Error; retry: () => void }) {
  const { i18n } = useLingui()
  const refused = error instanceof Refused ? error : null
  const words = refused?.sentence(i18n.locale)
  return (
    <Aside
      seed="palabre"
      title={
        refused?.status === 401 ? (
          <Trans>Vous n’êtes pas connectée ou connecté</Trans>
        ) : (
          <Trans>La porte ne s’ouvre pas</Trans>
        )
      }
      actions={
        refused?.status === 401 ? (
          <ButtonLink
            kind="leaf"
            size="big"
            href={`/connexion?suite=${encodeURIComponent(location.pathname)}`}
          >
            <Trans>Se connecter</Trans>
          </ButtonLink>
        ) : (
          <>
            <Button kind="leaf" size="big" onPress={retry}>
              <Trans>Réessayer</Trans>
            </Button>
            <ButtonLink href="/">
              <Trans>Revenir à l’accueil</Trans>
            </ButtonLink>
          </>
        )
      }
    >
      {refused?.status === 401 ? (
        <Strangers />
      ) : refused?.code === 'not_found' ? (
        <NotKnown />
      ) : (
        words && <p>{words}</p>
      )}
    </Aside>
  )
}

/** The server knows her, though not as one who is expected there, or there is no such meeting: it never says which. */
function NotKnown() {
  return (
    <>
      <p>
        <Trans>Palabre ne vous reconnaît pas à cette porte, sur cet appareil.</Trans>
      </p>
      <p>
        <Trans>
          Vous venez sur invitation? Rouvrez le lien du premier courriel : c’est lui qui vous fait entrer.
        </Trans>
      </p>
      <p>
        <Trans>
          Membre de la communauté? Assurez-vous d’être entrée ou entré avec l’adresse que la communauté
          connaît.
        </Trans>
      </p>
    </>
  )
}

/** Two ways in for one whom the server does not know on this device: a member's, and a guest's. */
export function Strangers() {
  return (
    <>
      <p>
        <Trans>Vous venez sur invitation? Rouvrez le lien reçu : il vous ramène à votre siège.</Trans>
      </p>
      <p>
        <Trans>Membre de la communauté? Votre courriel suffit; vous reviendrez ici.</Trans>
      </p>
    </>
  )
}
