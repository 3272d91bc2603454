import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Holder } from '../../session/view.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextArea } from '../../ui/TextField.tsx'
import { useNames, useView, useWish } from './live.tsx'
import panel from './Panel.module.css'
import { circleNames } from './viewmodel.ts'

type Step = 'nudge' | 'take_back'

/** What is being said, and the holding it is said of: the stick may pass on while it is written. */
type Open = { readonly step: Step; readonly grant: number; readonly member: string }

/** The gentle ladder: a private word first, taking back last, with its reason. */
export function Temper({ holder }: { holder: Holder | undefined }) {
  const view = useView()
  const [open, setOpen] = useState<Open | null>(null)
  const other = holder && holder.member !== view.me.member ? holder : undefined
  const begin = (step: Step) => () => {
    if (other) setOpen({ step, grant: other.grant, member: other.member })
  }
  return (
    <>
      {other && (
        <div className={panel['actions']}>
          <Button size="dense" onPress={begin('nudge')}>
            <Trans>Un mot en privé</Trans>
          </Button>
          <Button size="dense" kind="plum" onPress={begin('take_back')}>
            <Trans>Reprendre le bâton</Trans>
          </Button>
        </div>
      )}
      {open && <Say open={open} onClose={() => setOpen(null)} />}
    </>
  )
}

/** The words, kept until the server has them: one that comes too late is refused, and stays here. */
function Say({ open: { step, grant, member }, onClose }: { open: Open; onClose: () => void }) {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  const wish = useWish()
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const name = circleNames(view, names)[member] ?? ''
  const back = step === 'take_back'
  const say = async () => {
    const words = text.trim()
    setBusy(true)
    const answer = back
      ? await wish('stick.take_back', { grant, reason: words })
      : await wish('stick.nudge', { grant, text: words })
    setBusy(false)
    if (answer.done) onClose()
  }
  return (
    <Dialog
      title={back ? t`Reprendre le bâton à ${name} ?` : t`Un mot à ${name}, en privé`}
      open
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>
            <Trans>Pas maintenant</Trans>
          </Button>
          <Button
            kind={back ? 'plum' : 'leaf'}
            busy={busy}
            unavailable={back && text.trim() === '' ? t`Écrivez d’abord la raison.` : undefined}
            onPress={() => void say()}
          >
            {back ? <Trans>Reprendre le bâton</Trans> : <Trans>Dire</Trans>}
          </Button>
        </>
      }
    >
      <TextArea
        label={
          back
            ? t`La raison, lue par cette personne et l’animation`
            : t`Votre mot, lu par cette personne seulement`
        }
        autoFocus
        rows={3}
        value={text}
        onChange={setText}
        maxLength={500}
        placeholder={back ? '' : t`Prenez le temps de conclure.`}
      />
    </Dialog>
  )
}
