import { Trans, useLingui } from '@lingui/react/macro'
import { type ComponentType, type ReactNode, useEffect, useState } from 'react'
import { Button } from './Button.tsx'
import { EmptyState } from './Notices.tsx'

/** A component of a file of its own; `fetch` brings the file before it is wanted. */
export type Lazily<Props> = ComponentType<Props> & { readonly fetch: () => Promise<void> }

/** What stands in its place: while it comes, and when it does not. */
export type Standing<Props> = {
  readonly meanwhile?: ReactNode
  readonly without?: (props: Props) => ReactNode
}

/**
 * A component fetched when it is first shown. Where React's own `lazy` throws, and takes the page with it, a file that
 * does not come is told in its place and asked for again: lines drop in the middle of meetings.
 */
export function lazily<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  { meanwhile = null, without }: Standing<Props> = {},
): Lazily<Props> {
  let found: ComponentType<Props> | undefined
  const bring = async () => {
    found ??= await load()
  }
  function Shown(props: Props) {
    const [state, setState] = useState<'here' | 'coming' | 'absent'>(found ? 'here' : 'coming')
    useEffect(() => {
      if (state !== 'coming') return
      let over = false
      const tell = (next: 'here' | 'absent') => () => {
        if (!over) setState(next)
      }
      bring().then(tell('here'), tell('absent'))
      return () => {
        over = true
      }
    }, [state])
    const Found = found
    if (Found) return <Found {...props} />
    if (state === 'coming') return meanwhile
    return without ? without(props) : <Absent onAgain={() => setState('coming')} />
  }
  return Object.assign(Shown, { fetch: bring })
}

function Absent({ onAgain }: { onAgain: () => void }) {
  const { t } = useLingui()
  return (
    <div role="alert">
      <EmptyState
        title={t`Cette partie n’est pas arrivée`}
        action={
          <Button onPress={onAgain}>
            <Trans>Réessayer</Trans>
          </Button>
        }
      >
        <Trans>Le réseau manque. Rien n’est perdu.</Trans>
      </EmptyState>
    </div>
  )
}
