import { Trans, useLingui } from '@lingui/react/macro'
import { IconPhone } from '@tabler/icons-react'
import { useState } from 'react'
import { api, asked } from '../../../api/client.ts'
import { facilitates } from '../../../session/view.ts'
import { Button } from '../../../ui/Button.tsx'
import { Select } from '../../../ui/Select.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { useToast } from '../../../ui/Toast.tsx'
import { useSentence } from '../../place/sentence.ts'
import styles from '../Animation.module.css'
import { useLive, useNames, useView } from '../live.tsx'
import panel from '../Panel.module.css'
import { circleOf } from '../viewmodel.ts'

/** A seat for somebody without a line of her own: on the telephone, or beside somebody who is here. */
export function Seats() {
  const { t } = useLingui()
  const { entry } = useLive()
  const view = useView()
  const names = useNames()
  const toast = useToast()
  const sentence = useSentence()
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const [behind, setBehind] = useState(view.me.member)
  const [busy, setBusy] = useState(false)
  const here = circleOf(view).filter(
    (id) => view.people?.[id]?.here && view.people?.[id]?.behind === undefined,
  )
  const add = async () => {
    setBusy(true)
    try {
      await asked(
        api.POST('/api/meetings/{meeting}/seats', {
          params: { path: { meeting: entry.meeting.id } },
          body: { name: name.trim(), behind },
        }),
      )
      setName('')
      setOpen(false)
    } catch (error) {
      toast({ words: sentence(error) })
    }
    setBusy(false)
  }
  if (!facilitates(view.me.role)) return null
  if (!open) {
    return (
      <div>
        <Button
          size="dense"
          icon={<IconPhone size={20} stroke={2} aria-hidden />}
          onPress={() => setOpen(true)}
        >
          <Trans>Ajouter un siège de voix relais</Trans>
        </Button>
      </div>
    )
  }
  return (
    <div className={styles['fields']} role="group" aria-label={t`Siège de voix relais`}>
      <p className={panel['hint']}>
        <Trans>
          Pour quelqu’un au téléphone, ou assis à côté : son siège et son tour sont les siens; la personne qui
          l’accompagne fait ses gestes et porte sa voix.
        </Trans>
      </p>
      <TextField label={t`Son nom`} value={name} onChange={setName} maxLength={80} />
      <Select
        label={t`Qui porte sa voix`}
        value={behind}
        onChange={setBehind}
        choices={here.map((id) => ({ value: id, label: names[id] ?? '' }))}
      />
      <div className={panel['actions']}>
        <Button
          size="dense"
          kind="leaf"
          busy={busy}
          unavailable={name.trim() === '' ? t`Écrivez d’abord son nom.` : undefined}
          onPress={() => void add()}
        >
          <Trans>Ajouter ce siège</Trans>
        </Button>
        <Button size="dense" onPress={() => setOpen(false)}>
          <Trans>Pas maintenant</Trans>
        </Button>
      </div>
    </div>
  )
}
