import { Trans, useLingui } from '@lingui/react/macro'
import { IconHandStop } from '@tabler/icons-react'
import { useState } from 'react'
import type { FloorRule, HandOrder, Place } from '../../../session/view.ts'
import { Button } from '../../../ui/Button.tsx'
import { Pebble } from '../../../ui/Pebble.tsx'
import { Select } from '../../../ui/Select.tsx'
import { initialsOf } from '../../place/initials.ts'
import styles from '../Animation.module.css'
import { useNames, useView, useWish } from '../live.tsx'
import panel from '../Panel.module.css'
import { circleNames, mayRunHere } from '../viewmodel.ts'
import { useReason } from './why.ts'

/** Who is heard outside of rounds: the rule of now, who asks and why in this order, and who sits in the centre. */
export function FloorControls() {
  const { t } = useLingui()
  const view = useView()
  if (!mayRunHere(view)) return null
  const kind = view.floor?.rule.kind
  return (
    <section className={styles['section']} aria-label={t`La parole`}>
      <h3>
        <Trans>La parole</Trans>
      </h3>
      <HandQueue />
      {kind === 'inside' && <Inner />}
      {view.floor && <Rule rule={view.floor.rule} />}
    </section>
  )
}

/** Those who ask, in the order of the rule, each with the reason of her place. */
function HandQueue() {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  const wish = useWish()
  const reason = useReason()
  const short = circleNames(view, names)
  const { floor } = view
  const given = floor?.rule.kind === 'hands'
  const raised: readonly Place[] = given
    ? (floor.line ?? [])
    : Object.entries(view.hands ?? {})
        .sort(([, a], [, b]) => a.since - b.since || a.seq - b.seq)
        .map(([member]) => ({ member, why: 'arrival' }))
  const holder = floor?.holder
  const speaking = holder ? (short[holder.member] ?? '') : ''
  if (raised.length === 0 && !holder) return null
  return (
    <div role="group" aria-label={t`Demandes de parole`} className={styles['group']}>
      {holder && (
        <div className={panel['row']}>
          <span className={panel['rowWords']}>
            <span className={panel['rowName']}>
              <Trans>{speaking} a la parole</Trans>
            </span>
          </span>
          <Button size="dense" onPress={() => void wish('floor.end', { grant: holder.grant })}>
            <Trans>A parlé</Trans>
          </Button>
        </div>
      )}
      <ol className={panel['list']} role="list">
        {raised.map(({ member, why }, index) => {
          const name = short[member] ?? ''
          return (
            <li key={member} className={panel['row']}>
              <span className={styles['rank']}>{index + 1}</span>
              <Pebble id={member} initials={initialsOf(names[member] ?? '')} size={36} />
              <span className={panel['rowWords']}>
                <span className={panel['rowName']}>{name}</span>
                <span className={panel['rowState']}>{reason(why)}</span>
              </span>
              {given ? (
                <Button
                  size="dense"
                  kind={index === 0 ? 'leaf' : 'quiet'}
                  aria-label={t`Donner la parole à ${name}`}
                  onPress={() => void wish('floor.give', { member, from: floor.grant })}
                >
                  <Trans>Donner</Trans>
                </Button>
              ) : (
                <Button
                  size="dense"
                  aria-label={t`Baisser la main de ${name}`}
                  onPress={() => void wish('hands.lower', { member })}
                >
                  <Trans>A parlé</Trans>
                </Button>
              )}
            </li>
          )
        })}
      </ol>
    </div>
  )
}

/** Who sits in the centre of the fishbowl, the longest there first. */
function Inner() {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  const wish = useWish()
  const short = circleNames(view, names)
  const inside = view.floor?.inside ?? []
  const places = view.floor?.places ?? 0
  const count = inside.length
  return (
    <div role="group" aria-label={t`Cercle du centre`} className={styles['group']}>
      <p className={panel['hint']}>
        <Trans>
          {count} sièges pris sur {places}. Chaque personne y entre et en sort d’elle-même.
        </Trans>
      </p>
      <ul className={panel['list']} role="list">
        {inside.map((member) => {
          const name = short[member] ?? ''
          return (
            <li key={member} className={panel['row']}>
              <Pebble id={member} initials={initialsOf(names[member] ?? '')} size={36} />
              <span className={panel['rowWords']}>
                <span className={panel['rowName']}>{name}</span>
              </span>
              <Button
                size="dense"
                aria-label={t`Faire revenir ${name} dans le grand cercle`}
                onPress={() => void wish('floor.leave', { member })}
              >
                <Trans>Faire revenir</Trans>
              </Button>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

const kinds = ['open', 'hands', 'facilitator', 'silence', 'inside'] as const
type Kind = (typeof kinds)[number]

const kindOf = (rule: FloorRule): Kind =>
  rule.kind === 'role' ? 'facilitator' : rule.kind === 'stick' ? 'open' : rule.kind

/** Changes who is heard, until the next step. */
function Rule({ rule }: { rule: FloorRule }) {
  const { t } = useLingui()
  const wish = useWish()
  const [kind, setKind] = useState<Kind>(kindOf(rule))
  const [order, setOrder] = useState<HandOrder>(rule.order ?? 'first')
  const [open, setOpen] = useState(false)
  const apply = async () => {
    const next: FloorRule =
      kind === 'facilitator'
        ? { kind: 'role', role: 'facilitator' }
        : kind === 'hands'
          ? { kind, order }
          : kind === 'inside'
            ? { kind, seats: 4, free: 1 }
            : { kind }
    const answer = await wish('floor.rule', { rule: next })
    if (answer.done) setOpen(false)
  }
  if (!open) {
    return (
      <div>
        <Button
          size="dense"
          icon={<IconHandStop size={20} stroke={2} aria-hidden />}
          onPress={() => {
            setKind(kindOf(rule))
            setOpen(true)
          }}
        >
          <Trans>Changer la règle de parole</Trans>
        </Button>
      </div>
    )
  }
  return (
    <div className={styles['fields']}>
      <Select
        label={t`Règle de parole`}
        value={kind}
        onChange={setKind}
        help={t`Jusqu’à la prochaine étape. Tout le monde la lit.`}
        choices={[
          { value: 'open', label: t`Parole libre` },
          { value: 'hands', label: t`Mains levées` },
          { value: 'facilitator', label: t`L’animation seulement` },
          { value: 'silence', label: t`Silence` },
          { value: 'inside', label: t`Bocal : quatre sièges et un libre` },
        ]}
      />
      {kind === 'hands' && (
        <Select
          label={t`Ordre des demandes`}
          value={order}
          onChange={setOrder}
          choices={[
            { value: 'arrival', label: t`Dans l’ordre des demandes` },
            { value: 'first', label: t`D’abord qui n’a pas encore parlé` },
            { value: 'least', label: t`D’abord qui a le moins parlé` },
          ]}
        />
      )}
      <div className={panel['actions']}>
        <Button size="dense" kind="leaf" onPress={() => void apply()}>
          <Trans>Appliquer la règle</Trans>
        </Button>
        <Button size="dense" onPress={() => setOpen(false)}>
          <Trans>Ne rien changer</Trans>
        </Button>
      </div>
    </div>
  )
}
