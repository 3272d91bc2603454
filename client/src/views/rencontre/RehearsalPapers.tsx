import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Poll, Sheet } from '../../session/together.ts'
import { Button } from '../../ui/Button.tsx'
import { isAtWork, lotWith } from '../salle/votes/group.ts'
import type { Phase } from './plan.ts'
import styles from './Rehearsal.module.css'
import type { Rehearsed } from './rehearsal.ts'
import type { Does } from './useRehearsal.ts'

/** Silent writing and votes, rehearsed: the simulated seats write and choose, in their groups too. */
export function RehearsalPapers({
  told: { view },
  phase,
  does,
}: {
  told: Rehearsed
  phase: Phase | undefined
  does: Does
}) {
  const { t } = useLingui()
  // Whoever facilitates does not see what is open in groups; asked once is enough.
  const [asked, setAsked] = useState('')
  if (!phase) return null
  // What groups wrote is shown when they have come back, in the step after theirs perhaps.
  const here = Object.entries(view.sheets ?? {}).filter(
    ([, one]) => one.phase === phase.id || one.life === 'open',
  )
  const open = here.find(([, one]) => one.life === 'open' && !isAtWork(view, one))
  const polls = Object.entries(view.polls ?? {}).filter(([, one]) => one.phase === phase.id)
  const running = polls.find(([, one]) => one.life === 'open')
  const groups = view.groups ? Object.keys(view.groups.groups) : []
  const writes = phase.kind === 'write' || phase.kind === 'groups' || phase.kind === 'vote'
  const sheetOf = (group?: string) => ({
    name: 'cards.open',
    args: {
      sheet: crypto.randomUUID(),
      phase: phase.id,
      prompt: phase.question ?? phase.title,
      unsigned: true,
      ...(group === undefined ? {} : { group }),
    },
  })
  const poll = crypto.randomUUID()
  return (
    <section className={styles['gestures']} role="group" aria-label={t`Écrire et choisir`}>
      {writes && !open && (groups.length === 0 || asked !== view.groups?.set) && (
        <Button
          onPress={() => {
            setAsked(view.groups?.set ?? '')
            does(...(groups.length > 0 ? groups.map(sheetOf) : [sheetOf()]))
          }}
        >
          {groups.length > 0 ? (
            <Trans>Faire écrire chaque groupe en silence</Trans>
          ) : (
            <Trans>Écrire en silence</Trans>
          )}
        </Button>
      )}
      {open && (
        <Button
          kind="leaf"
          onPress={() =>
            does({
              name: 'cards.reveal',
              args: { sheet: open[0], seed: 1, with: lotWith(view, open[0], open[1]) },
            })
          }
        >
          <Trans>Montrer les cartes</Trans>
        </Button>
      )}
      {phase.kind === 'vote' && !running && (
        <Button
          onPress={() =>
            does(
              {
                name: 'poll.prepare',
                args: { poll, phase: phase.id, kind: 'consent', question: phase.question ?? phase.title },
              },
              { name: 'poll.open', args: { poll } },
            )
          }
        >
          <Trans>Ouvrir un vote d’essai</Trans>
        </Button>
      )}
      {running && (
        <Button
          kind="leaf"
          onPress={() => does({ name: 'poll.close', args: { poll: running[0], few: true } })}
        >
          <Trans>Fermer le vote</Trans>
        </Button>
      )}
      {[...here.map(([id, one]) => <Written key={id} sheet={one} />)]}
      {polls.map(([id, one]) => (
        <Chosen key={id} poll={one} />
      ))}
    </section>
  )
}

function Written({ sheet: { life, done, of, cards = [] } }: { sheet: Sheet }) {
  if (life === 'open' && of > 0) {
    return (
      <p className={styles['quiet']}>
        <Trans>
          Ont terminé : {done} sur {of}
        </Trans>
      </p>
    )
  }
  return cards.length > 0 && <p className={styles['quiet']}>{cards.map(({ text }) => text).join(' · ')}</p>
}

function Chosen({ poll: { life, cast, of, result } }: { poll: Poll }) {
  if (life === 'open') {
    return (
      <p className={styles['quiet']}>
        <Trans>
          Ont voté : {cast} sur {of}
        </Trans>
      </p>
    )
  }
  const { agree = 0, reserve = 0, object = 0 } = result?.consent ?? {}
  return (
    result && (
      <p className={styles['quiet']}>
        <Trans>
          D’accord : {agree} · Réserves : {reserve} · Objections : {object}
        </Trans>
      </p>
    )
  )
}
