import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Poll, Sheet } from '../../../session/together.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import anime from '../Animation.module.css'
import { seed } from '../groupes/seed.ts'
import { useView, useWish } from '../live.tsx'
import panel from '../Panel.module.css'
import { groupToRun, mayRun } from '../viewmodel.ts'
import { fewestAuthors, isAtWork, lotWith, mayRunPaper } from './group.ts'
import { InPlenary, OfGroup } from './OfGroup.tsx'
import { OpenSheet } from './OpenSheet.tsx'
import { PreparePoll } from './PreparePoll.tsx'
import { byOrder } from './papers.ts'
import styles from './Votes.module.css'

/** The facilitator's part of silent writing, votes and the harvest: opening, closing, revealing. */
export function PaperControls() {
  const { t } = useLingui()
  const view = useView()
  const wish = useWish()
  const [making, setMaking] = useState<'sheet' | 'poll' | null>(null)
  if (!mayRun(view) && groupToRun(view) === undefined) return null
  const runs = (one: { readonly group?: string }) => mayRunPaper(view, one)
  const sheets = byOrder(view.sheets).filter(([, one]) => one.life === 'open' && runs(one))
  const polls = byOrder(view.polls).filter(
    ([, one]) => (one.life === 'open' || one.life === 'preparing') && runs(one),
  )
  const done = () => setMaking(null)
  return (
    <section className={anime['section']} aria-label={t`Écrire et choisir`}>
      <h3>
        <Trans>Écrire et choisir</Trans>
      </h3>
      {polls.map(([id, poll]) => (
        <RunningPoll key={id} id={id} poll={poll} />
      ))}
      {sheets
        .filter(
          ([id, sheet], at) => !sheets.slice(0, at).some(([one]) => lotWith(view, id, sheet).includes(one)),
        )
        .map(([id, sheet]) => (
          <RunningSheet key={id} id={id} sheet={sheet} />
        ))}
      {view.gather && (
        <div>
          <Button onPress={() => void wish('harvest.gather')}>
            <Trans>Faire paraître les phrases sans nom</Trans>
          </Button>
        </div>
      )}
      {making === 'sheet' ? (
        <OpenSheet onDone={done} />
      ) : making === 'poll' ? (
        <PreparePoll onDone={done} />
      ) : (
        <div className={panel['actions']}>
          <Button onPress={() => setMaking('sheet')}>
            <Trans>Écrire en silence</Trans>
          </Button>
          <Button onPress={() => setMaking('poll')}>
            <Trans>Préparer un vote</Trans>
          </Button>
        </div>
      )}
    </section>
  )
}

/** Fewer ballots than this tell who voted what: a secret poll is then closed unread, and only knowingly. */
const fewest = 3

function RunningPoll({ id, poll }: { id: string; poll: Poll }) {
  const { t } = useLingui()
  const wish = useWish()
  const [asking, setAsking] = useState<'few' | 'give_up' | null>(null)
  const { cast, of, question } = poll
  const close = async () => {
    if (poll.secret === true && cast < fewest) return setAsking('few')
    const answer = await wish('poll.close', { poll: id })
    // Ballots that one hand cast for two people are known to it: the server counts hands.
    if (!answer.done && answer.code === 'ballots_too_few') setAsking('few')
  }
  return (
    <div className={styles['piece']}>
      <strong>{question}</strong>
      <OfGroup paper={poll} />
      {poll.life === 'preparing' ? (
        <div className={panel['actions']}>
          <Button kind="leaf" onPress={() => void wish('poll.open', { poll: id })}>
            <Trans>Ouvrir le vote</Trans>
          </Button>
          <Button kind="text" onPress={() => void wish('poll.give_up', { poll: id })}>
            <Trans>Laisser tomber</Trans>
          </Button>
        </div>
      ) : (
        <>
          <p className={styles['state']}>
            <Trans>
              Ont voté : {cast} sur {of}
            </Trans>
          </p>
          <div className={panel['actions']}>
            <Button kind="leaf" onPress={() => void close()}>
              <Trans>Fermer le vote</Trans>
            </Button>
            <Button kind="text" onPress={() => setAsking('give_up')}>
              <Trans>Laisser tomber</Trans>
            </Button>
          </div>
        </>
      )}
      <Dialog
        title={
          asking === 'few' ? t`Fermer le vote ? Le détail restera inconnu.` : t`Laisser tomber ce vote ?`
        }
        open={asking !== null}
        onClose={() => setAsking(null)}
        actions={
          <>
            <Button onPress={() => setAsking(null)}>
              <Trans>Continuer le vote</Trans>
            </Button>
            <Button
              kind="plum"
              onPress={() => {
                void (asking === 'few'
                  ? wish('poll.close', { poll: id, few: true })
                  : wish('poll.give_up', { poll: id }))
                setAsking(null)
              }}
            >
              {asking === 'few' ? <Trans>Fermer le vote</Trans> : <Trans>Laisser tomber</Trans>}
            </Button>
          </>
        }
      >
        {asking === 'few' ? (
          <Trans>Avec moins de trois votes, chaque personne saurait ce que l’autre a choisi.</Trans>
        ) : (
          <Trans>Les votes seront détruits sans être lus.</Trans>
        )}
      </Dialog>
    </div>
  )
}

function RunningSheet({ id, sheet }: { id: string; sheet: Sheet }) {
  const { t } = useLingui()
  const view = useView()
  const wish = useWish()
  const [asking, setAsking] = useState(false)
  const { done, of, prompt = '' } = sheet
  // A group's cards go to its own board, while it is at work.
  const own = view.group?.group === sheet.group ? sheet.group : undefined
  const boards = Object.entries(view.boards ?? {}).filter(([, one]) => one.group === own)
  const only = boards.length === 1 ? boards[0] : undefined
  const board = (boards.find(([, one]) => one.shown) ?? only)?.[0]
  // Cards without names of several groups are one lot: what two people wrote is shown in it alone.
  const lot = lotWith(view, id, sheet)
  const reveal = (on: string | undefined) =>
    void wish('cards.reveal', {
      sheet: id,
      seed: seed(),
      ...(lot.length > 0 ? { with: lot } : {}),
      ...(on === undefined ? {} : { board: on }),
    })
  const title = view.boards?.[board ?? '']?.title ?? ''
  return (
    <div className={styles['piece']}>
      <strong>{prompt === '' ? t`Écriture en silence` : prompt}</strong>
      {[sheet, ...lot.flatMap((one) => view.sheets?.[one] ?? [])].map((one) => (
        <OfGroup key={one.order} paper={one} />
      ))}
      {lot.length > 0 && (
        <p className={styles['state']}>
          <Trans>
            Ces cartes sans nom paraîtront ensemble, mêlées : rien ne dira de quel groupe elles viennent.
          </Trans>
        </p>
      )}
      {sheet.unsigned && isAtWork(view, sheet) && of < fewestAuthors && <InPlenary />}
      <p className={styles['state']}>
        {of > 0 ? (
          <Trans>
            Ont terminé : {done} sur {of}
          </Trans>
        ) : (
          <Trans>Personne n’écrit plus sur cette feuille.</Trans>
        )}
      </p>
      <p className={styles['state']}>
        {board === undefined && boards.length > 0 ? (
          <Trans>
            Montrées ici seulement, les cartes n’iront pas au compte rendu. Pour les poser sur un tableau,
            montrez d’abord celui-ci à tous.
          </Trans>
        ) : (
          <Trans>Montrées ici seulement, les cartes n’iront pas au compte rendu.</Trans>
        )}
      </p>
      <div className={panel['actions']}>
        {board !== undefined && (
          <Button kind="leaf" onPress={() => reveal(board)}>
            <Trans>Poser les cartes sur « {title} »</Trans>
          </Button>
        )}
        <Button kind={board === undefined ? 'leaf' : 'quiet'} onPress={() => reveal(undefined)}>
          <Trans>Montrer les cartes ici</Trans>
        </Button>
        <Button kind="text" onPress={() => setAsking(true)}>
          <Trans>Laisser tomber</Trans>
        </Button>
      </div>
      <Dialog
        title={t`Laisser tomber cette écriture ?`}
        open={asking}
        onClose={() => setAsking(false)}
        actions={
          <>
            <Button onPress={() => setAsking(false)}>
              <Trans>Continuer</Trans>
            </Button>
            <Button
              kind="plum"
              onPress={() => {
                setAsking(false)
                for (const one of [id, ...lot]) void wish('cards.give_up', { sheet: one })
              }}
            >
              <Trans>Laisser tomber</Trans>
            </Button>
          </>
        }
      >
        <Trans>Les cartes seront détruites sans être montrées.</Trans>
      </Dialog>
    </div>
  )
}
