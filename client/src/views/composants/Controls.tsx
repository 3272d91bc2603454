import { CalendarDate, Time } from '@internationalized/date'
import { Trans, useLingui } from '@lingui/react/macro'
import {
  IconChalkboard,
  IconDeviceLaptop,
  IconHandStop,
  IconHome,
  IconMicrophone,
  IconMicrophoneOff,
  IconUsersGroup,
  IconX,
} from '@tabler/icons-react'
import { useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Checkbox, RadioCards, Switch } from '../../ui/Checks.tsx'
import { DatePicker, TimeField } from '../../ui/Dates.tsx'
import { Select } from '../../ui/Select.tsx'
import { StickIcon } from '../../ui/Stick.tsx'
import { TextArea, TextField } from '../../ui/TextField.tsx'
import { IconButton, ToolButton, ToolToggle } from '../../ui/Tool.tsx'
import styles from './Composants.module.css'

const icon = { size: 26, stroke: 1.75, 'aria-hidden': true } as const

export function Buttons() {
  const { t } = useLingui()
  const [board, setBoard] = useState(true)
  const [open, setOpen] = useState(true)
  const nothing = () => {}
  return (
    <section className={styles['section']} aria-labelledby="boutons">
      <h2 id="boutons">
        <Trans>Boutons</Trans>
      </h2>
      <div className={styles['row']}>
        <Button kind="stick" icon={<StickIcon size={26} />}>
          <Trans>Prendre le bâton</Trans>
        </Button>
        <Button kind="stick" icon={<StickIcon size={26} />}>
          <Trans>Transmettre</Trans>
        </Button>
      </div>
      <div className={styles['row']}>
        <Button kind="leaf">
          <Trans>Entrer</Trans>
        </Button>
        <Button>
          <Trans>Passer</Trans>
        </Button>
        <Button kind="text">
          <Trans>Lire en entier</Trans>
        </Button>
        <Button kind="plum">
          <Trans>Quitter</Trans>
        </Button>
      </div>
      <div className={styles['row']}>
        <Button unavailable={t`La salle ouvre à 9 h. Cette page s’ouvrira d’elle-même.`}>
          <Trans>Indisponible</Trans>
        </Button>
        <Button kind="leaf" busy>
          <Trans>Envoi…</Trans>
        </Button>
        <IconButton icon={<IconX {...icon} />} label={t`Fermer`} onPress={nothing} />
      </div>
      <div className={styles['bar']}>
        <ToolToggle
          icon={<IconMicrophoneOff {...icon} />}
          word={t`Micro fermé`}
          on={false}
          onChange={nothing}
        />
        <ToolToggle
          icon={open ? <IconMicrophone {...icon} /> : <IconMicrophoneOff {...icon} />}
          word={open ? t`Micro ouvert` : t`Micro fermé`}
          shortcut="M"
          on={open}
          onChange={setOpen}
        />
        <ToolButton
          icon={<IconHandStop {...icon} />}
          word={t`Main`}
          onPress={nothing}
          unavailable={t`Pendant une ronde, chaque personne parle à son tour.`}
        />
        <ToolToggle icon={<IconChalkboard {...icon} />} word={t`Tableau`} on={board} onChange={setBoard} />
      </div>
    </section>
  )
}

export function Fields() {
  const { t } = useLingui()
  const [kind, setKind] = useState<'fiche' | 'recit'>('fiche')
  const [mail, setMail] = useState('josee.exemple')
  const [day, setDay] = useState<CalendarDate | null>(new CalendarDate(2026, 2, 17))
  const [hour, setHour] = useState<Time | null>(new Time(9, 30))
  const [accepted, setAccepted] = useState(true)
  const [stories, setStories] = useState(false)
  const [listen, setListen] = useState(true)
  const [sounds, setSounds] = useState(false)
  return (
    <section className={styles['section']} aria-labelledby="champs">
      <h2 id="champs">
        <Trans>Champs</Trans>
      </h2>
      <div className={styles['fields']}>
        <TextField label={t`Nom affiché`} defaultValue="Josée" />
        <Select
          label={t`Nature`}
          value={kind}
          onChange={setKind}
          choices={[
            { value: 'fiche', label: t`Fiche de pratique` },
            { value: 'recit', label: t`Récit de pratique`, help: t`Ce qui s’est passé, avec ses mots` },
          ]}
        />
        <TextField
          label={t`Courriel`}
          type="email"
          value={mail}
          onChange={setMail}
          error={mail.includes('@') ? undefined : t`Il manque la suite, après « @ ».`}
        />
        <DatePicker label={t`Fin de la relecture`} value={day} onChange={setDay} />
        <TimeField label={t`Début`} value={hour} onChange={setHour} help={t`Heure de l’Est (Montréal)`} />
        <TextArea label={t`Intention`} rows={2} placeholder={t`Ce que la rencontre cherche`} />
      </div>
      <div className={styles['row']} style={{ gap: '4px 24px' }}>
        <Checkbox on={accepted} onChange={setAccepted}>
          <Trans>J’accepte</Trans>
        </Checkbox>
        <Checkbox on={stories} onChange={setStories}>
          <Trans>Récits</Trans>
        </Checkbox>
        <Switch on={listen} onChange={setListen}>
          <Trans>Écoute seulement</Trans>
        </Switch>
        <Switch on={sounds} onChange={setSounds}>
          <Trans>Sons</Trans>
        </Switch>
      </div>
    </section>
  )
}

export function Cards() {
  const { t } = useLingui()
  const [where, setWhere] = useState<string | null>('deux')
  const small = { size: 22, stroke: 1.75, 'aria-hidden': true } as const
  return (
    <section className={styles['section']} aria-labelledby="cartes">
      <h2 id="cartes">
        <Trans>Cartes à choix</Trans>
      </h2>
      <RadioCards
        label={t`Où`}
        labelHidden
        value={where}
        onChange={setWhere}
        cards={[
          {
            value: 'ligne',
            title: t`En ligne`,
            body: t`Chaque personne de chez elle ou de son bureau.`,
            icon: <IconDeviceLaptop {...small} />,
          },
          {
            value: 'organisme',
            title: t`En organisme`,
            body: t`Tout le monde au même endroit; Palabre tient le temps et le tableau.`,
            icon: <IconHome {...small} />,
          },
          {
            value: 'deux',
            title: t`Les deux`,
            body: t`Un appareil pour la salle, chaque personne garde son siège.`,
            icon: <IconUsersGroup {...small} />,
          },
        ]}
      />
    </section>
  )
}
