import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { Switch } from '../../../ui/Checks.tsx'
import { Select } from '../../../ui/Select.tsx'
import { TextArea, TextField } from '../../../ui/TextField.tsx'
import { useView, useWish } from '../live.tsx'
import panel from '../Panel.module.css'
import { groupToRun, mayRun, presentPhase } from '../viewmodel.ts'
import { askChars, asksMost, optionChars, optionsMost } from './bounds.ts'
import { ForGroup } from './OfGroup.tsx'
import styles from './Votes.module.css'

type Kind = 'dots' | 'consent' | 'rank' | 'ballot' | 'survey'

const points = ['1', '2', '3', '4', '5', '8', '10'] as const

/** A vote before it opens: what is asked, and how people answer. */
export function PreparePoll({ onDone }: { onDone: () => void }) {
  const { t } = useLingui()
  const view = useView()
  const wish = useWish()
  const phase = presentPhase(view)
  // The scenario says where the group agrees, rather than chooses.
  const [kind, setKind] = useState<Kind>(phase?.rule?.note === 'agree' ? 'consent' : 'dots')
  const [question, setQuestion] = useState(phase?.question ?? '')
  const [options, setOptions] = useState('')
  const [each, setEach] = useState<(typeof points)[number]>('3')
  const [stack, setStack] = useState(true)
  const [propose, setPropose] = useState(false)
  const [secret, setSecret] = useState(false)
  const [apart, setApart] = useState(true)
  const group = apart || !mayRun(view) ? groupToRun(view) : undefined
  const [busy, setBusy] = useState(false)
  const chooses = kind === 'dots' || kind === 'rank' || kind === 'ballot'
  const lines = options
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const tooMuch = useTooMuch(kind === 'survey', kind === 'consent' ? [] : lines)
  const prepare = async () => {
    setBusy(true)
    const answer = await wish('poll.prepare', {
      poll: crypto.randomUUID(),
      kind,
      question: question.trim(),
      ...(phase ? { phase: phase.id } : {}),
      ...(group === undefined ? {} : { group }),
      ...(chooses ? { options: lines.map((text) => ({ id: crypto.randomUUID(), text })), propose } : {}),
      ...(kind === 'dots' ? { points: Number(each), stack } : {}),
      ...(kind === 'survey' ? { asks: survey(lines) } : {}),
      ...(kind === 'dots' || kind === 'rank' || kind === 'consent' ? { secret } : {}),
    })
    setBusy(false)
    if (answer.done) onDone()
  }
  const kinds: Record<Kind, { label: string; help: string }> = {
    dots: { label: t`Vote par points`, help: t`Chaque personne place ses points.` },
    consent: { label: t`Consentement`, help: t`D’accord, réserve ou objection, avec ses raisons.` },
    rank: { label: t`Mise en ordre`, help: t`Chaque personne met les thèmes dans son ordre.` },
    ballot: { label: t`Scrutin secret`, help: t`Une seule option; personne ne sait qui.` },
    survey: { label: t`Petit sondage`, help: t`Sans nom, lu à partir de cinq réponses.` },
  }
  return (
    <div className={styles['fields']}>
      <Select
        label={t`La sorte de vote`}
        value={kind}
        onChange={setKind}
        choices={(Object.keys(kinds) as Kind[]).map((value) => ({ value, ...kinds[value] }))}
      />
      <TextField label={t`La question du vote`} value={question} onChange={setQuestion} maxLength={300} />
      {kind !== 'consent' && (
        <TextArea
          label={kind === 'survey' ? t`Les questions, une par ligne` : t`Les options, une par ligne`}
          {...(kind === 'survey'
            ? { help: t`On y répond de 1 à 5; une ligne qui finit par « … » reçoit des mots.` }
            : {})}
          rows={4}
          value={options}
          onChange={setOptions}
          maxLength={4000}
        />
      )}
      {kind === 'dots' && (
        <>
          <Select
            label={t`Points de chaque personne`}
            value={each}
            onChange={setEach}
            choices={points.map((value) => ({ value, label: value }))}
          />
          <Switch on={stack} onChange={setStack}>
            <Trans>Plusieurs points sur une même option</Trans>
          </Switch>
        </>
      )}
      {chooses && (
        <Switch on={propose} onChange={setPropose}>
          <Trans>Tout le monde peut proposer des options avant l’ouverture</Trans>
        </Switch>
      )}
      {(kind === 'dots' || kind === 'rank' || kind === 'consent') && (
        <Switch on={secret} onChange={setSecret} help={t`Rien n’est dit s’il y a moins de trois votes.`}>
          <Trans>Secret</Trans>
        </Switch>
      )}
      <ForGroup on={apart} onChange={setApart} />
      <div className={panel['actions']}>
        <Button
          kind="leaf"
          busy={busy}
          onPress={() => void prepare()}
          unavailable={question.trim() === '' ? t`Écrivez d’abord la question.` : tooMuch}
        >
          <Trans>Préparer ce vote</Trans>
        </Button>
        <Button kind="text" onPress={onDone}>
          <Trans>Pas maintenant</Trans>
        </Button>
      </div>
    </div>
  )
}

/** Why the lines would be refused, told before they are sent; nothing when they would not. */
function useTooMuch(survey: boolean, lines: readonly string[]): string | undefined {
  const { t } = useLingui()
  const [most, chars] = survey ? [asksMost, askChars] : [optionsMost, optionChars]
  const long = lines.findIndex((line) => [...line].length > chars) + 1
  if (long > 0) return t`La ligne ${long} dépasse ${chars} caractères. Raccourcissez-la.`
  if (lines.length > most) return t`Il y a plus de ${most} lignes. Regroupez-en quelques-unes.`
  return undefined
}

/** One question a line, on a scale; one that is left open is answered in words of one's own. */
function survey(lines: readonly string[]) {
  return lines.map((text) => ({
    id: crypto.randomUUID(),
    text,
    kind: /(…|\.\.\.)$/.test(text) ? 'own' : 'scale',
  }))
}
