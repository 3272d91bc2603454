import { Trans, useLingui } from '@lingui/react/macro'
import type { Locale } from '../../i18n/locale.ts'
import { clock } from '../../i18n/time.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { useSentence } from '../place/sentence.ts'
import { Aside, Strangers } from './Ends.tsx'
import type { Entry } from './entry.ts'
import { useLive } from './live.tsx'

/** The waiting guest's page: who will let her in, when there is someone to name, and until when a closed door may stay so. */
export function AtDoor({ entry, until }: { entry: Entry; until?: number | undefined }) {
  const { i18n } = useLingui()
  const { host } = entry
  const at = until === undefined ? '' : clock(new Date(until), i18n.locale as Locale)
  return (
    <Aside seed={entry.community.id} title={entry.meeting.title}>
      <p role="status">
        {at !== '' ? (
          <Trans>
            La porte est fermée pendant cette rencontre, qui finit vers {at}. L’animation sait que vous êtes
            là et peut vous ouvrir.
          </Trans>
        ) : host ? (
          <Trans>{host}, à l’animation, vous ouvre dans un instant.</Trans>
        ) : (
          <Trans>L’animation vous ouvre dans un instant.</Trans>
        )}
      </p>
      <p>
        <Trans>Vous n’avez rien à faire : cette page s’ouvrira d’elle-même.</Trans>
      </p>
    </Aside>
  )
}

/** She waited at the door, and it was not opened. */
export function TurnedAway() {
  const { entry } = useLive()
  return (
    <Aside seed={entry.community.id} title={<Trans>La porte reste fermée cette fois</Trans>}>
      <p>
        <Trans>
          L’animation ne vous a pas ouvert. Si c’est une erreur, écrivez à la personne qui vous a invitée ou
          invité; cette page s’ouvrira si elle change d’avis.
        </Trans>
      </p>
    </Aside>
  )
}

/** The seat was taken up on another device, or she was put out. */
export function LeftRoom({ code, words }: { code: string; words: { fr: string; en: string } }) {
  const { room, entry } = useLive()
  const sentence = useSentence()
  if (code === 'taken_over') {
    return (
      <Aside
        seed={entry.community.id}
        title={<Trans>Vous êtes dans la salle sur un autre appareil</Trans>}
        actions={
          <Button
            kind="leaf"
            size="big"
            onPress={() => {
              room.comeBack()
            }}
          >
            <Trans>Continuer ici</Trans>
          </Button>
        }
      >
        <p>
          <Trans>Votre siège, votre main et votre tour vous suivent.</Trans>
        </p>
      </Aside>
    )
  }
  return (
    <Aside
      seed={entry.community.id}
      title={sentence(words)}
      actions={
        <ButtonLink href="/">
          <Trans>Revenir à l’accueil</Trans>
        </ButtonLink>
      }
    />
  )
}

/** The line was closed for good, and what to do then. */
export function LineEnded({ code, words }: { code: number; words?: { fr: string; en: string } }) {
  const { entry } = useLive()
  const sentence = useSentence()
  const again = () => location.reload()
  return (
    <Aside
      seed={entry.community.id}
      title={
        code === 4401 ? (
          <Trans>Votre session est terminée</Trans>
        ) : code === 4409 ? (
          <Trans>Vous êtes dans la salle sur un autre appareil</Trans>
        ) : (
          <Trans>La liaison s’est fermée</Trans>
        )
      }
      actions={
        code === 4401 ? (
          <ButtonLink
            kind="leaf"
            size="big"
            href={`/connexion?suite=${encodeURIComponent(location.pathname)}`}
          >
            <Trans>Se connecter</Trans>
          </ButtonLink>
        ) : (
          <Button kind="leaf" size="big" onPress={again}>
            {code === 4409 ? <Trans>Continuer ici</Trans> : <Trans>Revenir dans la salle</Trans>}
          </Button>
        )
      }
    >
      {code === 4401 ? <Strangers /> : words && <p>{sentence(words)}</p>}
    </Aside>
  )
}
