import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../ui/Button.tsx'
import type { Phase } from './plan.ts'
import styles from './Rehearsal.module.css'
import { type Rehearsed, roundOf, seatName } from './rehearsal.ts'
import type { Does } from './useRehearsal.ts'
import { useSeatNames } from './useSeatNames.ts'

/** The gestures that the moment calls for; what the room does of them is the room's. */
export function RehearsalGestures({
  told,
  phases,
  phase,
  index,
  does,
}: {
  told: Rehearsed
  phases: readonly Phase[]
  /** The present step, and its place; -1 before the first. */
  phase: Phase | undefined
  index: number
  does: Does
}) {
  const { t } = useLingui()
  const { view } = told
  const { round } = view
  const nameOf = useSeatNames()
  const running = round?.state === 'running' || round?.state === 'paused'
  const seats = Object.keys(view.people ?? {}).filter((id) => seatName(id) !== undefined)
  const free = (view.cast ?? []).filter(
    ({ part, member, group }) => phase?.cast?.includes(part) && !member && !group,
  )
  const set = view.led?.set
  return (
    <div className={styles['gestures']} role="group" aria-label={t`Vos gestes`}>
      {free.map(({ part, title }, n) => {
        const member = seats[n]
        if (!member) return null
        const name = nameOf(member)
        return (
          <Button key={part} onPress={() => does({ name: 'cast.give', args: { part, member } })}>
            {t`${title ?? part} : ${name}`}
          </Button>
        )
      })}
      {phase?.kind === 'stick' && !running && round?.phase !== phase.id && (
        <Button
          kind="leaf"
          onPress={() =>
            does(
              { name: 'stick.prepare', args: roundOf(phase, crypto.randomUUID(), view.cast) },
              { name: 'stick.begin', args: {} },
            )
          }
        >
          <Trans>Commencer la ronde</Trans>
        </Button>
      )}
      {view.my_offer && (
        <>
          <Button
            kind="stick"
            onPress={() => does({ name: 'stick.take', args: { round: view.my_offer?.round } })}
          >
            <Trans>Prendre le bâton</Trans>
          </Button>
          <Button onPress={() => does({ name: 'stick.pass', args: { round: view.my_offer?.round } })}>
            <Trans>Passer</Trans>
          </Button>
        </>
      )}
      {running && round?.holder?.member === view.me.member && (
        <Button
          kind="stick"
          onPress={() => does({ name: 'stick.release', args: { grant: round.holder?.grant } })}
        >
          <Trans>Transmettre</Trans>
        </Button>
      )}
      {running && (
        <Button onPress={() => does({ name: 'stick.end', args: {} })}>
          <Trans>Terminer la ronde</Trans>
        </Button>
      )}
      {!running && view.floor?.rule.kind === 'hands' && Object.keys(view.hands ?? {}).length > 0 && (
        <Button onPress={() => does({ name: 'floor.give', args: { from: view.floor?.grant ?? 0 } })}>
          <Trans>Donner la parole</Trans>
        </Button>
      )}
      {phase?.groups && !phase.groups.keep && !set && !view.groups && (
        <Button
          kind="leaf"
          onPress={() => {
            const id = crypto.randomUUID()
            const { size, count, most } = phase.groups ?? {}
            does(
              {
                name: 'groups.propose',
                args: {
                  set: id,
                  by: 'lot',
                  seed: 1,
                  ...(size ? { size } : {}),
                  ...(count ? { count } : {}),
                  ...(most ? { most } : {}),
                },
              },
              { name: 'groups.open', args: { set: id } },
            )
          }}
        >
          <Trans>Ouvrir les sous-groupes</Trans>
        </Button>
      )}
      {phase && (
        <>
          <Button
            onPress={() => does({ name: 'agenda.extend', args: { minutes: 5 } })}
          >{t`Allonger de 5 min`}</Button>
          <Button
            onPress={() => does({ name: 'agenda.extend', args: { minutes: -5 } })}
          >{t`Raccourcir de 5 min`}</Button>
        </>
      )}
      {index < phases.length - 1 && (
        <Button
          kind={running ? 'quiet' : 'leaf'}
          onPress={() => does({ name: 'agenda.next', args: { from: index } })}
        >
          {index < 0 ? <Trans>Commencer la rencontre</Trans> : <Trans>Étape suivante</Trans>}
        </Button>
      )}
    </div>
  )
}
