import { Trans, useLingui } from '@lingui/react/macro'
import type { CastPart } from '../../../session/view.ts'
import { Button } from '../../../ui/Button.tsx'
import { Menu, type MenuEntry } from '../../../ui/Menu.tsx'
import anime from '../Animation.module.css'
import { useNames, useView, useWish } from '../live.tsx'
import panel from '../Panel.module.css'
import { circleNames, circleOf, mayRun } from '../viewmodel.ts'

/** The parts that people play in the scenario: the client, the narrator. Those who run give them. */
export function Parts() {
  const { t } = useLingui()
  const view = useView()
  const parts = (view.cast ?? []).filter((one) => one.title !== undefined && one.group === undefined)
  if (!mayRun(view) || parts.length === 0) return null
  return (
    <section className={anime['section']} aria-label={t`Rôles du scénario`}>
      <h3>
        <Trans>Rôles du scénario</Trans>
      </h3>
      <ul className={panel['list']} role="list">
        {parts.map((part) => (
          <OnePart key={part.part} part={part} among={circleOf(view)} />
        ))}
      </ul>
    </section>
  )
}

/** A part, who plays it, and to whom of these it may be given. */
export function OnePart({ part, among }: { part: CastPart; among: readonly string[] }) {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  const wish = useWish()
  const short = circleNames(view, names)
  const title = part.title ?? ''
  const who = part.member === undefined ? '' : (short[part.member] ?? '')
  const { group } = part
  const entries: MenuEntry[] = among
    .filter((id) => id !== part.member)
    .map((id) => ({
      id,
      label: short[id] ?? '',
      onChoose: () =>
        void wish('cast.give', { part: part.part, member: id, ...(group === undefined ? {} : { group }) }),
    }))
  return (
    <li className={panel['row']}>
      <span className={panel['rowWords']}>
        <span className={panel['rowName']}>{title}</span>
        <span className={panel['rowState']}>{who === '' ? t`personne encore` : who}</span>
      </span>
      <Menu
        label={t`Confier ce rôle : ${title}`}
        entries={entries}
        trigger={
          <Button size="dense" aria-label={t`Confier ce rôle : ${title}`}>
            <Trans>Confier</Trans>
          </Button>
        }
      />
    </li>
  )
}
