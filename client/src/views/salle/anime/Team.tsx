import { Trans, useLingui } from '@lingui/react/macro'
import { IconArrowUp } from '@tabler/icons-react'
import { facilitates, type Post } from '../../../session/view.ts'
import { Button } from '../../../ui/Button.tsx'
import { Select } from '../../../ui/Select.tsx'
import { IconButton } from '../../../ui/Tool.tsx'
import styles from '../Animation.module.css'
import { useNames, useView, useWish } from '../live.tsx'
import { moved } from '../order.ts'
import panel from '../Panel.module.css'
import { circleNames } from '../viewmodel.ts'

const posts = ['guardian', 'scribe', 'technique'] as const

const nobody = '-'

/** Who leads, who watches over what, and who takes over: among those who facilitate. */
export function TeamSection() {
  const { t } = useLingui()
  const view = useView()
  const names = useNames()
  const wish = useWish()
  const { team } = view
  if (!team || !facilitates(view.me.role)) return null
  const short = circleNames(view, names)
  // Whoever visits a group facilitates all the same.
  const able = Object.entries(view.people ?? {})
    .filter(([, one]) => one.left !== true && facilitates(one.role))
    .sort(([, a], [, b]) => a.order - b.order)
    .map(([id]) => id)
  const lead = team.posts.lead
  const leads = lead === view.me.member
  const leader = lead === undefined ? '' : (short[lead] ?? '')
  const postWords: Readonly<Record<Exclude<Post, 'lead'>, string>> = {
    guardian: t`Gardienne ou gardien : temps et climat`,
    scribe: t`Prise de notes`,
    technique: t`Veille technique`,
  }
  return (
    <section className={styles['section']} aria-label={t`Équipe d’animation`}>
      <h3>
        <Trans>Équipe d’animation</Trans>
      </h3>
      <p>
        {lead === undefined ? (
          <Trans>Personne ne mène en ce moment.</Trans>
        ) : leads ? (
          <Trans>Vous menez la rencontre.</Trans>
        ) : (
          <Trans>{leader} mène la rencontre.</Trans>
        )}
      </p>
      {leads && (
        <div className={panel['actions']}>
          {able
            .filter((id) => id !== view.me.member && view.people?.[id]?.here)
            .map((id) => {
              const name = short[id] ?? ''
              return (
                <Button key={id} size="dense" onPress={() => void wish('team.hand_over', { to: id })}>
                  <Trans>Confier la conduite à {name}</Trans>
                </Button>
              )
            })}
        </div>
      )}
      {able.length < 2 && (
        <p className={panel['hint']}>
          <Trans>Pour animer à plusieurs, confiez la coanimation à quelqu’un dans « Personnes ».</Trans>
        </p>
      )}
      {posts.map((post) => (
        <Select
          key={post}
          label={postWords[post]}
          value={team.posts[post] ?? nobody}
          onChange={(id) => void wish('team.wear', { post, ...(id === nobody ? {} : { member: id }) })}
          choices={[
            { value: nobody, label: t`Personne` },
            ...able.map((id) => ({ value: id, label: short[id] ?? '' })),
          ]}
        />
      ))}
      {able.length > 1 && <Takeover able={able} leads={leads} short={short} />}
    </section>
  )
}

/** Who takes over when the lead is gone, in order. */
function Takeover({
  able,
  leads,
  short,
}: {
  able: readonly string[]
  leads: boolean
  short: Readonly<Record<string, string>>
}) {
  const { t } = useLingui()
  const view = useView()
  const wish = useWish()
  const declared = (view.takeover ?? []).filter((id) => able.includes(id))
  const order = [...declared, ...able.filter((id) => !declared.includes(id))]
  return (
    <div className={styles['group']}>
      <span className={styles['groupName']}>
        <Trans>Qui prend la suite si la liaison tombe</Trans>
      </span>
      <ol className={styles['order']} role="list" aria-label={t`Ordre de relève`}>
        {order.map((id, index) => {
          const name = short[id] ?? ''
          return (
            <li key={id} className={styles['seat']}>
              <span className={styles['rank']}>{index + 1}</span>
              <span className={styles['seatName']}>{name}</span>
              {leads && index > 0 && (
                <IconButton
                  bare
                  icon={<IconArrowUp size={22} stroke={1.75} aria-hidden />}
                  label={t`Monter ${name}`}
                  onPress={() => void wish('team.order', { order: moved(order, id, index - 1) })}
                />
              )}
            </li>
          )
        })}
      </ol>
    </div>
  )
}
