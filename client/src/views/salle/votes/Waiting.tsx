import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { useAnnounce } from '../../../ui/LiveRegion.tsx'
import { Banner } from '../../../ui/Notices.tsx'
import { useNames, useView } from '../live.tsx'
import { circleNames, presentPhase } from '../viewmodel.ts'
import { byOrder, type Came, cameOf, waiting } from './papers.ts'

/** What came of a vote or a sheet while I was here, until I have read it, or the step is over. */
function useCame(reading: boolean): [Came | undefined, () => void] {
  const view = useView()
  const all = cameOf(view)
  const phase = presentPhase(view)?.id
  const [known, setKnown] = useState({ phase, ids: all.map(({ id }) => id) })
  const fresh = all.find(({ id }) => !known.ids.includes(id))
  const read = () => setKnown({ phase, ids: all.map(({ id }) => id) })
  if (fresh && (reading || known.phase !== phase)) read()
  else if (known.phase !== phase) setKnown({ ...known, phase })
  return [fresh, read]
}

/** One line that leads to what waits for me; it also says aloud what opens, and what came of a vote. */
export function Waiting({ onOpen }: { onOpen: (() => void) | undefined }) {
  const { t } = useLingui()
  const { polite } = useAnnounce()
  const view = useView()
  const one = waiting(view)
  const is = one?.is
  const words = one?.words ?? ''
  const names = useNames()
  const carried = one?.as === undefined ? '' : (circleNames(view, names)[one.as] ?? '')
  useEffect(() => {
    if (is === 'vote') polite('papers', t`Un vote est ouvert : ${words}`)
    if (is === 'write') polite('papers', t`On écrit en silence : ${words}`)
  }, [is, words, polite, t])
  const over = byOrder(view.polls).find(([, poll]) => poll.life === 'closed')
  const told = useRef(over?.[0])
  useEffect(() => {
    if (!over || told.current === over[0]) return
    told.current = over[0]
    polite('papers', t`Le vote est fermé : ${over[1].question}`)
  }, [over, polite, t])
  const [came, read] = useCame(onOpen === undefined)
  if (!one && came && onOpen) {
    const said = came.words
    const opens = () => {
      read()
      onOpen()
    }
    return (
      <Banner
        kind="note"
        action={
          <Button size="dense" onPress={opens}>
            {came.is === 'vote' ? <Trans>Voir le résultat</Trans> : <Trans>Voir les cartes</Trans>}
          </Button>
        }
      >
        {came.is === 'vote' ? (
          <Trans>Le vote est fermé : {said}</Trans>
        ) : said === '' ? (
          <Trans>Les cartes sont montrées.</Trans>
        ) : (
          <Trans>Les cartes sont montrées : {said}</Trans>
        )}
      </Banner>
    )
  }
  if (!one || !onOpen) return null
  return (
    <Banner
      kind="note"
      action={
        <Button kind="leaf" size="dense" onPress={onOpen}>
          {one.is === 'vote' ? (
            <Trans>Voter</Trans>
          ) : one.as === undefined ? (
            <Trans>Écrire mes cartes</Trans>
          ) : (
            <Trans>Écrire ses cartes</Trans>
          )}
        </Button>
      }
    >
      {one.as !== undefined ? (
        one.is === 'vote' ? (
          <Trans>
            {carried} n’a pas encore voté : {words}
          </Trans>
        ) : (
          <Trans>
            {carried} peut encore écrire : {words}
          </Trans>
        )
      ) : one.is === 'vote' ? (
        <Trans>Un vote est ouvert : {words}</Trans>
      ) : (
        <Trans>On écrit en silence : {words}</Trans>
      )}
    </Banner>
  )
}
