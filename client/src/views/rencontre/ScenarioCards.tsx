import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { scenariosQuery } from '../../api/queries.ts'
import { minutesLong } from '../../i18n/time.ts'
import { Button } from '../../ui/Button.tsx'
import { type Card, RadioCards } from '../../ui/Checks.tsx'
import { FormError } from '../place/FormError.tsx'
import { useSentence } from '../place/sentence.ts'
import { KindTrack } from './KindTrack.tsx'
import { ManageScenarios } from './ManageScenarios.tsx'
import styles from './MeetingForm.module.css'
import type { Origin, Phase } from './plan.ts'
import { type ScenarioCard, shown, textIn, unfolded } from './scenarios.ts'

const blank = 'blank'

/** What a meeting may be held by: the community's own scenarios, its network's, Palabre's, or a blank page. */
export function ScenarioCards({
  community,
  chosen,
  empty,
  people,
  onChoose,
}: {
  community: string
  chosen: string | undefined
  /** The run of show has no step: a blank page is what was chosen. */
  empty: boolean
  /** How many people a round goes through. */
  people: number
  onChoose: (phases: Phase[], origin: Origin | undefined) => void
}) {
  const { t, i18n } = useLingui()
  const sentence = useSentence()
  const query = useQuery(scenariosQuery(community))
  const [whole, setWhole] = useState(false)
  const [managing, setManaging] = useState(false)
  const [failed, setFailed] = useState<unknown>()
  const card = useScenarioCard()
  const value = chosen ?? (empty ? blank : null)
  const choose = async (id: string) => {
    setFailed(undefined)
    if (id === blank) return onChoose([], undefined)
    try {
      const plan = await unfolded(community, id, people, i18n.locale)
      onChoose(plan.phases, plan.origin)
    } catch (failure) {
      setFailed(failure)
    }
  }
  const all = query.data?.scenarios ?? []
  const { own, network, library, more } = shown(all, chosen, whole)
  const group = (label: string, cards: Card<string>[], hidden = false) =>
    cards.length > 0 && (
      <RadioCards<string>
        label={label}
        labelHidden={hidden}
        value={cards.some((one) => one.value === value) ? value : null}
        onChange={(id) => void choose(id)}
        cards={cards}
      />
    )
  return (
    <section className={styles['group']}>
      <h2>
        <Trans>Un scénario pour commencer</Trans>
      </h2>
      {group(t`De la communauté`, own.map(card))}
      {group(t`Partagés par le réseau`, network.map(card))}
      {group(
        t`De Palabre`,
        [
          ...library.map(card),
          { value: blank, title: t`Page blanche`, body: <span>{t`Vous composez étape par étape.`}</span> },
        ],
        own.length + network.length === 0,
      )}
      <FormError words={failed === undefined ? undefined : sentence(failed)} />
      <div className={styles['more']}>
        {more > 0 && (
          <Button kind="text" onPress={() => setWhole(true)}>
            <Plural value={more} one="Voir # autre scénario" other="Voir # autres scénarios" />
          </Button>
        )}
        {query.data?.may_write && (
          <Button kind="text" onPress={() => setManaging(true)}>
            <Trans>Gérer les scénarios de la communauté</Trans>
          </Button>
        )}
      </div>
      {query.data && (
        <ManageScenarios
          community={community}
          offer={query.data}
          open={managing}
          onClose={() => setManaging(false)}
        />
      )}
    </section>
  )
}

function useScenarioCard() {
  const { t, i18n } = useLingui()
  return (one: ScenarioCard): Card<string> => {
    const leaves = [...new Set(one.leaves.map(({ name }) => textIn(name, i18n.locale)).filter(Boolean))]
    const left = leaves.slice(0, 3).join(', ')
    const { from, to } = one.seats
    return {
      value: one.id,
      title: textIn(one.title, i18n.locale),
      body: (
        <div className={styles['scenario']}>
          <span>
            {minutesLong(one.minutes)}, {from === to ? t`${from} personnes` : t`${from} à ${to} personnes`}
            {one.closed && <>, {t`porte fermée`}</>}
            {one.source === 'network' && one.from && <>, {t`de ${one.from}`}</>}
            {one.source === 'community' && one.shared && <>, {t`partagé avec le réseau`}</>}
          </span>
          <KindTrack phases={one.track} />
          <span>{textIn(one.purpose, i18n.locale)}</span>
          {left !== '' && <span className={styles['leaves']}>{t`Il en reste : ${left}.`}</span>}
        </div>
      ),
    }
  }
}
