import { Trans, useLingui } from '@lingui/react/macro'
import { IconMessageCircle } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { Hint } from '../../../session/view.ts'
import { Button } from '../../../ui/Button.tsx'
import { useAnnounce } from '../../../ui/LiveRegion.tsx'
import { Banner } from '../../../ui/Notices.tsx'
import { useNames, useView } from '../live.tsx'
import { activeRound, circleNames } from '../viewmodel.ts'

/** What is told alone to those whom I carry: they have no screen, and I tell them. */
export function ToldToCompany() {
  const company = useView().company ?? {}
  return Object.entries(company).map(
    ([id, { hint }]) => hint && <Word key={`${id} ${hint.seq}`} id={id} hint={hint} />,
  )
}

function Word({ id, hint }: { id: string; hint: Hint }) {
  const view = useView()
  const words = useWords(id, hint)
  const { polite } = useAnnounce()
  const [read, setRead] = useState(false)
  // A word about her turn means nothing any more once she has handed the stick on.
  const late = hint.kind !== 'taken_back' && activeRound(view)?.holder?.member !== id
  const said = words !== '' && !late && !read ? words : ''
  useEffect(() => {
    if (said !== '') polite('company', said)
  }, [said, polite])
  if (said === '') return null
  return (
    <Banner
      kind="note"
      icon={<IconMessageCircle size={22} stroke={1.75} aria-hidden />}
      action={
        <Button size="dense" onPress={() => setRead(true)}>
          <Trans>C’est dit</Trans>
        </Button>
      }
    >
      {said}
    </Banner>
  )
}

function useWords(id: string, { kind, text = '' }: Hint): string {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  const name = circleNames(view, names)[id] ?? ''
  switch (kind) {
    case 'nudge':
      return text === ''
        ? t`L’animation invite ${name}, en privé, à conclure : dites-le-lui.`
        : t`L’animation dit en privé à ${name} : ${text}`
    case 'taken_back':
      return text === ''
        ? t`L’animation a repris le bâton à ${name}.`
        : t`L’animation a repris le bâton à ${name} : ${text}`
    case 'time_up':
      return t`Le temps prévu pour ${name} est écoulé : dites-le-lui, sans presser.`
    case 'conclude':
      return t`Quand ${name} sera prête ou prêt, ce peut être le moment de conclure.`
    default:
      return ''
  }
}
