import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { useWish } from './live.tsx'

/** Names a board that is opened, or one that is there. It is open for as long as it is on the page. */
export function BoardTitle({
  board,
  onClose,
  onDone,
}: {
  board?: { id: string; title: string }
  onClose: () => void
  onDone?: (board: string) => void
}) {
  const { t } = useLingui()
  const wish = useWish()
  const [title, setTitle] = useState(board?.title ?? '')
  const [busy, setBusy] = useState(false)
  const done = async () => {
    if (title.trim() === board?.title) return onClose()
    const id = board?.id ?? crypto.randomUUID()
    setBusy(true)
    const answer = await wish(board ? 'boards.rename' : 'boards.open', { board: id, title: title.trim() })
    setBusy(false)
    if (!answer.done) return
    onClose()
    onDone?.(id)
  }
  return (
    <Dialog
      title={board ? t`Renommer le tableau` : t`Nouveau tableau`}
      open
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>
            <Trans>Pas maintenant</Trans>
          </Button>
          <Button
            kind="leaf"
            busy={busy}
            onPress={() => void done()}
            unavailable={title.trim() === '' ? t`Donnez-lui d’abord un nom.` : undefined}
          >
            {board ? <Trans>Renommer</Trans> : <Trans>Ouvrir le tableau</Trans>}
          </Button>
        </>
      }
    >
      <TextField label={t`Son nom`} value={title} onChange={setTitle} maxLength={120} autoFocus />
    </Dialog>
  )
}
