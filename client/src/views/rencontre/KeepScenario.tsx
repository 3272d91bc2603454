import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, asked } from '../../api/client.ts'
import { scenariosQuery } from '../../api/queries.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Checks.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextArea, TextField } from '../../ui/TextField.tsx'
import { useToast } from '../../ui/Toast.tsx'
import type { Origin, Phase } from './plan.ts'
import { ScenarioProblems } from './ScenarioProblems.tsx'
import styles from './Scenarios.module.css'
import { languageOf, textIn } from './scenarios.ts'

/** Keeps the run of show as a scenario of the community, and shares it when that is wanted. */
export function KeepScenario({
  community,
  phases,
  origin,
  people,
  onKept,
}: {
  community: string
  phases: readonly Phase[]
  origin: Origin | undefined
  people: number
  onKept: (origin: Origin) => void
}) {
  const { t, i18n } = useLingui()
  const toast = useToast()
  const queries = useQueryClient()
  const offer = useQuery(scenariosQuery(community)).data
  const own = offer?.scenarios.find((one) => one.id === origin?.scenario && one.source === 'community')
  const [open, setOpen] = useState(false)
  const [title, setTitle] = useState('')
  const [purpose, setPurpose] = useState('')
  const [over, setOver] = useState(false)
  const [shared, setShared] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>()
  if (!offer?.may_write || phases.length === 0) return null
  const lang = languageOf(i18n.locale)
  const begin = () => {
    const from = offer.scenarios.find((one) => one.id === origin?.scenario)
    setTitle(own ? textIn(own.title, i18n.locale) : origin?.title ? t`${origin.title}, à notre façon` : '')
    setPurpose(from ? textIn(from.purpose, i18n.locale) : '')
    setOver(own !== undefined)
    setShared(own?.shared ?? false)
    setFailure(undefined)
    setOpen(true)
  }
  const keep = async () => {
    setBusy(true)
    setFailure(undefined)
    const plan = { people, phases: [...phases], ...(origin ? { origin } : {}) }
    const body = { title, purpose, lang, plan }
    try {
      let id = own?.id ?? ''
      const path = (scenario: string) => ({ params: { path: { community, scenario } } })
      const one = '/api/communities/{community}/scenarios/{scenario}'
      if (own && over)
        await asked(
          api.PATCH(one, { ...path(id), body: { ...body, ...(offer.may_share ? { shared } : {}) } }),
        )
      else {
        const made = await asked(
          api.POST('/api/communities/{community}/scenarios', { params: { path: { community } }, body }),
        )
        id = made.id
        if (shared) await asked(api.PATCH(one, { ...path(id), body: { shared } }))
      }
      await queries.invalidateQueries({ queryKey: scenariosQuery(community).queryKey })
      onKept({ ...origin, scenario: id, title, lang })
      setOpen(false)
      toast({ words: t`« ${title} » est gardé dans la communauté.` })
    } catch (wrong) {
      setFailure(wrong)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button kind="text" onPress={begin}>
        <Trans>Enregistrer dans la communauté</Trans>
      </Button>
      <Dialog
        title={<Trans>Enregistrer dans la communauté</Trans>}
        open={open}
        onClose={() => setOpen(false)}
        actions={
          <>
            <Button onPress={() => setOpen(false)}>
              <Trans>Pas maintenant</Trans>
            </Button>
            <Button
              kind="leaf"
              busy={busy}
              {...(title.trim() === ''
                ? { unavailable: t`Donnez un titre au scénario.` }
                : { onPress: () => void keep() })}
            >
              <Trans>Enregistrer le scénario</Trans>
            </Button>
          </>
        }
      >
        <div className={styles['form']}>
          <p>
            <Trans>
              Les étapes, leurs questions et leurs règles sont gardées, sans la date ni les personnes. Toute
              la communauté pourra le choisir.
            </Trans>
          </p>
          <TextField label={t`Titre`} value={title} onChange={setTitle} maxLength={80} required />
          <TextArea
            label={t`À quoi il sert`}
            value={purpose}
            onChange={setPurpose}
            maxLength={600}
            rows={2}
          />
          {own && (
            <Checkbox on={over} onChange={setOver} help={t`Sinon, un nouveau scénario s’ajoute.`}>
              {t`Remplacer « ${textIn(own.title, i18n.locale)} »`}
            </Checkbox>
          )}
          {offer.may_share && (
            <Checkbox
              on={shared}
              onChange={setShared}
              help={t`Les communautés de « ${offer.network ?? ''} » pourront le choisir et le copier.`}
            >
              <Trans>Partager avec le réseau</Trans>
            </Checkbox>
          )}
          <ScenarioProblems failure={failure} />
        </div>
      </Dialog>
    </>
  )
}
