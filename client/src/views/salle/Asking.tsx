import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { facilitates } from '../../session/view.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { WhoWillRead } from '../place/WhoWillRead.tsx'
import styles from './Ends.module.css'
import { Help } from './Help.tsx'
import { useLive, useView, useWish } from './live.tsx'

/** What is asked on top of the room: leaving, closing, or help. */
export function Asking({ what, onClose }: { what: 'leave' | 'close' | 'help'; onClose: () => void }) {
  switch (what) {
    case 'leave':
      return <Leave open onClose={onClose} />
    case 'close':
      return <CloseDialog open onClose={onClose} />
    case 'help':
      return <Help open onClose={onClose} />
  }
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
          <WhoWillRead />
        </li>
        <li>
          <Trans>Tout le monde quitte la salle.</Trans>
        </li>
      </ul>
    </Dialog>
  )
}

/** How long the server is given to hear that one leaves, ms. */
const answerWithin = 2000

function Leave({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useLingui()
  const { entry } = useLive()
  const view = useView()
  const wish = useWish()
  const navigate = useNavigate()
  const [leaving, setLeaving] = useState(false)
  const holds = view.round?.holder?.member === view.me.member
  const leave = async () => {
    setLeaving(true)
    // Without a line no answer comes: the door opens all the same, and her seat waits for her.
    await Promise.race([wish('people.leave'), new Promise((enough) => setTimeout(enough, answerWithin))])
    await navigate({
      href: entry.you.guest ? `/r/${entry.meeting.id}/antichambre` : `/c/${entry.community.id}`,
    })
  }
  return (
    <Dialog
      title={t`Quitter la salle ?`}
      open={open}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>
            <Trans>Rester</Trans>
          </Button>
          <Button kind="plum" busy={leaving} onPress={() => void leave()}>
            <Trans>Quitter</Trans>
          </Button>
        </>
      }
    >
      {holds ? (
        <Trans>Vous tenez le bâton : il passera à la personne suivante.</Trans>
      ) : (
        <Trans>Votre siège vous attend si vous revenez.</Trans>
      )}{' '}
      {facilitates(view.me.role) && <Trans>La rencontre continue sans vous; elle n’est pas fermée.</Trans>}
    </Dialog>
  )
}
