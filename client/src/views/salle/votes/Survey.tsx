import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Ballot, Poll, PollResult } from '../../../session/together.ts'
import { Checkbox } from '../../../ui/Checks.tsx'
import { Segmented } from '../../../ui/Tabs.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { Cast, type Way } from './Vote.tsx'
import styles from './Votes.module.css'

type Given = NonNullable<Ballot['answers']>

const scale = ['1', '2', '3', '4', '5'] as const

/** Questions answered without a name; one may leave any of them. */
export function Survey({ poll, cast, vote }: Way) {
  const { t } = useLingui()
  const [given, setGiven] = useState<Given>(cast?.answers ?? {})
  const answer = (id: string, one: Given[string]) => setGiven((now) => ({ ...now, [id]: one }))
  return (
    <>
      <p className={styles['state']}>
        <Trans>Sans nom : les réponses ne se lisent qu’à partir de cinq.</Trans>
      </p>
      {(poll.asks ?? []).map(({ id, kind, text, words = [] }) => {
        const now = given[id] ?? {}
        if (kind === 'own') {
          return (
            <TextField
              key={id}
              label={text}
              value={now.own ?? ''}
              onChange={(own) => answer(id, { own })}
              maxLength={200}
            />
          )
        }
        if (kind === 'words') {
          const chosen = now.words ?? []
          return (
            <fieldset key={id} className={styles['fields']}>
              <legend>{text}</legend>
              {words.map((word) => (
                <Checkbox
                  key={word}
                  on={chosen.includes(word)}
                  onChange={(on) =>
                    answer(id, { words: on ? [...chosen, word] : chosen.filter((one) => one !== word) })
                  }
                >
                  {word}
                </Checkbox>
              ))}
            </fieldset>
          )
        }
        return (
          <div key={id} className={styles['fields']}>
            <span>{text}</span>
            <Segmented
              label={text}
              value={String(now.scale ?? '')}
              onChange={(value) => answer(id, { scale: Number(value) })}
              choices={scale.map((value) => ({
                value: value as string,
                label: t`${value} sur 5`,
                brief: value,
              }))}
            />
          </div>
        )
      })}
      <Cast
        cast={cast !== undefined}
        onPress={() =>
          vote({
            answers: Object.fromEntries(
              Object.entries(given).filter(([, one]) => one.scale || one.words?.length || one.own?.trim()),
            ),
          })
        }
      />
    </>
  )
}

/** What a survey tells, by question; figures under five are masked. */
export function Answers({ poll, answers }: { poll: Poll; answers: NonNullable<PollResult['answers']> }) {
  const { t } = useLingui()
  return (
    <ul className={styles['options']} role="list">
      {answers.map((tally) => {
        const ask = (poll.asks ?? []).find((one) => one.id === tally.question)
        const named = ask?.kind === 'words' ? (ask.words ?? []) : scale
        return (
          <li key={tally.question} className={styles['fields']}>
            <strong>{ask?.text}</strong>
            {tally.few ? (
              <span className={styles['state']}>
                <Trans>Moins de cinq réponses : rien n’en est dit.</Trans>
              </span>
            ) : (
              <>
                {tally.cells && (
                  <span>
                    {tally.cells
                      .map((n, i) => {
                        const name = named[i] ?? ''
                        return n === null ? t`${name} : moins de cinq` : `${name} : ${n}`
                      })
                      .join(' · ')}
                  </span>
                )}
                {(tally.own ?? []).map((words) => (
                  <span key={words}>{words}</span>
                ))}
              </>
            )}
          </li>
        )
      })}
    </ul>
  )
}
