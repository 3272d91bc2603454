import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconMessageCircle } from '@tabler/icons-react'
import { useState } from 'react'
import type { Hint } from '../../session/view.ts'
import { Button } from '../../ui/Button.tsx'
import { Banner } from '../../ui/Notices.tsx'
import { useView } from './live.tsx'

const key = 'palabre.word'

/** What the facilitation says to one person alone, to be read in her own time; none for the other hints. */
function lastingWord({ kind, text }: Hint): MessageDescriptor | null {
  switch (kind) {
    case 'nudge':
      return text
        ? msg`L’animation vous dit, en privé : ${text}`
        : msg`L’animation vous invite, en privé, à conclure.`
    case 'taken_back':
      return text ? msg`L’animation a repris le bâton : ${text}` : msg`L’animation a repris le bâton.`
    default:
      return null
  }
}

/** What the facilitation told me alone. It stays, and stays after a reload, until I have read it. */
export function PrivateWord() {
  const { t } = useLingui()
  const view = useView()
  const [read, setRead] = useState(() => keptRead())
  const { hint } = view.me
  const words = hint && lastingWord(hint)
  if (!hint || !words || read === markOf(view.opened_at, hint)) return null
  // « Conclude » means nothing any more to one who has handed the stick on.
  if (hint.kind === 'nudge' && view.round?.holder?.member !== view.me.member) return null
  const done = () => {
    const mark = markOf(view.opened_at, hint)
    setRead(mark)
    try {
      sessionStorage.setItem(key, mark)
    } catch {
      // Without storage the word comes back at a reload: better than losing it.
    }
  }
  return (
    <Banner
      kind="note"
      icon={<IconMessageCircle size={22} stroke={1.75} aria-hidden />}
      action={
        <Button size="dense" onPress={done}>
          <Trans>C’est lu</Trans>
        </Button>
      }
    >
      {t(words)}
    </Banner>
  )
}

const markOf = (opened: number, { seq }: Hint) => `${opened}:${seq}`

function keptRead(): string | null {
  try {
    return sessionStorage.getItem(key)
  } catch {
    return null
  }
}
