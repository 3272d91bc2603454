import { useLingui } from '@lingui/react/macro'
import { IconEar } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useAnnounce } from '../../../ui/LiveRegion.tsx'
import { Banner } from '../../../ui/Notices.tsx'
import { onMyLine, playersOf } from '../hearing.ts'
import { useNames, useView } from '../live.tsx'
import { activeRound, circleNames, presentPhase } from '../viewmodel.ts'

/** Who only listens to this step, or answers in its round, by the part she plays (codéveloppement, Troïka): said to everybody. */
export function Roles() {
  const { polite } = useAnnounce()
  const words = useWords()
  useEffect(() => {
    if (words !== '') polite('roles', words)
  }, [words, polite])
  if (words === '') return null
  return (
    <Banner kind="note" icon={<IconEar size={22} stroke={1.75} aria-hidden />}>
      {words}
    </Banner>
  )
}

function useWords(): string {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  const rule = presentPhase(view)?.rule
  const round = activeRound(view)
  const running = round?.phase === presentPhase(view)?.id
  const short = circleNames(view, names)
  const play = (part: string | undefined) => (part === undefined || part === '' ? [] : playersOf(view, part))
  const said = (ids: readonly string[]) =>
    new Intl.ListFormat(document.documentElement.lang || 'fr-CA').format(
      ids.map((id) => short[id] ?? names[id] ?? ''),
    )
  const mine = (ids: readonly string[]) => ids.some((id) => onMyLine(view, id))
  const listening = play(rule?.not)
  const answering = running ? play(rule?.answers) : []
  if (mine(answering)) return t`Vous répondez à qui tient le bâton : on vous entend avec cette personne.`
  if (mine(listening)) return t`Vous écoutez : votre son ne part pas pendant cette étape.`
  if (answering.length > 0) {
    const who = said(answering)
    return t`On entend qui tient le bâton, et pour répondre : ${who}.`
  }
  if (listening.length > 0) {
    const who = said(listening)
    return t`À l’écoute pendant cette étape : ${who}.`
  }
  return ''
}
