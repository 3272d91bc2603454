import { useLingui } from '@lingui/react/macro'
import { IconBell, IconQuestionMark } from '@tabler/icons-react'
import { ToolButton, ToolToggle } from '../../../ui/Tool.tsx'
import { onMyLine } from '../hearing.ts'
import { useView, useWish } from '../live.tsx'
import { activeRound } from '../viewmodel.ts'

const icon = { size: 26, stroke: 1.75, 'aria-hidden': true } as const

/** What a listener may do in a round: ring the bell, ask the holder for a word more. */
export function Aids({ onBell }: { onBell: () => void }) {
  const { t } = useLingui()
  const view = useView()
  const wish = useWish()
  const round = activeRound(view)
  if (!round) return null
  const { holder } = round
  const asks = holder !== undefined && !onMyLine(view, holder.member)
  const asked = view.me.asked === true
  return (
    <>
      <ToolButton
        icon={<IconBell {...icon} />}
        word={t`Cloche`}
        label={t`Sonner la cloche`}
        onPress={onBell}
        unavailable={round.state === 'paused' ? t`La ronde est déjà en pause.` : undefined}
      />
      {asks && (
        <ToolToggle
          icon={<IconQuestionMark {...icon} />}
          word={t`Précision`}
          label={asked ? t`Retirer ma demande de précision` : t`Demander une précision`}
          on={asked}
          onChange={() =>
            asked
              ? void wish('stick.clarify', { grant: holder.grant, member: view.me.member, on: false })
              : void wish('stick.ask', { grant: holder.grant })
          }
        />
      )}
    </>
  )
}
