import { Trans, useLingui } from '@lingui/react/macro'
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconBell,
  IconCircleCheck,
  IconCircleDashed,
  IconListTree,
  IconLock,
  IconPencil,
} from '@tabler/icons-react'
import { useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Drawer } from '../../ui/Drawer.tsx'
import { useAnnounce } from '../../ui/LiveRegion.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { Banner, EmptyState, Skeleton } from '../../ui/Notices.tsx'
import { StickIcon } from '../../ui/Stick.tsx'
import { Surface } from '../../ui/Surface.tsx'
import { Table } from '../../ui/Table.tsx'
import { Segmented, Tabs } from '../../ui/Tabs.tsx'
import { useToast } from '../../ui/Toast.tsx'
import styles from './Composants.module.css'

const small = { size: 20, stroke: 2, 'aria-hidden': true } as const

export function Announcements() {
  const { t } = useLingui()
  const toast = useToast()
  const announce = useAnnounce()
  const [bell, setBell] = useState(false)
  const [drawer, setDrawer] = useState(false)
  return (
    <section className={styles['section']} aria-labelledby="annonces">
      <h2 id="annonces">
        <Trans>Annonces et dialogues</Trans>
      </h2>
      <Banner kind="link">
        <Trans>La liaison hésite. On garde votre place et vos mots.</Trans>
      </Banner>
      <Banner kind="readOnly">
        <Trans>Ce tableau est prêté à une autre rencontre : vous pouvez le lire.</Trans>
      </Banner>
      <div className={styles['row']}>
        <Button
          onPress={() =>
            toast({
              words: t`Papillon retiré.`,
              icon: <IconArrowBackUp {...small} />,
              action: { label: t`Annuler`, onPress: () => {} },
            })
          }
        >
          <Trans>Montrer une annonce</Trans>
        </Button>
        <Button onPress={() => announce.polite('holder', t`Mariama tient le bâton.`)}>
          <Trans>Lire à voix haute</Trans>
        </Button>
        <Button onPress={() => setBell(true)} icon={<IconBell {...small} />}>
          <Trans>Sonner la cloche</Trans>
        </Button>
        <Button onPress={() => setDrawer(true)}>
          <Trans>Ouvrir le panneau</Trans>
        </Button>
        <Menu
          label={t`Version`}
          trigger={<Button>{t`Plus`}</Button>}
          entries={[
            { id: 'lire', label: t`Lire en entier` },
            { id: 'copier', label: t`Copier le lien`, help: t`Il vaut pour cette rencontre` },
            { kind: 'separator', id: 'trait' },
            { id: 'retirer', label: t`Retirer`, plum: true },
          ]}
        />
      </div>
      <Dialog
        title={t`Sonner la cloche ?`}
        open={bell}
        onClose={() => setBell(false)}
        actions={
          <>
            <Button onPress={() => setBell(false)}>
              <Trans>Pas maintenant</Trans>
            </Button>
            <Button kind="leaf" icon={<IconBell {...small} />} onPress={() => setBell(false)}>
              <Trans>Sonner la cloche</Trans>
            </Button>
          </>
        }
      >
        <Trans>Tout le monde fait une pause de 30 secondes. Mariama garde le bâton.</Trans>
      </Dialog>
      <Drawer title={t`Animation`} open={drawer} onOpenChange={setDrawer}>
        <Trans>Ce que ce panneau montre n’est envoyé à personne d’autre.</Trans>
      </Drawer>
    </section>
  )
}

export function Chips() {
  const { t } = useLingui()
  const [view, setView] = useState<'dessin' | 'plan'>('dessin')
  const [chosen, setChosen] = useState(true)
  return (
    <section className={styles['section']} aria-labelledby="pastilles">
      <h2 id="pastilles">
        <Trans>Pastilles</Trans>
      </h2>
      <div className={styles['row']} style={{ gap: 8 }}>
        <Chip icon={<IconLock {...small} />}>
          <Trans>Porte fermée</Trans>
        </Chip>
        <Chip tone="outline">
          <Trans>Brouillon</Trans>
        </Chip>
        {chosen && (
          <Chip tone="leaf" remove={{ label: t`Retirer Choisi`, onPress: () => setChosen(false) }}>
            <Trans>Choisi</Trans>
          </Chip>
        )}
        <Chip tone="stick" icon={<StickIcon size={18} />}>
          <Trans>à suivre</Trans>
        </Chip>
        <Chip tone="plum" icon={<IconAlertTriangle {...small} />}>
          <Trans>À corriger</Trans>
        </Chip>
      </div>
      <div className={styles['row']}>
        <Segmented
          label={t`Vue du tableau`}
          value={view}
          onChange={setView}
          choices={[
            { value: 'dessin', label: t`Dessin`, icon: <IconPencil {...small} /> },
            { value: 'plan', label: t`Plan en texte`, icon: <IconListTree {...small} /> },
          ]}
        />
        <Chip tone="status" icon={<IconCircleCheck {...small} />}>
          <Trans>Enregistré</Trans>
        </Chip>
      </div>
      <EmptyState title={t`Aucun papillon pour l’instant.`}>
        <Trans>Écrivez le premier, ou laissez venir.</Trans>
      </EmptyState>
      <Surface>
        <Skeleton lines={2} />
      </Surface>
    </section>
  )
}

export function FollowUps() {
  const { t } = useLingui()
  const rows = [
    {
      id: '1',
      what: t`Essayer le duo de visites`,
      who: 'Samir',
      when: t`13 février`,
      state: t`Tenu`,
      done: true,
    },
    {
      id: '2',
      what: t`Écrire la fiche du café`,
      who: 'Lucille',
      when: t`28 février`,
      state: t`En cours`,
      done: false,
    },
    {
      id: '3',
      what: t`Inviter une direction`,
      who: 'Hélène',
      when: t`3 mars`,
      state: t`À faire`,
      done: false,
    },
  ]
  return (
    <section className={styles['section']} aria-labelledby="suivis">
      <h2 id="suivis">
        <Trans>Tableau de suivis</Trans>
      </h2>
      <Table
        caption={t`Tableau de suivis`}
        rows={rows}
        idOf={(row) => row.id}
        columns={[
          { id: 'quoi', title: t`Quoi`, cell: (row) => row.what, width: '44%' },
          { id: 'qui', title: t`Qui`, cell: (row) => row.who },
          { id: 'quand', title: t`Quand`, cell: (row) => row.when },
          {
            id: 'etat',
            title: t`État`,
            cell: (row) => (
              <Chip
                tone="status"
                icon={row.done ? <IconCircleCheck {...small} /> : <IconCircleDashed {...small} />}
              >
                {row.state}
              </Chip>
            ),
          },
        ]}
      />
      <Tabs
        label={t`Rencontre`}
        tabs={[
          { id: 'avant', title: t`Avant`, panel: <p>{t`Le déroulement et l’intention.`}</p> },
          { id: 'apres', title: t`Après`, panel: <p>{t`Le compte rendu et les tableaux.`}</p> },
        ]}
      />
    </section>
  )
}
