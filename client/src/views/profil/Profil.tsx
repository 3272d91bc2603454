import { Trans, useLingui } from '@lingui/react/macro'
import { IconDeviceDesktop, IconDoorExit } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, asked, type Schema } from '../../api/client.ts'
import { meQuery, sessionsQuery, useAsk } from '../../api/queries.ts'
import { choose, type Locale } from '../../i18n/locale.ts'
import { Button } from '../../ui/Button.tsx'
import { RadioCards } from '../../ui/Checks.tsx'
import { Banner } from '../../ui/Notices.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { chooseTheme, keptTheme, type Theme } from '../../ui/theme.ts'
import { languages } from '../languages.ts'
import { FormError } from '../place/FormError.tsx'
import { Heading, Part } from '../place/Heading.tsx'
import { Loaded } from '../place/Loaded.tsx'
import { type Me, Signed, useSignOut } from '../place/Signed.tsx'
import { useSentence } from '../place/sentence.ts'
import { useForm } from '../place/useForm.ts'
import { useNow } from '../place/useNow.ts'
import { useWhen } from '../place/useWhen.ts'
import { Address } from './Address.tsx'
import styles from './Profil.module.css'
import { isUnknown } from './unknown.ts'

/** One's own name, language, light, and the browsers where one is signed in. */
export function Profil() {
  const { t } = useLingui()
  const leave = useSignOut()
  return (
    <Signed>
      {(me) => (
        <div className={styles['page']}>
          <Heading
            title={t`Mon profil`}
            crumbs={[{ href: '/', name: t`Accueil` }]}
            actions={
              <Button icon={<IconDoorExit size={22} stroke={1.75} aria-hidden />} onPress={leave}>
                <Trans>Se déconnecter</Trans>
              </Button>
            }
          >
            {me.member.email && <span>{me.member.email}</span>}
          </Heading>
          <Unknown me={me} />
          <Name key={me.member.name} me={me} />
          <Part title={t`Mon courriel`}>
            <Address key={me.member.email ?? ''} me={me} />
          </Part>
          <Language />
          <Light />
          <Browsers />
        </div>
      )}
    </Signed>
  )
}

function Name({ me }: { me: Me }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const toast = useToast()
  const [name, setName] = useState(me.member.name)
  const form = useForm(
    () => asked(api.PATCH('/api/me', { body: { name } })),
    async () => {
      await queries.invalidateQueries({ queryKey: meQuery().queryKey })
      toast({ words: t`Votre nom est changé.` })
    },
  )
  return (
    <Part title={t`Mon nom`}>
      <form className={styles['name']} onSubmit={form.onSubmit} noValidate>
        <TextField
          label={t`Nom`}
          help={t`Celui que les autres voient, dans les salles et dans les documents.`}
          value={name}
          onChange={setName}
          error={form.errorOf('name')}
          autoComplete="name"
          maxLength={120}
        />
        <FormError words={form.errorBelow('name')} />
        {name !== me.member.name && (
          <div>
            <Button kind="leaf" type="submit" busy={form.busy}>
              <Trans>Changer mon nom</Trans>
            </Button>
          </div>
        )}
      </form>
    </Part>
  )
}

/** Above the two cards, when one of them is empty: why it matters. */
function Unknown({ me }: { me: Me }) {
  if (!isUnknown(me)) return null
  return (
    <Banner kind="note">
      <Trans>Dites-nous qui vous êtes : les autres voient votre nom, et le courriel sert à revenir.</Trans>
    </Banner>
  )
}

function Language() {
  const { t, i18n } = useLingui()
  const change = useAsk((lang: 'fr' | 'en') => asked(api.PATCH('/api/me', { body: { lang } })))
  return (
    <Part title={t`Ma langue`}>
      <RadioCards<string>
        label={t`Langue de l’interface et des courriels`}
        value={i18n.locale}
        onChange={(locale) => {
          void choose(locale as Locale)
          change.mutate(locale.startsWith('en') ? 'en' : 'fr')
        }}
        cards={languages.map(({ id, name }) => ({ value: id, title: name }))}
      />
    </Part>
  )
}

function Light() {
  const { t } = useLingui()
  const [theme, setTheme] = useState<Theme>(keptTheme)
  return (
    <Part title={t`La lumière`}>
      <RadioCards<Theme>
        label={t`Lumière, sur cet appareil`}
        value={theme}
        onChange={(next) => {
          chooseTheme(next)
          setTheme(next)
        }}
        cards={[
          { value: 'auto', title: t`Comme l’appareil` },
          { value: 'light', title: t`Clair` },
          { value: 'dark', title: t`Sombre` },
        ]}
      />
    </Part>
  )
}

function Browsers() {
  const { t } = useLingui()
  const sessions = useQuery(sessionsQuery())
  return (
    <Part title={t`Où je suis dans Palabre`}>
      <Loaded query={sessions}>
        {(all) => (
          <ul className={styles['browsers']}>
            {(all ?? []).map((session) => (
              <Browser key={session.id} session={session} />
            ))}
          </ul>
        )}
      </Loaded>
    </Part>
  )
}

function Browser({ session }: { session: Schema<'Session'> }) {
  const { t } = useLingui()
  const when = useWhen()
  const now = useNow(60_000)
  const toast = useToast()
  const sentence = useSentence()
  const day = when.near(session.seen, now)
  const agent = session.agent || t`Un navigateur`
  const end = useAsk(
    () => asked(api.DELETE('/api/me/sessions/{session}', { params: { path: { session: session.id } } })),
    [sessionsQuery().queryKey],
  )
  return (
    <li>
      <IconDeviceDesktop size={24} stroke={1.75} aria-hidden />
      <div className={styles['browserWords']}>
        <p className={styles['agent']}>{agent}</p>
        <p>{session.current ? <Trans>Ici, maintenant</Trans> : <Trans>Vu {day}</Trans>}</p>
      </div>
      {!session.current && (
        <Button
          size="dense"
          busy={end.isPending}
          aria-label={t`Déconnecter ${agent}`}
          onPress={() => end.mutate(undefined, { onError: (error) => toast({ words: sentence(error) }) })}
        >
          <Trans>Déconnecter</Trans>
        </Button>
      )}
    </li>
  )
}
