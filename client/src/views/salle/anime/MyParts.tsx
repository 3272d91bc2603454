import { Trans, useLingui } from '@lingui/react/macro'
import type { CastPart, SessionView } from '../../../session/view.ts'
import { Button } from '../../../ui/Button.tsx'
import { Menu } from '../../../ui/Menu.tsx'
import { useNames, useView, useWish } from '../live.tsx'
import styles from '../Panel.module.css'
import { circleNames, circleOf } from '../viewmodel.ts'

/** The parts of the scenario that somebody of my line may take, or plays: those of the room, and of the group where I am. */
function partsFor(view: SessionView, id: string): readonly CastPart[] {
  if (view.people?.[id]?.listen === true) return []
  const here = view.group?.members.includes(view.me.member) === true ? view.group.group : undefined
  return (view.cast ?? []).filter(
    (one) =>
      one.title !== undefined &&
      (one.group === undefined || one.group === here) &&
      (one.member === undefined || one.member === id),
  )
}

/** The parts that I play, and those that nobody plays: one takes a part, leaves it or hands it over, and gives no reason. */
export function MyParts() {
  const { t } = useLingui()
  const view = useView()
  const parts = partsFor(view, view.me.member)
  if (parts.length === 0) return null
  return (
    <section className={styles['section']} aria-label={t`Mes rôles du scénario`}>
      <h3>
        <Trans>Rôles du scénario</Trans>
      </h3>
      <List parts={parts} id={view.me.member} as={undefined} />
    </section>
  )
}

/** The same for somebody whom I carry. */
export function TheirParts({ id }: { id: string }) {
  const parts = partsFor(useView(), id)
  return parts.length > 0 && <List parts={parts} id={id} as={id} />
}

function List({ parts, id, as }: { parts: readonly CastPart[]; id: string; as: string | undefined }) {
  return (
    <ul className={styles['list']} role="list">
      {parts.map((one) => (
        <li key={`${one.part} ${one.group ?? ''}`} className={styles['row']}>
          <span className={styles['rowWords']}>
            <span className={styles['rowName']}>{one.title}</span>
          </span>
          {one.member === id ? <Played part={one} id={id} as={as} /> : <Free part={one} as={as} />}
        </li>
      ))}
    </ul>
  )
}

const asOf = (as: string | undefined) => (as === undefined ? {} : { as })

function useShort(id: string | undefined): string {
  const view = useView()
  const names = useNames()
  return id === undefined ? '' : (circleNames(view, names)[id] ?? '')
}

function Free({ part: { part, title = '' }, as }: { part: CastPart; as: string | undefined }) {
  const { t } = useLingui()
  const wish = useWish()
  const name = useShort(as)
  return (
    <Button
      size="dense"
      aria-label={
        as === undefined ? t`Prendre ce rôle : ${title}` : t`Prendre ce rôle pour ${name} : ${title}`
      }
      onPress={() => void wish('cast.volunteer', { part, ...asOf(as) })}
    >
      {as === undefined ? <Trans>Prendre</Trans> : <Trans>Prendre pour {name}</Trans>}
    </Button>
  )
}

function Played({
  part: { part, title = '' },
  id,
  as,
}: {
  part: CastPart
  id: string
  as: string | undefined
}) {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  const wish = useWish()
  const short = circleNames(view, names)
  return (
    <span className={styles['actions']}>
      <Menu
        label={t`Confier ce rôle : ${title}`}
        entries={circleOf(view)
          .filter((one) => one !== id && view.people?.[one]?.listen !== true)
          .map((one) => ({
            id: one,
            label: short[one] ?? '',
            onChoose: () => void wish('cast.hand', { part, member: one, ...asOf(as) }),
          }))}
        trigger={
          <Button size="dense" aria-label={t`Confier ce rôle : ${title}`}>
            <Trans>Confier</Trans>
          </Button>
        }
      />
      <Button
        size="dense"
        kind="text"
        aria-label={t`Laisser ce rôle : ${title}`}
        onPress={() => void wish('cast.leave', { part, ...asOf(as) })}
      >
        <Trans>Laisser</Trans>
      </Button>
    </span>
  )
}
