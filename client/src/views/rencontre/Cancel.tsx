import { Trans, useLingui } from '@lingui/react/macro'
import { api, asked } from '../../api/client.ts'
import { communityQuery, meetingQuery, meQuery, useAsk } from '../../api/queries.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { FormError } from '../place/FormError.tsx'
import { useSentence } from '../place/sentence.ts'
import type { Meeting } from './Rencontre.tsx'

/** Cancelling a meeting, after a confirmation that says what happens. */
export function Cancel({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const { t } = useLingui()
  const sentence = useSentence()
  const cancel = useAsk(
    () => asked(api.DELETE('/api/meetings/{meeting}', { params: { path: { meeting: meeting.id } } })),
    [meetingQuery(meeting.id).queryKey, communityQuery(meeting.community).queryKey, meQuery().queryKey],
  )
  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Annuler la rencontre?`}
      actions={
        <>
          <Button onPress={onClose}>
            <Trans>La garder</Trans>
          </Button>
          <Button
            kind="plum"
            busy={cancel.isPending}
            onPress={() => cancel.mutate(undefined, { onSuccess: onClose })}
          >
            <Trans>Annuler la rencontre</Trans>
          </Button>
        </>
      }
    >
      <p>
        <Trans>
          Ses liens ne mèneront plus à la salle. Les membres et les personnes invitées par courriel reçoivent
          un courriel qui le dit. Les tableaux et les documents restent.
        </Trans>
      </p>
      <FormError words={cancel.error ? sentence(cancel.error) : undefined} />
    </Dialog>
  )
}
