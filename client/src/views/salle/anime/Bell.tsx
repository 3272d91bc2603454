import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { Segmented } from '../../../ui/Tabs.tsx'
import styles from '../Animation.module.css'
import { useNames, useView, useWish } from '../live.tsx'
import { useVoice } from '../useSpeaker.ts'
import { activeRound, circleNames } from '../viewmodel.ts'

const lengths = ['15', '30', '45', '60'] as const

/** Asks before the bell rings: it may break into what somebody is living. */
export function Bell({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  const wish = useWish()
  const [seconds, setSeconds] = useState<(typeof lengths)[number]>('30')
  const [busy, setBusy] = useState(false)
  const holder = activeRound(view)?.holder?.member
  const name = holder === undefined ? '' : (circleNames(view, names)[holder] ?? '')
  const silent = useSilence(holder)
  const [asked, setAsked] = useState(false)
  const ring = async () => {
    setBusy(true)
    await wish('stick.ring', { seconds: Number(seconds) })
    onClose()
  }
  if (asked) return <IntoSilence name={name} busy={busy} onRing={() => void ring()} onClose={onClose} />
  return (
    <Dialog
      title={t`Sonner la cloche ?`}
      open
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>
            <Trans>Pas maintenant</Trans>
          </Button>
          <Button kind="leaf" busy={busy} onPress={() => (silent ? setAsked(true) : void ring())}>
            <Trans>Sonner la cloche</Trans>
          </Button>
        </>
      }
    >
      <div className={styles['fields']}>
        <p>
          {name === '' ? (
            <Trans>Tout le monde fait une pause de {seconds} secondes. Ensuite, vous dites pourquoi.</Trans>
          ) : (
            <Trans>
              Tout le monde fait une pause de {seconds} secondes. {name} garde le bâton. Ensuite, vous dites
              pourquoi.
            </Trans>
          )}
        </p>
        <Segmented
          label={t`Durée de la pause`}
          value={seconds}
          onChange={setSeconds}
          choices={lengths.map((value) => ({ value, label: t`${value} s` }))}
        />
      </div>
    </Dialog>
  )
}

/** Whether somebody else holds the stick and has not been heard since the bell was asked for: a silence may be held, in tears perhaps. */
function useSilence(holder: string | undefined): boolean {
  const me = useView().me.member
  const speaks = useVoice()
  const heard = holder !== undefined && speaks(holder)
  const [spoke, setSpoke] = useState(heard)
  useEffect(() => {
    if (heard) setSpoke(true)
  }, [heard])
  return holder !== undefined && holder !== me && !spoke && !heard
}

/** Asks once more: what a silence holds is not to be broken into by a habit of the hand. A second press of the same place leaves it be. */
function IntoSilence({
  name,
  busy,
  onRing,
  onClose,
}: {
  name: string
  busy: boolean
  onRing: () => void
  onClose: () => void
}) {
  const { t } = useLingui()
  return (
    <Dialog
      title={t`Sonner pendant ce silence ?`}
      open
      onClose={onClose}
      actions={
        <>
          <Button kind="plum" busy={busy} onPress={onRing}>
            <Trans>Sonner quand même</Trans>
          </Button>
          <Button kind="leaf" onPress={onClose}>
            <Trans>Laisser le silence</Trans>
          </Button>
        </>
      }
    >
      <p role="status">
        <Trans>
          {name} tient le bâton, et se tait. Ce silence lui appartient : la cloche l’interromprait.
        </Trans>
      </p>
    </Dialog>
  )
}
