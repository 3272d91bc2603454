import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { facilitates } from '../../session/view.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { WhoWillRead } from '../place/WhoWillRead.tsx'
import { Bell } from './anime/Bell.tsx'
import styles from './Ends.module.css'
import { Help } from './Help.tsx'
import { useLive, useView, useWish } from './live.tsx'

/** What is asked on top of the room: leaving, closing, or help. */
export function Asking({
  what,
  onClose,
}: {
  what: 'leave' | 'close' | 'help' | 'bell'
  onClose: () => void
}) {
  switch (what) {
    case 'leave':
      return <Leave open onClose={onClose} />
    case 'close':
      return <CloseDialog open onClose={onClose} />
    case 'help':
      return <Help open onClose={onClose} />
    case 'bell':
      return <Bell onClose={onClose} />
  }
}

/** Asks before closing, and says what is kept and what is destroyed. */
export function CloseDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useLingui()
  const view = useView()
  const wish = useWish()
  const lived = view.agenda?.phases.slice(0, view.agenda.at + 1) ?? []
  const silent = lived.some((phase) => phase.traces === 'none')
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
        {silent && (
          <li>
            <Trans>
              Effacé : ce qui a été écrit dans les étapes sans traces, sur les tableaux, les cartes et dans
              les votes, sauf ce que l’étape devait laisser.
            </Trans>
          </li>
        )}
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
  const [asked, setAsked] = useState(false)
  const holds = view.round?.holder?.member === view.me.member
  const leave = async () => {
    setLeaving(true)
    // Without a line no answer comes: the door opens all the same, and her seat waits for her.
    const said = await Promise.race([
      wish('people.leave', { anyway: asked }),
      new Promise<undefined>((enough) => setTimeout(() => enough(undefined), answerWithin)),
    ])
    // It was agreed to stay until a phase, which the sentence names: she may go all the same, when she says so again.
    if (said && !said.done && said.code === 'stay_until') {
      setAsked(true)
      setLeaving(false)
      return
    }
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
