import { Trans, useLingui } from '@lingui/react/macro'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Select } from '../../ui/Select.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { type Loop, loopsOf } from './loops.ts'
import styles from './PlanEditor.module.css'
import type { Origin, Phase } from './plan.ts'
import {
  joined,
  mostRoles,
  needing,
  type Playing,
  played,
  playingOf,
  type Role,
  renamed,
  tables,
  withoutRole,
  withRole,
} from './roles.ts'
import { useUndo } from './useUndo.ts'

type RolesProps = {
  phases: readonly Phase[]
  onChange: (phases: Phase[]) => void
  origin: Origin | undefined
  onOrigin: (origin: Origin) => void
}

/** The roles that people play in the steps: added, named, removed; what a removal changes is said first, and can be undone. */
export function Roles(props: RolesProps) {
  const { phases, origin } = props
  const { t } = useLingui()
  const { does, say } = useUndo(props)
  const [open, setOpen] = useState(false)
  const [leaving, setLeaving] = useState<Role>()
  const roles = origin?.parts ?? []
  const loops = loopsOf(phases)
  const having = (parts: Role[]): Origin => ({ ...(origin ?? { title: t`Notre déroulement` }), parts })
  const remove = (role: Role) => {
    const { id, title } = role
    setLeaving(undefined)
    does({
      phases: withoutRole(phases, id),
      origin: having(roles.filter((one) => one.id !== id)),
      words: t`Le rôle « ${title} » est retiré.`,
    })
  }
  // Steps follow how a role is played: those of its loop wait for it, and tables stay open around a host who stays.
  const awaiting = (parts: Role[], role: Role | undefined, stayed: boolean) => {
    const next = role ? joined(phases, role) : [...phases]
    const stays = parts.some((one) => playingOf(one).stays === true)
    return stays === stayed ? next : tables(next, stays)
  }
  const stayed = roles.some((one) => playingOf(one).stays === true)
  const plays = ({ id, title }: Role, playing: Playing) => {
    const parts = played(roles, id, playing)
    does({
      phases: awaiting(
        parts,
        parts.find((one) => one.id === id),
        stayed,
      ),
      origin: having(parts),
      words: t`Le rôle « ${title} » est changé.`,
      of: `${id}/playing`,
    })
  }
  const add = (title: string, playing: Playing) => {
    const parts = withRole(roles, title, playing)
    does({
      phases: awaiting(parts, parts.at(-1), stayed),
      origin: having(parts),
      words: t`Le rôle « ${title} » est ajouté.`,
    })
  }
  const steps = leaving ? needing(phases, leaving.id) : []
  const named = new Intl.ListFormat(document.documentElement.lang || 'fr-CA').format(steps)
  if (!open) {
    return (
      <Button kind="text" onPress={() => setOpen(true)}>
        <Trans>Rôles ({roles.length})</Trans>
      </Button>
    )
  }
  return (
    <section className={styles['roles']} aria-label={t`Rôles`}>
      <h3>
        <Trans>Rôles</Trans>
      </h3>
      {roles.map((role) => (
        <RoleRow
          key={role.id}
          role={role}
          loops={loops}
          onName={(title) =>
            does({
              origin: having(renamed(roles, role.id, title)),
              words: t`Le rôle s’appelle « ${title} ».`,
              of: `${role.id}/title`,
              typed: true,
            })
          }
          onLeave={say}
          onPlaying={(playing) => plays(role, playing)}
          onRemove={() => (needing(phases, role.id).length > 0 ? setLeaving(role) : remove(role))}
        />
      ))}
      <NewRole full={roles.length >= mostRoles} loops={loops} onAdd={add} onClose={() => setOpen(false)} />
      <Dialog
        title={t`Retirer ce rôle ?`}
        open={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        actions={
          <>
            <Button onPress={() => setLeaving(undefined)}>
              <Trans>Garder ce rôle</Trans>
            </Button>
            <Button kind="plum" onPress={() => leaving && remove(leaving)}>
              <Trans>Retirer</Trans>
            </Button>
          </>
        }
      >
        <Trans>Ces étapes l’attendent : {named}. La parole y sera à l’animation, ou à tout le cercle.</Trans>
      </Dialog>
    </section>
  )
}

function RoleRow({
  role,
  loops,
  onName,
  onLeave,
  onPlaying,
  onRemove,
}: {
  role: Role
  loops: readonly Loop[]
  onName: (title: string) => void
  onLeave: () => void
  onPlaying: (playing: Playing) => void
  onRemove: () => void
}) {
  const { t } = useLingui()
  const { title } = role
  return (
    <div className={styles['roleRow']}>
      <TextField label={t`Rôle`} value={title} onChange={onName} onBlur={onLeave} maxLength={80} />
      <PlayingField playing={playingOf(role)} loops={loops} onChange={onPlaying} />
      <Button size="dense" kind="text" aria-label={t`Retirer le rôle : ${title}`} onPress={onRemove}>
        <Trans>Retirer</Trans>
      </Button>
    </div>
  )
}

const room: Playing = { group: false }

/** Who plays a role, and for how long. */
function PlayingField({
  playing,
  loops,
  onChange,
}: {
  playing: Playing
  loops: readonly Loop[]
  onChange: (playing: Playing) => void
}) {
  const { t } = useLingui()
  const ways: { playing: Playing; label: string }[] = [
    { playing: room, label: t`la même personne, du début à la fin` },
    ...loops.map(({ id, steps }) => ({
      playing: { group: false, loop: id },
      label: around(t`une autre personne à chaque passage`, steps[0]?.title),
    })),
    { playing: { group: true }, label: t`une personne par sous-groupe` },
    { playing: { group: true, stays: true }, label: t`une par table, qui y reste quand les autres changent` },
    ...loops.map(({ id, steps }) => ({
      playing: { group: true, loop: id },
      label: around(t`une par sous-groupe, une autre à chaque passage`, steps[0]?.title),
    })),
  ]
  // With several loops, each is told by its first step.
  function around(words: string, first = '') {
    return loops.length > 1 ? t`${words} de « ${first} »` : words
  }
  const now = ways.findIndex((one) => keyOf(one.playing) === keyOf(playing))
  return (
    <Select<string>
      label={t`Qui le tient`}
      // A loop that has gone leaves the role to one person.
      value={String(
        now >= 0 ? now : ways.findIndex((one) => keyOf(one.playing) === keyOf({ group: playing.group })),
      )}
      onChange={(index) => onChange(ways[Number(index)]?.playing ?? room)}
      choices={ways.map(({ label }, index) => ({ value: String(index), label }))}
    />
  )
}

const keyOf = ({ group, stays, loop }: Playing) => `${group}/${stays === true}/${loop ?? ''}`

function NewRole({
  full,
  loops,
  onAdd,
  onClose,
}: {
  full: boolean
  loops: readonly Loop[]
  onAdd: (title: string, playing: Playing) => void
  onClose: () => void
}) {
  const { t } = useLingui()
  const [title, setTitle] = useState('')
  const [playing, setPlaying] = useState(room)
  const why = full
    ? t`Un scénario a huit rôles au plus.`
    : title.trim() === ''
      ? t`Écrivez d’abord le nom du rôle.`
      : undefined
  return (
    <>
      <div className={styles['roleRow']}>
        <TextField label={t`Nouveau rôle`} value={title} onChange={setTitle} maxLength={80} />
        <PlayingField playing={playing} loops={loops} onChange={setPlaying} />
      </div>
      <div className={styles['moves']}>
        <Button
          size="dense"
          icon={<IconPlus size={20} stroke={1.75} aria-hidden />}
          onPress={() => {
            onAdd(title.trim(), playing)
            setTitle('')
          }}
          {...(why === undefined ? {} : { unavailable: why })}
        >
          <Trans>Ajouter ce rôle</Trans>
        </Button>
        <Button size="dense" kind="text" onPress={onClose}>
          <Trans>Fermer</Trans>
        </Button>
      </div>
    </>
  )
}
