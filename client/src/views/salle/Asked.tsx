import { Trans, useLingui } from '@lingui/react/macro'
import { IconDoor, IconMicrophoneOff, IconVideoOff, IconVolumeOff } from '@tabler/icons-react'
import { useStore } from 'zustand'
import { Button } from '../../ui/Button.tsx'
import { Banner } from '../../ui/Notices.tsx'
import { AlertBanners } from './Alerts.tsx'
import { Calls } from './groupes/Calls.tsx'
import { useDesk, useLive, useNames, useView, useWish } from './live.tsx'
import { PrivateWord } from './PrivateWord.tsx'
import { camProblemsInside, micProblemsInside } from './problemsInside.ts'

/** What comes up now and then above the circle, mostly for one's gesture; `deciding`: what the facilitators' panel asks too. */
export function Asked({ deciding }: { deciding: boolean }) {
  const { desk } = useLive()
  const weak = useStore(desk.media.store, (state) => state.weak)
  const blocked = useStore(desk.media.store, (state) => state.soundBlocked)
  return (
    <>
      {blocked && (
        <Banner
          kind="note"
          icon={<IconVolumeOff size={22} stroke={1.75} aria-hidden />}
          action={
            <Button kind="leaf" size="dense" onPress={() => void desk.media.hear()}>
              <Trans>Entendre la rencontre</Trans>
            </Button>
          }
        >
          <Trans>Le navigateur retient le son jusqu’à votre premier geste.</Trans>
        </Banner>
      )}
      {weak && (
        <Banner kind="link">
          <Trans>Votre liaison est faible : la vidéo est coupée, le son reste.</Trans>
        </Banner>
      )}
      <PrivateWord />
      <DeviceProblems />
      <AlertBanners shown={deciding} />
      <AtDoor />
      <Calls />
      <ClosingAsked />
    </>
  )
}

function AtDoor() {
  const view = useView()
  const names = useNames()
  const wish = useWish()
  const waiting = Object.entries(view.door ?? {}).sort(([, a], [, b]) => a.since - b.since)
  const first = waiting[0]?.[0]
  if (first === undefined) return null
  const name = names[first] ?? ''
  return (
    <Banner
      kind="note"
      icon={<IconDoor size={22} stroke={1.75} aria-hidden />}
      action={
        <Button kind="leaf" size="dense" onPress={() => void wish('people.admit', { member: first })}>
          <Trans>Ouvrir</Trans>
        </Button>
      }
    >
      <Trans>{name} est à la porte.</Trans>
    </Banner>
  )
}

function ClosingAsked() {
  const view = useView()
  const names = useNames()
  const wish = useWish()
  const { closing } = view
  if (!closing || closing.by === view.me.member) return null
  const name = names[closing.by] ?? ''
  return (
    <Banner
      kind="note"
      action={
        <Button kind="plum" size="dense" onPress={() => void wish('session.close')}>
          <Trans>Fermer avec cette personne</Trans>
        </Button>
      }
    >
      <Trans>{name} propose de fermer la rencontre. Il faut deux personnes.</Trans>
    </Banner>
  )
}

/** Why a device did not open, until it is read or the device opens. */
function DeviceProblems() {
  const { t } = useLingui()
  const { desk } = useLive()
  const mic = useDesk((state) => state.micProblem)
  const cam = useDesk((state) => state.camProblem)
  const read = (kind: 'mic' | 'cam') => (
    <Button size="dense" onPress={() => desk.problemRead(kind)}>
      <Trans>C’est lu</Trans>
    </Button>
  )
  return (
    <>
      {mic && (
        <Banner
          kind="note"
          icon={<IconMicrophoneOff size={22} stroke={1.75} aria-hidden />}
          action={read('mic')}
        >
          {t(micProblemsInside[mic])}
        </Banner>
      )}
      {cam && (
        <Banner kind="note" icon={<IconVideoOff size={22} stroke={1.75} aria-hidden />} action={read('cam')}>
          {t(camProblemsInside[cam])}
        </Banner>
      )}
    </>
  )
}
