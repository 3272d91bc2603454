import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { communityQuery } from '../../../api/queries.ts'
import { minutesLong } from '../../../i18n/time.ts'
import { facilitates } from '../../../session/view.ts'
import { Button } from '../../../ui/Button.tsx'
import { Checkbox } from '../../../ui/Checks.tsx'
import { Select } from '../../../ui/Select.tsx'
import { type Facet, facets, isFacet, saidBy } from '../../place/facets.ts'
import { useLive, useView, useWish } from '../live.tsx'
import panel from '../Panel.module.css'
import { circleOf } from '../viewmodel.ts'
import styles from './Groups.module.css'
import { seed } from './seed.ts'

/** What the proposal is made by; by a facet, people who said the same are mixed, or brought together. */
type Method = 'lot' | 'fresh' | 'self' | 'chosen' | `${'mix' | 'like'}:${Facet}`

const sizes = ['2', '3', '4', '5', '6'] as const
/** `count`: as many groups as the scenario says, of whatever size that makes. */
type Size = (typeof sizes)[number] | 'count'

/** 0: without an end. */
const lengths = ['0', '2', '3', '4', '5', '8', '10', '15', '20', '25', '30', '35', '45'] as const
type Length = (typeof lengths)[number]

const nearest = (minutes: number): Length => lengths.find((one) => Number(one) >= minutes) ?? '45'
const asSize = (size: number): Size => sizes.find((one) => Number(one) === size) ?? '4'

/** How groups come together; nobody but those who run sees the proposal. */
export function MakeGroups({ onClose }: { onClose: (() => void) | undefined }) {
  const { t } = useLingui()
  const view = useView()
  const wish = useWish()
  const phase = view.agenda?.phases[view.agenda.at]
  const [picked, setMethod] = useState<Method>(() => methodOf(phase))
  const plan = planned(phase)
  const count = plan?.count ?? 0
  const [size, setSize] = useState<Size>(() => (count > 0 ? 'count' : asSize(plan?.size ?? 2)))
  const [length, setLength] = useState<Length>(nearest(phase?.kind === 'groups' ? phase.minutes : 10))
  const [together, setTogether] = useState(false)
  const [busy, setBusy] = useState(false)
  const words: Record<Method, string> = {
    lot: t`Au hasard`,
    fresh: t`Jamais deux fois les mêmes ensemble`,
    'mix:organization': t`En mêlant les organismes`,
    'mix:region': t`En mêlant les régions`,
    'mix:function': t`En mêlant les fonctions`,
    'like:organization': t`Par organisme`,
    'like:region': t`Par région`,
    'like:function': t`Par fonction`,
    self: t`Au choix de chaque personne`,
    chosen: t`À la main`,
  }
  const names: Record<Size, string> = {
    '2': t`Deux par deux`,
    '3': t`Trois par trois`,
    '4': t`Quatre par quatre`,
    '5': t`Tables de cinq`,
    '6': t`Tables de six`,
    count: t`${plural(count, { one: '# groupe', other: '# groupes' })}, comme le scénario le prévoit`,
  }
  // Who is carried sits with whoever carries her, and counts for no place.
  const people = circleOf(view).filter(
    (id) => !facilitates(view.people?.[id]?.role ?? 'guest') && view.people?.[id]?.behind === undefined,
  )
  const { said, waits } = useSaid(people)
  const offered = facets.filter((one) => said.has(one))
  const methods: readonly Method[] = [
    'lot',
    'fresh',
    ...offered.map((one) => `mix:${one}` as const),
    ...offered.map((one) => `like:${one}` as const),
    'self',
    'chosen',
  ]
  // What nobody said anything about cannot make groups, even if the scenario wished it.
  const method = methods.find((one) => one === picked) ?? 'lot'
  // Nobody is drawn alone: of few people fewer groups are made than planned.
  const fits = Math.max(1, Math.min(count, Math.floor(people.length / 2)))
  const n = size === 'count' ? fits : Math.max(1, Math.round(people.length / Number(size)))
  const each = size === 'count' ? Math.max(2, Math.ceil(people.length / fits)) : Number(size)
  const propose = async () => {
    setBusy(true)
    const tables = each > 4
    const titles = Array.from({ length: Math.min(100, people.length + 2) }, (_, i) => {
      const number = i + 1
      return tables ? t`Table ${number}` : t`Groupe ${number}`
    })
    const how = howOf(method, { n, each, most: plan?.most, counted: size === 'count', together, said })
    const set = crypto.randomUUID()
    await wish('groups.propose', { set, minutes: Number(length), seed: seed(), titles, ...how })
    setBusy(false)
  }
  return (
    <div className={styles['fields']}>
      <Select
        label={t`Comment se forment les groupes`}
        value={method}
        onChange={setMethod}
        choices={methods.map((one) => ({ value: one, label: words[one] }))}
      />
      <Select
        label={t`Taille des groupes`}
        value={size}
        onChange={setSize}
        choices={[...(count > 0 ? (['count'] as const) : []), ...sizes].map((one) => ({
          value: one,
          label: names[one],
        }))}
      />
      <Select
        label={t`Pour combien de temps`}
        value={length}
        onChange={setLength}
        choices={lengths.map((one) => ({
          value: one,
          label: one === '0' ? t`Sans fin prévue` : minutesLong(Number(one)),
        }))}
      />
      {method === 'lot' && (
        <Checkbox on={together} onChange={setTogether} help={t`Les paires deviennent des quatuors.`}>
          <Trans>Garder ensemble les groupes d’avant</Trans>
        </Checkbox>
      )}
      <div className={panel['actions']}>
        <Button
          kind="leaf"
          busy={busy || (waits && isFaceted(picked))}
          onPress={() => void propose()}
          {...(people.length < 2 && method !== 'self' && method !== 'chosen'
            ? { unavailable: t`Il faut au moins deux personnes à placer.` }
            : {})}
        >
          <Trans>Voir la proposition</Trans>
        </Button>
        {onClose && (
          <Button kind="text" onPress={onClose}>
            <Trans>Pas maintenant</Trans>
          </Button>
        )}
      </div>
    </div>
  )
}

type Planned = {
  readonly size?: number
  readonly most?: number
  readonly count?: number
  readonly by?: string
  readonly facet?: string
  readonly minutes?: number
}

/** What the scenario says of the groups of this phase. */
function planned(phase: unknown): Planned | undefined {
  return (phase as { groups?: Planned } | undefined)?.groups
}

/** A scenario's « par région » brings together, as it does here. */
function methodOf(phase: unknown): Method {
  const { by, facet } = planned(phase) ?? {}
  if (by === 'facet') return isFacet(facet) ? `like:${facet}` : 'lot'
  return by === 'fresh' || by === 'self' || by === 'chosen' ? by : 'lot'
}

const isFaceted = (method: Method) => method.includes(':')

type Cut = {
  /** How many groups that makes, and of how many people. */
  readonly n: number
  readonly each: number
  /** As the scenario says: never more in one group. */
  readonly most: number | undefined
  /** Whether the number of groups was asked for, rather than their size. */
  readonly counted: boolean
  readonly together: boolean
  readonly said: Said
}

/** What of the proposal its method makes. */
function howOf(method: Method, { n, each, most, counted, together, said }: Cut) {
  const drawn = counted
    ? { count: n }
    : { size: each, ...(most !== undefined && most >= each ? { most } : {}) }
  switch (method) {
    case 'self':
      return { by: 'self', count: n, limit: most !== undefined && most > each ? most : each + 1 }
    case 'chosen':
      return { by: 'chosen', groups: Array.from({ length: n }, () => []) }
    case 'lot':
      return { by: 'lot', ...drawn, ...(together ? { together } : {}) }
    case 'fresh':
      return { by: 'fresh', ...drawn }
    default: {
      const [way, facet] = method.split(':')
      const values = isFacet(facet) ? said.get(facet) : undefined
      return { by: 'facet', ...drawn, values, ...(way === 'like' ? { alike: true } : {}) }
    }
  }
}

type Said = ReturnType<typeof saidBy>

/** What people of the room said of their work on the community's page, and whether it is still being read. */
function useSaid(people: readonly string[]): { said: Said; waits: boolean } {
  const { entry } = useLive()
  const { data, isLoading } = useQuery(communityQuery(entry.community.id))
  return { said: saidBy(people, data?.members ?? []), waits: isLoading }
}
