import { Trans, useLingui } from '@lingui/react/macro'
import {
  IconHeadphones,
  IconMicrophone,
  IconMicrophoneOff,
  IconSettings,
  IconVideo,
  IconVideoOff,
} from '@tabler/icons-react'
import { useEffect, useId, useRef, useState } from 'react'
import type { Device, DeviceKind } from '../../media/index.ts'
import { Button } from '../../ui/Button.tsx'
import { lazily } from '../../ui/lazily.tsx'
import { Pebble } from '../../ui/Pebble.tsx'
import { Surface } from '../../ui/Surface.tsx'
import { LevelMeter } from '../../ui/Tracks.tsx'
import { initialsOf } from '../place/initials.ts'
import { camProblems, micProblems } from '../place/problems.ts'
import styles from './Antichambre.module.css'
import { hearSelf } from './hearSelf.ts'
import type { Check } from './useCheck.ts'

// A list to choose from weighs as much as this page: it comes once there is something to choose.
const Select = lazily(() => import('../../ui/Select.tsx').then((module) => module.Select<string>))

const icon = { size: 24, stroke: 1.75, 'aria-hidden': true } as const

/** How one will be seen: the camera, or the pebble that stands for her. */
export function Preview({ check, you }: { check: Check; you: { id: string; name: string } }) {
  const { t } = useLingui()
  const { stream, problem, opening } = check.cam
  const video = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    if (video.current) video.current.srcObject = stream
  }, [stream])
  return (
    <div className={styles['preview']}>
      {stream ? (
        <video
          ref={video}
          className={styles['video']}
          autoPlay
          playsInline
          muted
          aria-label={t`Votre image`}
        />
      ) : (
        <Pebble id={you.id} initials={initialsOf(you.name)} size={148} />
      )}
      <div className={styles['camera']}>
        <Button
          busy={opening}
          onPress={() => check.setCam(stream === null)}
          icon={stream ? <IconVideoOff {...icon} /> : <IconVideo {...icon} />}
        >
          {stream ? <Trans>Éteindre la caméra</Trans> : <Trans>Allumer la caméra</Trans>}
        </Button>
      </div>
      {problem && (
        <p className={styles['problem']} role="status">
          {t(camProblems[problem])}
        </p>
      )}
    </div>
  )
}

/** Whether one will be heard, told in a sentence; and which devices are used. */
export function MicCheck({ check, listening }: { check: Check; listening: boolean }) {
  const { t } = useLingui()
  const [choosing, setChoosing] = useState(false)
  const { track, problem, opening } = check.mic
  const heading = useId()
  const words = listening
    ? t`Vous écoutez : votre micro reste fermé.`
    : problem
      ? t(micProblems[problem])
      : !track
        ? t`Le navigateur vous demande s’il peut ouvrir le micro.`
        : check.heard
          ? t`On vous entend bien.`
          : t`On ne vous entend pas encore. Dites quelques mots, ou changez de micro.`
  return (
    <Surface className={styles['card'] ?? ''}>
      <section aria-labelledby={heading} className={styles['mic']}>
        <div className={styles['micHead']}>
          {track ? <IconMicrophone {...icon} /> : <IconMicrophoneOff {...icon} />}
          <div className={styles['micWords']}>
            <h2 id={heading} className="visually-hidden">
              <Trans>Micro</Trans>
            </h2>
            <p className={styles['micSentence']} role="status">
              {words}
            </p>
            {track && <p className={styles['detail']}>{track.label}</p>}
          </div>
        </div>
        {track && <LevelMeter level={check.level} label={t`Niveau du micro`} words={words} />}
        {!listening && (
          <div className={styles['buttons']}>
            {track ? (
              <HearSelf track={track} />
            ) : (
              problem && (
                <Button busy={opening} onPress={check.tryMic}>
                  <Trans>Essayer encore</Trans>
                </Button>
              )
            )}
            <Button icon={<IconSettings {...icon} />} onPress={() => setChoosing(!choosing)}>
              {choosing ? <Trans>Garder ce choix</Trans> : <Trans>Changer</Trans>}
            </Button>
          </div>
        )}
        {choosing && <Choices check={check} />}
      </section>
    </Surface>
  )
}

function HearSelf({ track }: { track: MediaStreamTrack }) {
  const { t } = useLingui()
  const [now, setNow] = useState<'idle' | 'speaking' | 'playing' | 'failed'>('idle')
  const run = async () => {
    try {
      await hearSelf(track, setNow)
      setNow('idle')
    } catch {
      setNow('failed')
    }
  }
  const words = {
    idle: t`M’entendre`,
    speaking: t`Parlez, on écoute…`,
    playing: t`Vous voici…`,
    failed: t`M’entendre`,
  }
  return (
    <>
      <Button
        icon={<IconHeadphones {...icon} />}
        {...(now === 'idle' || now === 'failed' ? { onPress: () => void run() } : {})}
      >
        {words[now]}
      </Button>
      {now === 'failed' && (
        <p className={styles['detail']} role="status">
          <Trans>Ce navigateur ne peut pas faire cet essai; la barre au-dessus suffit.</Trans>
        </p>
      )}
    </>
  )
}

function Choices({ check }: { check: Check }) {
  const { t } = useLingui()
  const labels: Record<DeviceKind, string> = { mic: t`Micro`, cam: t`Caméra`, speaker: t`Haut-parleurs` }
  const kinds = (['mic', 'speaker', 'cam'] as const)
    .map((kind) => ({ kind, known: check.devices[kind].filter((one) => one.id !== '') }))
    .filter(({ known }) => known.length > 0)
  if (kinds.length === 0) return null
  return (
    <div className={styles['choices']}>
      {kinds.map(({ kind, known }) => (
        <Select
          key={kind}
          label={labels[kind]}
          value={shownOf(known, check.chosen[kind])}
          onChange={(id) => check.choose(kind, id)}
          choices={known.map((one, index) => ({
            value: one.id,
            label: one.label || `${labels[kind]} ${index + 1}`,
          }))}
        />
      ))}
    </div>
  )
}

function shownOf(known: readonly Device[], chosen: string | undefined): string | null {
  return known.find((one) => one.id === chosen)?.id ?? known[0]?.id ?? null
}
