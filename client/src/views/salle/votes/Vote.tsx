import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Ballot, Poll, PollOption } from '../../../session/together.ts'
import { Button } from '../../../ui/Button.tsx'
import { RadioCards } from '../../../ui/Checks.tsx'
import { TextArea, TextField } from '../../../ui/TextField.tsx'
import { useNames, useView, useWish } from '../live.tsx'
import { optionChars } from './bounds.ts'
import { Dots } from './Dots.tsx'
import { mayRunPaper } from './group.ts'
import { OfGroup } from './OfGroup.tsx'
import { isForMe } from './papers.ts'
import { Rank } from './Rank.tsx'
import { Result, Voices } from './Result.tsx'
import { Survey } from './Survey.tsx'
import styles from './Votes.module.css'
import { useWhose } from './whose.ts'

/** One vote: its options before it opens, my ballot while it is open, its result afterwards. Nobody sees who chose what. */
export function Vote({ id, poll }: { id: string; poll: Poll }) {
  const view = useView()
  const { cast, of } = poll
  const result = poll.result ?? view.results?.[id]
  return (
    <section className={styles['piece']} aria-label={poll.question} data-poll={poll.life} data-paper={id}>
      <h3>{poll.question}</h3>
      <OfGroup paper={poll} />
      {poll.life === 'preparing' && <Options id={id} poll={poll} />}
      {poll.life === 'open' && (
        <>
          {isForMe(view, poll) && <Mine id={id} poll={poll} />}
          <p className={styles['state']} data-count>
            <Trans>
              Ont voté : {cast} sur {of}
            </Trans>
          </p>
          <Voices said={poll.voices ?? view.voices?.[id] ?? []} />
        </>
      )}
      {poll.life === 'closed' &&
        (result ? (
          <Result poll={poll} result={result} />
        ) : (
          <p className={styles['state']}>
            <Trans>Le résultat est pour l’animation.</Trans>
          </p>
        ))}
    </section>
  )
}

/** An option's words: its own, or the person whom it names. */
export function useOptionWords(): (option: PollOption) => string {
  const names = useNames()
  return ({ text = '', member }) => (text !== '' ? text : member === undefined ? '' : (names[member] ?? ''))
}

function Options({ id, poll }: { id: string; poll: Poll }) {
  const { t } = useLingui()
  const view = useView()
  const wish = useWish()
  const words = useOptionWords()
  const [text, setText] = useState('')
  const runs = mayRunPaper(view, poll)
  const adds = (poll.propose === true && isForMe(view, poll)) || runs
  const { own, by } = useWhose()
  const mine = own.proposed?.[id] ?? []
  const add = async () => {
    const answer = await wish('poll.propose', {
      poll: id,
      option: { id: crypto.randomUUID(), text: text.trim() },
      ...by,
    })
    if (answer.done) setText('')
  }
  return (
    <>
      <p className={styles['state']}>
        <Trans>Le vote n’est pas encore ouvert.</Trans>
      </p>
      {poll.leaves === 'choice' && (
        <p className={styles['state']}>
          <Trans>Seul le choix retenu restera : les autres propositions s’effacent à la fermeture.</Trans>
        </p>
      )}
      {poll.leaves === 'nothing' && (
        <p className={styles['state']}>
          <Trans>
            De ce vote, rien ne restera : la question et les propositions s’effacent à la fermeture.
          </Trans>
        </p>
      )}
      <ul className={styles['options']} role="list">
        {(poll.options ?? []).map((option) => {
          const said = words(option)
          return (
            <li key={option.id} className={styles['option']}>
              <span className={styles['words']}>{said}</span>
              {(runs || mine.includes(option.id)) && (
                <Button
                  size="dense"
                  kind="text"
                  aria-label={t`Retirer l’option : ${said}`}
                  onPress={() => void wish('poll.take_back', { poll: id, option: option.id, ...by })}
                >
                  <Trans>Retirer</Trans>
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      {adds && poll.kind !== 'consent' && poll.kind !== 'survey' && (
        <form
          className={styles['fields']}
          onSubmit={(event) => {
            event.preventDefault()
            if (text.trim() !== '') void add()
          }}
        >
          <TextField label={t`Une option de plus`} value={text} onChange={setText} maxLength={optionChars} />
          <div>
            <Button
              type="submit"
              {...(text.trim() === '' ? { unavailable: t`Écrivez d’abord l’option.` } : {})}
            >
              <Trans>Ajouter</Trans>
            </Button>
          </div>
        </form>
      )}
    </>
  )
}

function Mine({ id, poll }: { id: string; poll: Poll }) {
  const wish = useWish()
  const { own, by } = useWhose()
  const cast = own.ballots?.[id]
  const vote = (ballot: Ballot) =>
    wish('poll.vote', { poll: id, ballot, ...by }).then((answer) => answer.done)
  const way = { poll, cast, vote }
  switch (poll.kind) {
    case 'dots':
      return <Dots {...way} />
    case 'rank':
      return <Rank {...way} />
    case 'consent':
      return <Stances {...way} />
    case 'survey':
      return <Survey {...way} />
    default:
      return <Secret {...way} />
  }
}

/** How a ballot is cast: what was cast before, and the gesture, which answers whether it was taken. */
export type Way = { poll: Poll; cast: Ballot | undefined; vote: (ballot: Ballot) => Promise<boolean> }

/** The button of every ballot; it says what is so. */
export function Cast({
  cast,
  onPress,
  why,
}: {
  cast: boolean
  onPress: () => Promise<unknown>
  why?: string | undefined
}) {
  const [busy, setBusy] = useState(false)
  const { name } = useWhose()
  return (
    <>
      <div className={styles['actions']}>
        <Button
          kind={cast ? 'quiet' : 'leaf'}
          busy={busy}
          onPress={() => {
            setBusy(true)
            void onPress().finally(() => setBusy(false))
          }}
          {...(why === undefined ? {} : { unavailable: why })}
        >
          {name !== '' ? (
            cast ? (
              <Trans>Voter autrement pour {name}</Trans>
            ) : (
              <Trans>Voter pour {name}</Trans>
            )
          ) : cast ? (
            <Trans>Voter autrement</Trans>
          ) : (
            <Trans>Voter</Trans>
          )}
        </Button>
      </div>
      {cast && (
        <p className={styles['state']}>
          {name === '' ? (
            <Trans>Votre vote est gardé. Vous pouvez le changer jusqu’à la fermeture.</Trans>
          ) : (
            <Trans>
              Le vote de {name} est gardé. Vous pouvez le changer, à sa demande, jusqu’à la fermeture.
            </Trans>
          )}
        </p>
      )}
    </>
  )
}

const nobody = '-'

function Secret({ poll, cast, vote }: Way) {
  const { t } = useLingui()
  const words = useOptionWords()
  const [choice, setChoice] = useState<string | null>(cast ? (cast.choice ?? nobody) : null)
  return (
    <>
      <p className={styles['state']}>
        <Trans>
          Scrutin secret : personne ne saura qui a choisi quoi, Palabre non plus après la fermeture.
        </Trans>
      </p>
      <RadioCards
        label={poll.question}
        labelHidden
        value={choice}
        onChange={setChoice}
        cards={[
          ...(poll.options ?? []).map((option) => ({ value: option.id, title: words(option) })),
          { value: nobody, title: t`Vote blanc` },
        ]}
      />
      <Cast
        cast={cast !== undefined}
        onPress={() => vote(choice === null || choice === nobody ? {} : { choice })}
        why={choice === null ? t`Choisissez d’abord.` : undefined}
      />
    </>
  )
}

type Stance = 'agree' | 'reserve' | 'object'

/** Consent: nobody has to be enthusiastic; an objection says why. */
function Stances({ poll, cast, vote }: Way) {
  const { t } = useLingui()
  const [stance, setStance] = useState<Stance | null>((cast?.stance as Stance | undefined) ?? null)
  const [text, setText] = useState(cast?.text ?? '')
  const why =
    stance === null
      ? t`Choisissez d’abord.`
      : stance === 'object' && text.trim() === ''
        ? t`Écrivez d’abord votre objection.`
        : undefined
  return (
    <>
      <RadioCards
        label={poll.question}
        labelHidden
        value={stance}
        onChange={setStance}
        cards={[
          { value: 'agree', title: t`D’accord`, body: t`Je peux vivre avec.` },
          { value: 'reserve', title: t`Réserve`, body: t`Je le dis, et je n’arrête rien.` },
          {
            value: 'object',
            title: t`Objection`,
            body: t`Quelque chose doit changer; tout le monde lira pourquoi.`,
          },
        ]}
      />
      {(stance === 'object' || stance === 'reserve') && (
        <TextArea
          label={stance === 'object' ? t`Votre objection` : t`Votre réserve, si vous voulez la dire`}
          help={poll.secret ? t`Elle paraîtra sans votre nom.` : t`Elle paraîtra avec votre nom.`}
          rows={2}
          value={text}
          onChange={setText}
          maxLength={500}
        />
      )}
      <Cast
        cast={cast !== undefined}
        onPress={() =>
          vote({
            ...(stance === null ? {} : { stance }),
            ...(stance !== 'agree' && text.trim() !== '' ? { text: text.trim() } : {}),
          })
        }
        why={why}
      />
    </>
  )
}
