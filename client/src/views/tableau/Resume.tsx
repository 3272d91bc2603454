import { Trans, useLingui } from '@lingui/react/macro'
import { IconCalendarPlus } from '@tabler/icons-react'
import { api, asked, type Schema } from '../../api/client.ts'
import { boardQuery, meetingQuery, useAsk } from '../../api/queries.ts'
import { Button } from '../../ui/Button.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { inOrder, isPast } from '../communaute/cycle.ts'
import { useSentence } from '../place/sentence.ts'
import { useNow } from '../place/useNow.ts'
import { useWhen } from '../place/useWhen.ts'
import styles from './Tableau.module.css'
import type { Board } from './Tableau.tsx'

/** Opening the board again at the next meeting; whoever facilitates decides it. */
export function Resume({ board, community }: { board: Board; community: Schema<'Community'> }) {
  const { t } = useLingui()
  const now = useNow(60_000)
  const when = useWhen()
  const toast = useToast()
  const sentence = useSentence()
  const next = inOrder(community.meetings ?? []).find((meeting) => !isPast(meeting, now))
  const resume = useAsk(
    (meeting: string) =>
      asked(
        api.POST('/api/boards/{board}/resume', { params: { path: { board: board.id } }, body: { meeting } }),
      ),
    [boardQuery(board.id).queryKey, ...(next ? [meetingQuery(next.id).queryKey] : [])],
  )
  if (community.role !== 'facilitator') {
    return (
      <p className={styles['who']}>
        <Trans>L’animation peut reprendre ce tableau à une prochaine rencontre.</Trans>
      </p>
    )
  }
  const icon = <IconCalendarPlus size={22} stroke={1.75} aria-hidden />
  if (!next) {
    return (
      <Button icon={icon} unavailable={t`Aucune rencontre n’est prévue. Planifiez-la d’abord.`}>
        <Trans>Reprendre à la prochaine rencontre</Trans>
      </Button>
    )
  }
  const day = when.near(next.starts_at, now)
  if ((board.meetings ?? []).includes(next.id)) {
    return (
      <Button icon={icon} unavailable={t`C’est déjà prévu : le tableau sera dans la salle.`}>
        <Trans>Repris à la prochaine rencontre, {day}</Trans>
      </Button>
    )
  }
  return (
    <Button
      kind="leaf"
      icon={icon}
      busy={resume.isPending}
      onPress={() =>
        resume.mutate(next.id, {
          onSuccess: () => toast({ words: t`Le tableau sera dans la salle à la prochaine rencontre.` }),
          onError: (error) => toast({ words: sentence(error) }),
        })
      }
    >
      <Trans>Reprendre à la prochaine rencontre, {day}</Trans>
    </Button>
  )
}
