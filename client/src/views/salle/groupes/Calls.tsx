import { Trans, useLingui } from '@lingui/react/macro'
import { IconHandStop } from '@tabler/icons-react'
import { useEffect } from 'react'
import { facilitates } from '../../../session/view.ts'
import { Button } from '../../../ui/Button.tsx'
import { useAnnounce } from '../../../ui/LiveRegion.tsx'
import { Banner } from '../../../ui/Notices.tsx'
import { useNames, useView, useWish } from '../live.tsx'
import { circleNames } from '../viewmodel.ts'
import { useGroupTitle } from './useGroupTitle.ts'

/** The group that has called longest, to those who facilitate: one gesture goes there. */
export function Calls() {
  const { t } = useLingui()
  const { polite } = useAnnounce()
  const view = useView()
  const names = useNames()
  const wish = useWish()
  const title = useGroupTitle()
  const calling = Object.entries(view.led?.groups ?? {})
    .flatMap(([id, group]) => (group.help ? [{ id, group, ...group.help }] : []))
    .sort((a, b) => a.at - b.at)[0]
  const leads = facilitates(view.me.role)
  const where = calling ? title(calling.id, calling.group) : ''
  const caller = calling ? (circleNames(view, names)[calling.by] ?? names[calling.by] ?? '') : ''
  const key = leads && calling ? `${calling.id} ${calling.at}` : ''
  // biome-ignore lint/correctness/useExhaustiveDependencies: said once for each call
  useEffect(() => {
    if (key !== '') polite('calls', t`${caller} appelle l’animation : ${where}.`)
  }, [key])
  if (!leads || !calling) return null
  return (
    <Banner
      kind="note"
      icon={<IconHandStop size={22} stroke={1.75} aria-hidden />}
      action={
        <Button kind="leaf" size="dense" onPress={() => void wish('groups.visit', { group: calling.id })}>
          <Trans>Y aller</Trans>
        </Button>
      }
    >
      <Trans>
        {caller} appelle l’animation : {where}.
      </Trans>
    </Banner>
  )
}
