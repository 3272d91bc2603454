import { Trans, useLingui } from '@lingui/react/macro'
import { IconLogin2, IconLogout2, IconMicrophone } from '@tabler/icons-react'
import { useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { isOpen } from '../desk.ts'
import { freeSeats } from '../hearing.ts'
import { useDesk, useLive, useNames, useView, useWish } from '../live.tsx'
import styles from '../MainAction.module.css'
import { circleNames } from '../viewmodel.ts'

const icon = { size: 24, stroke: 1.75, 'aria-hidden': true } as const

/** One's microphone, in the place where the eyes are: it opens at one's own gesture alone. */
export function OpenMic() {
  const { desk } = useLive()
  const open = useDesk(isOpen)
  if (open) return null
  return (
    <Button kind="leaf" size="big" icon={<IconMicrophone {...icon} />} onPress={() => void desk.toggleMic()}>
      <Trans>Ouvrir mon micro</Trans>
    </Button>
  )
}

/** My seat of the inner circle, or hers whom I carry. */
export function Inside({ invited, as }: { invited: boolean; as: string | undefined }) {
  const { t } = useLingui()
  const wish = useWish()
  const names = useNames()
  const view = useView()
  if (as !== undefined)
    return <CarriedInside name={circleNames(view, names)[as] ?? ''} {...{ invited, as }} />
  return (
    <div className={styles['offered']}>
      <div role="group" aria-label={t`Bocal`} className={styles['group']}>
        <OpenMic />
        <Button
          size="big"
          kind={invited ? 'leaf' : 'quiet'}
          icon={<IconLogout2 {...icon} />}
          onPress={() => void wish('floor.leave', {})}
        >
          <Trans>Laisser mon siège</Trans>
        </Button>
        <CarriedSeats />
      </div>
      <p className={styles['reassure']}>
        {invited ? (
          <Trans>
            Le dernier siège libre est pris. Vous y êtes depuis le plus longtemps : pouvez-vous laisser le
            vôtre ?
          </Trans>
        ) : (
          <Trans>Vous êtes dans le cercle du centre : on vous entend quand votre micro est ouvert.</Trans>
        )}
      </p>
    </div>
  )
}

/** The seat of somebody whom I carry: my microphone is hers there. */
function CarriedInside({ name, invited, as }: { name: string; invited: boolean; as: string }) {
  const { t } = useLingui()
  const wish = useWish()
  return (
    <div className={styles['offered']}>
      <div role="group" aria-label={t`Bocal`} className={styles['group']}>
        <OpenMic />
        <Button
          size="big"
          kind={invited ? 'leaf' : 'quiet'}
          icon={<IconLogout2 {...icon} />}
          onPress={() => void wish('floor.leave', { member: as })}
        >
          <Trans>Laisser le siège de {name}</Trans>
        </Button>
        <TakeSeat size="dense" />
        <CarriedSeats />
      </div>
      <p className={styles['reassure']}>
        {invited ? (
          <Trans>
            Le dernier siège libre est pris. {name} y est depuis le plus longtemps : proposez-lui de laisser
            le sien.
          </Trans>
        ) : (
          <Trans>{name} est dans le cercle du centre : votre micro porte sa voix.</Trans>
        )}
      </p>
    </div>
  )
}

/** Sitting down to speak, for oneself or for somebody whom one carries: a gesture, and it opens the microphone. */
function useEnter(): (member?: string) => Promise<void> {
  const wish = useWish()
  const { desk } = useLive()
  return async (member) => {
    const answer = await wish('floor.enter', member === undefined ? {} : { member })
    if (answer.done && !isOpen(desk.store.getState()) && desk.store.getState().carries === 'all')
      await desk.toggleMic()
  }
}

/** A seat at the centre for each whom I carry, while some are free. */
function CarriedSeats() {
  const view = useView()
  const names = useNames()
  const enter = useEnter()
  const short = circleNames(view, names)
  const inside = view.floor?.inside ?? []
  if (freeSeats(view) === 0) return null
  return Object.keys(view.company ?? {})
    .filter((id) => !inside.includes(id))
    .map((id) => {
      const name = short[id] ?? names[id] ?? ''
      return (
        <Button key={id} icon={<IconLogin2 {...icon} />} onPress={() => void enter(id)}>
          <Trans>Un siège au centre pour {name}</Trans>
        </Button>
      )
    })
}

function TakeSeat({ size }: { size: 'big' | 'dense' }) {
  const { t } = useLingui()
  const enter = useEnter()
  const free = freeSeats(useView())
  const [busy, setBusy] = useState(false)
  const press = () => {
    setBusy(true)
    void enter().finally(() => setBusy(false))
  }
  return (
    <Button
      kind={size === 'big' ? 'leaf' : 'quiet'}
      size={size}
      busy={busy}
      icon={<IconLogin2 {...icon} />}
      onPress={press}
      unavailable={free === 0 ? t`Tous les sièges du centre sont pris.` : undefined}
    >
      <Trans>Prendre un siège au centre</Trans>
    </Button>
  )
}

/** Around the inner circle: one listens, and may sit down while a seat is free. */
export function Outside({ free }: { free: number }) {
  const { t } = useLingui()
  return (
    <div className={styles['offered']}>
      <div role="group" aria-label={t`Bocal`} className={styles['group']}>
        <TakeSeat size="big" />
        <CarriedSeats />
      </div>
      <p className={styles['reassure']}>
        {free === 0 ? (
          <Trans>Vous écoutez. Aucun siège n’est libre au centre pour l’instant.</Trans>
        ) : free === 1 ? (
          <Trans>Vous écoutez. Un siège est libre : votre micro s’ouvrira si vous le prenez.</Trans>
        ) : (
          <Trans>Vous écoutez. {free} sièges sont libres : votre micro s’ouvrira si vous en prenez un.</Trans>
        )}
      </p>
    </div>
  )
}
