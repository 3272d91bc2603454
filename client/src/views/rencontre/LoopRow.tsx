import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconRepeat } from '@tabler/icons-react'
import { minutesLong } from '../../i18n/time.ts'
import { Button } from '../../ui/Button.tsx'
import { fewestPasses, type Loop, mostPasses, mostSteps, withoutPass, withPass } from './loops.ts'
import styles from './PlanEditor.module.css'
import { type Phase, total } from './plan.ts'
import type { useUndo } from './useUndo.ts'

/** What stands above the steps of a loop: how many times they come back, and one pass more or one less. */
export function LoopRow({
  loop,
  phases,
  does,
}: {
  loop: Loop
  phases: readonly Phase[]
  does: ReturnType<typeof useUndo>['does']
}) {
  const { t } = useLingui()
  const { id, passes, steps, each } = loop
  const length = minutesLong(total(steps))
  const full =
    passes >= mostPasses
      ? t`Une boucle a huit passages au plus.`
      : phases.length + steps.length > mostSteps
        ? t`Un déroulement a quarante étapes au plus.`
        : undefined
  const last = passes <= fewestPasses ? t`Une boucle a deux passages au moins.` : undefined
  return (
    <li className={styles['loop']}>
      <IconRepeat size={22} stroke={1.75} aria-hidden />
      <p>
        <strong>
          <Plural value={passes} one="Boucle de # passage" other="Boucle de # passages" />
        </strong>
        <span className={styles['rule']}>
          {each ? t`${length} chacun, un par personne du sous-groupe` : t`${length} chacun`}
        </span>
      </p>
      <div className={styles['moves']}>
        <Button
          kind="text"
          size="dense"
          {...(full === undefined
            ? {
                onPress: () =>
                  does({
                    phases: withPass(phases, id),
                    words: t`Un passage est ajouté à la boucle.`,
                    of: `${id}/passes`,
                  }),
              }
            : { unavailable: full })}
        >
          <Trans>Ajouter un passage</Trans>
        </Button>
        <Button
          kind="text"
          size="dense"
          {...(last === undefined
            ? {
                onPress: () =>
                  does({
                    phases: withoutPass(phases, id),
                    words: t`Un passage est retiré de la boucle.`,
                    of: `${id}/passes`,
                  }),
              }
            : { unavailable: last })}
        >
          <Trans>Retirer un passage</Trans>
        </Button>
      </div>
    </li>
  )
}
