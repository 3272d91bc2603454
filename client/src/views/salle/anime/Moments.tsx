import { Trans, useLingui } from '@lingui/react/macro'
import {
  IconMessagePlus,
  IconMicrophoneOff,
  IconPencil,
  IconPlayerPlay,
  IconUserShare,
} from '@tabler/icons-react'
import { useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { Menu } from '../../../ui/Menu.tsx'
import { TextArea } from '../../../ui/TextField.tsx'
import { isOpen } from '../desk.ts'
import { useDesk, useLive, useNames, useView, useWish } from '../live.tsx'
import styles from '../MainAction.module.css'
import { type Moment, nameable } from '../moment.ts'
import { Turn } from '../Turn.tsx'
import type { Gestures } from '../useGestures.ts'
import { usePending } from '../usePending.ts'
import { circleNames } from '../viewmodel.ts'
import { Inside, OpenMic, Outside } from './Bocal.tsx'

type SpecialMoment = Extract<
  Moment,
  { is: 'rang' | 'clarifying' | 'reading' | 'floor' | 'speaks' | 'inside' | 'outside' }
>

const icon = { size: 24, stroke: 1.75, 'aria-hidden': true } as const

export { Turn }

/** The large action of moments that not every meeting has. */
export function Special({ moment }: { moment: SpecialMoment }) {
  const wish = useWish()
  switch (moment.is) {
    case 'rang':
      return (
        <div className={styles['offered']}>
          <Button kind="leaf" size="big" onPress={() => void wish('stick.rang', asOf(moment))}>
            {moment.says ? <Trans>C’est dit</Trans> : <Trans>Arrêter la pause</Trans>}
          </Button>
          <p className={styles['reassure']}>
            {moment.says ? (
              <Trans>On vous entend : dites pourquoi vous avez sonné.</Trans>
            ) : (
              <Trans>Silence partagé. Ensuite, votre micro s’ouvrira et vous direz pourquoi.</Trans>
            )}
          </p>
        </div>
      )
    case 'clarifying':
      return (
        <div className={styles['offered']}>
          <Button kind="leaf" size="big" onPress={() => void wish('stick.clarified', asOf(moment))}>
            <Trans>Merci, c’est clair</Trans>
          </Button>
          <p className={styles['reassure']}>
            <Trans>On entend vos deux voix. Son temps est arrêté.</Trans>
          </p>
        </div>
      )
    case 'reading':
      return (
        <div className={styles['offered']}>
          <Button
            kind="leaf"
            size="big"
            onPress={() => void wish('stick.read_done', { grant: moment.grant })}
          >
            <Trans>J’ai fini de lire</Trans>
          </Button>
          <p className={styles['reassure']}>
            <Trans>On vous entend.</Trans>
          </p>
        </div>
      )
    case 'floor':
      return <Floor grant={moment.grant} as={moment.as} />
    case 'speaks':
      return <Speaks others={moment.others} />
    case 'inside':
      return <Inside invited={moment.invited} as={moment.as} />
    case 'outside':
      return <Outside free={moment.free} />
  }
}

/** Before the first step, for those who run the meeting: otherwise it was to be found in « Animation » alone. */
export function Begin() {
  const wish = useWish()
  const [pending, follow] = usePending()
  return (
    <Button
      kind="leaf"
      size="big"
      busy={pending}
      icon={<IconPlayerPlay {...icon} />}
      onPress={() => follow(wish('agenda.next', { from: -1 }))}
    >
      <Trans>Commencer la rencontre</Trans>
    </Button>
  )
}

const asOf = (moment: { as?: string }) => (moment.as === undefined ? {} : { as: moment.as })

function Floor({ grant, as }: { grant: number; as: string | undefined }) {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  const name = as === undefined ? '' : (circleNames(view, names)[as] ?? '')
  const wish = useWish()
  return (
    <div className={styles['offered']}>
      <div role="group" aria-label={t`Vous avez la parole`} className={styles['group']}>
        <OpenMic />
        <Button
          size="big"
          onPress={() => void wish('floor.end', { grant, ...(as === undefined ? {} : { as }) })}
        >
          <Trans>J’ai terminé</Trans>
        </Button>
      </div>
      <p className={styles['reassure']}>
        {name === '' ? (
          <Trans>Vous avez la parole.</Trans>
        ) : (
          <Trans>{name} a la parole : votre micro porte sa voix.</Trans>
        )}
      </p>
    </div>
  )
}

/** The step hears my part: nothing is to be asked for, the microphone is all that is missing. */
function Speaks({ others }: { others: boolean }) {
  const { t } = useLingui()
  const { desk } = useLive()
  const open = useDesk(isOpen)
  return (
    <div className={styles['offered']}>
      <div role="group" aria-label={t`La parole`} className={styles['group']}>
        {open ? (
          <Button size="big" icon={<IconMicrophoneOff {...icon} />} onPress={() => void desk.toggleMic()}>
            <Trans>Fermer mon micro</Trans>
          </Button>
        ) : (
          <OpenMic />
        )}
      </div>
      <p className={styles['reassure']}>
        {others ? (
          <Trans>Pendant cette étape, on vous entend avec les personnes nommées au centre.</Trans>
        ) : (
          <Trans>Pendant cette étape, vous êtes la seule personne entendue.</Trans>
        )}
      </p>
    </div>
  )
}

/** What else the holder does in some rounds: naming whom she hands it to, and writing her turn. */
export function Holding({
  gestures,
  grant,
  as,
  still,
}: {
  gestures: Gestures
  grant: number
  as: string | undefined
  still: boolean
}) {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  const short = circleNames(view, names)
  const to = nameable(view)
  const [writing, setWriting] = useState(false)
  const writes = view.people?.[as ?? view.me.member]?.writes === true
  return (
    <>
      {to.length > 0 && !still && (
        <Menu
          label={t`Tendre le bâton à`}
          entries={to.map((id) => ({
            id,
            label: short[id] ?? '',
            onChoose: () => gestures.release(id),
          }))}
          trigger={
            <Button icon={<IconUserShare {...icon} />}>
              <Trans>Nommer la suite</Trans>
            </Button>
          }
        />
      )}
      {writes && (
        <Button kind="leaf" icon={<IconPencil {...icon} />} onPress={() => setWriting(true)}>
          <Trans>Écrire ma contribution</Trans>
        </Button>
      )}
      {writing && <WriteTurn grant={grant} as={as} onClose={() => setWriting(false)} />}
    </>
  )
}

function WriteTurn({ grant, as, onClose }: { grant: number; as: string | undefined; onClose: () => void }) {
  const { t } = useLingui()
  const view = useView()
  const wish = useWish()
  const [text, setText] = useState(view.round?.holder?.page?.text ?? '')
  const [busy, setBusy] = useState(false)
  const send = async () => {
    setBusy(true)
    const answer = await wish('stick.write', {
      grant,
      text: text.trim(),
      ...(as === undefined ? {} : { as }),
    })
    setBusy(false)
    if (answer.done) onClose()
  }
  return (
    <Dialog
      title={t`Ma contribution, par écrit`}
      open
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>
            <Trans>Pas maintenant</Trans>
          </Button>
          <Button
            kind="leaf"
            busy={busy}
            unavailable={text.trim() === '' ? t`Écrivez d’abord quelques mots.` : undefined}
            onPress={() => void send()}
          >
            <Trans>Montrer au cercle</Trans>
          </Button>
        </>
      }
    >
      <TextArea
        label={t`Lu par tout le cercle; quelqu’un peut le lire à voix haute`}
        rows={5}
        value={text}
        onChange={setText}
        maxLength={3000}
      />
    </Dialog>
  )
}

/** After a round: whoever has something to add says so, and another round may begin among them. */
export function More({ more: { round, on } }: { more: { round: string; on: boolean } }) {
  const wish = useWish()
  return (
    <Button
      icon={<IconMessagePlus {...icon} />}
      aria-pressed={on}
      onPress={() => void wish('stick.more', { round, on: !on })}
    >
      {on ? <Trans>Rien à ajouter, finalement</Trans> : <Trans>J’ai quelque chose à ajouter</Trans>}
    </Button>
  )
}
