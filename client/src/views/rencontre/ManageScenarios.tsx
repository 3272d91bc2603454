import { Trans, useLingui } from '@lingui/react/macro'
import { IconDots } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { api, asked, type Schema } from '../../api/client.ts'
import { scenariosQuery } from '../../api/queries.ts'
import { minutesLong } from '../../i18n/time.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { ScenarioProblems } from './ScenarioProblems.tsx'
import styles from './Scenarios.module.css'
import { languageOf, type ScenarioCard, textIn } from './scenarios.ts'

const at = '/api/communities/{community}/scenarios/{scenario}'

type Asking =
  | { kind: 'rename' | 'copy'; one: ScenarioCard; title: string }
  | { kind: 'remove'; one: ScenarioCard }

/** The community's own scenarios: rename, copy, share, export, delete, and bring one from a file. */
export function ManageScenarios({
  community,
  offer,
  open,
  onClose,
}: {
  community: string
  offer: Schema<'ScenarioOffer'>
  open: boolean
  onClose: () => void
}) {
  const { t, i18n } = useLingui()
  const toast = useToast()
  const queries = useQueryClient()
  const file = useRef<HTMLInputElement>(null)
  const [failure, setFailure] = useState<unknown>()
  const [asking, setAsking] = useState<Asking>()
  const lang = languageOf(i18n.locale)
  const own = offer.scenarios.filter((one) => one.source === 'community')
  const doing = async (gesture: () => Promise<unknown>) => {
    setFailure(undefined)
    try {
      await gesture()
      await queries.invalidateQueries({ queryKey: scenariosQuery(community).queryKey })
      return true
    } catch (wrong) {
      setFailure(wrong)
      return false
    }
  }
  const take = (text: string, then?: (id: string) => Promise<unknown>) =>
    doing(async () => {
      const { id } = await asked(
        api.POST('/api/communities/{community}/scenarios', {
          params: { path: { community } },
          body: { file: text },
        }),
      )
      await then?.(id)
    })
  const share = (scenario: string, shared: boolean) =>
    asked(api.PATCH(at, { params: { path: { community, scenario } }, body: { shared } }))
  const remove = (one: ScenarioCard) =>
    doing(async () => {
      const gone = await asked(api.DELETE(at, { params: { path: { community, scenario: one.id } } }))
      const name = textIn(one.title, i18n.locale)
      toast({
        words: t`« ${name} » est supprimé.`,
        action: {
          label: t`Annuler`,
          onPress: () => void take(gone.file, (id) => (gone.shared ? share(id, true) : Promise.resolve())),
        },
      })
    })
  const answer = async () => {
    if (!asking) return
    const scenario = asking.one.id
    const ok =
      asking.kind === 'remove'
        ? await remove(asking.one)
        : await doing(() =>
            asking.kind === 'rename'
              ? asked(
                  api.PATCH(at, {
                    params: { path: { community, scenario } },
                    body: { title: asking.title, lang },
                  }),
                )
              : asked(
                  api.POST(`${at}/copy`, {
                    params: { path: { community, scenario } },
                    body: { title: asking.title, lang },
                  }),
                ),
          )
    if (ok) setAsking(undefined)
  }
  const entries = (one: ScenarioCard) => {
    const title = textIn(one.title, i18n.locale)
    return [
      {
        id: 'rename',
        label: t`Renommer`,
        onChoose: () => setAsking({ kind: 'rename' as const, one, title }),
      },
      {
        id: 'copy',
        label: t`Copier`,
        onChoose: () => setAsking({ kind: 'copy' as const, one, title: t`${title}, copie` }),
      },
      ...(offer.may_share
        ? [
            {
              id: 'share',
              label: one.shared ? t`Ne plus partager` : t`Partager avec le réseau`,
              help: offer.network ?? '',
              onChoose: () => void doing(() => share(one.id, !one.shared)),
            },
          ]
        : []),
      {
        id: 'export',
        label: t`Télécharger le fichier`,
        onChoose: () => {
          window.location.assign(`/api/communities/${community}/scenarios/${one.id}/file.yaml`)
        },
      },
      {
        id: 'remove',
        label: t`Supprimer`,
        plum: true,
        onChoose: () => setAsking({ kind: 'remove' as const, one }),
      },
    ]
  }
  return (
    <>
      <Dialog
        title={<Trans>Scénarios de la communauté</Trans>}
        open={open}
        onClose={() => {
          setFailure(undefined)
          onClose()
        }}
        wide
        actions={
          <>
            <Button onPress={onClose}>
              <Trans>Fermer</Trans>
            </Button>
            <Button kind="leaf" onPress={() => file.current?.click()}>
              <Trans>Prendre un fichier</Trans>
            </Button>
          </>
        }
      >
        {own.length === 0 ? (
          <p>
            <Trans>
              Pas encore de scénario à vous. Changez un déroulement, puis gardez-le avec « Enregistrer dans la
              communauté », ou prenez un fichier.
            </Trans>
          </p>
        ) : (
          <ul className={styles['list']}>
            {own.map((one) => {
              const title = textIn(one.title, i18n.locale)
              return (
                <li key={one.id}>
                  <span>
                    <strong>{title}</strong>
                    <span className={styles['detail']}>
                      {minutesLong(one.minutes)}
                      {one.shared && <>, {t`partagé avec le réseau`}</>}
                    </span>
                  </span>
                  <Menu
                    label={t`Gestes pour « ${title} »`}
                    trigger={
                      <Button size="dense" kind="text" aria-label={t`Gestes pour « ${title} »`}>
                        <IconDots size={22} stroke={1.75} aria-hidden />
                      </Button>
                    }
                    entries={entries(one)}
                  />
                </li>
              )
            })}
          </ul>
        )}
        <input
          ref={file}
          className="visually-hidden"
          type="file"
          accept=".yaml,.yml,text/yaml,application/yaml"
          aria-label={t`Fichier de scénario`}
          tabIndex={-1}
          onChange={(event) => {
            const [picked] = event.target.files ?? []
            event.target.value = ''
            if (picked)
              void picked.text().then(async (text) => {
                if (await take(text)) toast({ words: t`Le scénario est dans la communauté.` })
              })
          }}
        />
        {asking === undefined && <ScenarioProblems failure={failure} />}
      </Dialog>
      <Dialog
        title={
          asking?.kind === 'rename'
            ? t`Renommer le scénario`
            : asking?.kind === 'copy'
              ? t`Copier le scénario`
              : t`Supprimer le scénario?`
        }
        open={asking !== undefined}
        onClose={() => setAsking(undefined)}
        actions={
          <>
            <Button onPress={() => setAsking(undefined)}>
              <Trans>Laisser comme avant</Trans>
            </Button>
            <Button kind={asking?.kind === 'remove' ? 'plum' : 'leaf'} onPress={() => void answer()}>
              {asking?.kind === 'rename' ? t`Renommer` : asking?.kind === 'copy' ? t`Copier` : t`Supprimer`}
            </Button>
          </>
        }
      >
        {asking && asking.kind !== 'remove' ? (
          <TextField
            label={t`Titre`}
            value={asking.title}
            onChange={(title) => setAsking({ ...asking, title })}
            maxLength={80}
          />
        ) : (
          <p>
            <Trans>Les rencontres déjà planifiées gardent leur déroulement.</Trans>
          </p>
        )}
        <ScenarioProblems failure={asking === undefined ? undefined : failure} />
      </Dialog>
    </>
  )
}
