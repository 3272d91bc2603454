import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { GrowthRings } from '../../ui/GrowthRings.tsx'
import styles from './Ends.module.css'
import { type Entry, fetchMinutes } from './entry.ts'
import { useView, useWish } from './live.tsx'

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

/** Asks before closing, and says what is kept and what is destroyed. */
export function CloseDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useLingui()
  const view = useView()
  const wish = useWish()
  return (
    <Dialog
      title={t`Fermer la rencontre ?`}
      open={open}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>
            <Trans>Continuer la rencontre</Trans>
          </Button>
          <Button
            kind="plum"
            onPress={() => {
              onClose()
              void wish('session.close')
            }}
          >
            <Trans>Fermer la rencontre</Trans>
          </Button>
        </>
      }
    >
      <ul className={styles['kept']}>
        <li>
          <Trans>
            Gardés : les tableaux, les décisions et les suivis, ce que chaque personne a gardé du clavardage.
          </Trans>
        </li>
        {view.mode === 'confidential' ? (
          <li>
            <Trans>Détruits : tous les autres messages du clavardage.</Trans>
          </li>
        ) : (
          <li>
            <Trans>Effacés après trente jours : les autres messages du clavardage.</Trans>
          </li>
        )}
        <li>
          <Trans>
            Le projet de compte rendu s’écrit de lui-même. Seules les personnes qui l’ont accepté y sont
            nommées.
          </Trans>
        </li>
        <li>
          <Trans>Tout le monde quitte la salle.</Trans>
        </li>
      </ul>
    </Dialog>
  )
}
