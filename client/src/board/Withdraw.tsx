import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import styles from './Board.module.css'
import css from './Withdraw.module.css'
import type { BoardAnswer, BoardLink } from './wire.ts'

/** Asks before a person's words leave the board and all that keeps its past, which nothing brings back. */
export function Withdraw({
  where,
  link,
  onClose,
}: {
  /** The elements where she wrote, or all of the board's, deleted ones too. */
  where: readonly string[] | 'everywhere'
  link: BoardLink
  onClose: () => void
}) {
  const { t, i18n } = useLingui()
  const all = where === 'everywhere'
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string>()
  const withdraw = async () => {
    setBusy(true)
    setRefused(undefined)
    const answer = await (where === 'everywhere' ? withdrawAll(link) : link.withdraw(where))
    setBusy(false)
    if (answer.done) onClose()
    else setRefused(i18n.locale.startsWith('en') ? answer.en : answer.fr)
  }
  return (
    <Dialog
      open
      alert
      onClose={onClose}
      title={all ? t`Retirer tous vos mots de ce tableau?` : t`Retirer vos mots de l’historique?`}
      actions={
        <>
          <Button onPress={onClose}>
            <Trans>Garder mes mots</Trans>
          </Button>
          <Button kind="plum" busy={busy} onPress={() => void withdraw()}>
            {all ? <Trans>Retirer tous mes mots</Trans> : <Trans>Retirer mes mots</Trans>}
          </Button>
        </>
      }
    >
      <p className={css['said']}>
        {all ? (
          <Trans>
            Tout ce que vous avez écrit sur ce tableau, à main levée aussi, même ce qui en a été supprimé, est
            détruit : sur le tableau, dans son historique, dans ses images et dans les comptes rendus qui le
            montrent. « retiré » reste à la place.
          </Trans>
        ) : (
          <Trans>
            Ce que vous avez écrit ici, maintenant et avant, est détruit : sur le tableau, dans son
            historique, dans ses images et dans les comptes rendus qui le montrent. « retiré » reste à la
            place.
          </Trans>
        )}
      </p>
      <p>
        <Trans>
          Ce que d’autres y ont écrit reste. Les copies déjà téléchargées ou imprimées ne peuvent pas être
          rappelées. Rien ne ramène ces mots ensuite.
        </Trans>
      </p>
      {refused && (
        <p className={styles['why']} role="alert">
          {refused}
        </p>
      )}
    </Dialog>
  )
}

/** The server withdraws some hundreds at a time: asked again until it finds no more. */
async function withdrawAll(link: BoardLink): Promise<BoardAnswer> {
  let last: BoardAnswer | undefined
  for (;;) {
    const answer = await link.withdraw('everywhere')
    if (!answer.done) return last && answer.code === 'board_not_yours' ? last : answer
    last = answer
  }
}
