import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { Outline } from './Outline.tsx'
import { text } from './sample.test-env.ts'
import type { BoardSession } from './session.ts'
import { toBoard } from './shape.ts'
import { BoardSync } from './sync.ts'
import type { BoardAnswer, BoardElement, BoardLink, BoardView } from './wire.ts'

i18n.loadAndActivate({ locale: 'fr-CA', messages: {} })

const note = (id: string, words: string, by: string, more: object = {}): BoardElement =>
  ({ ...(toBoard(text(id, words)) as BoardElement), by, ...more }) as BoardElement

/** The outline of a board with one text of Ana, who looks, and one of Bob. */
function show({ readOnly }: { readOnly: boolean }) {
  let view: (view: BoardView, seq: number) => void = () => {}
  const asked: (readonly string[] | 'everywhere')[] = []
  let answer: (answer: BoardAnswer) => void = () => {}
  const link = {
    client: 'tab',
    me: 'ana',
    onView: (listener: typeof view) => {
      view = listener
      return () => {}
    },
    onFrames: () => () => {},
    onWritable: () => () => {},
    withdraw: (where: readonly string[] | 'everywhere') => {
      asked.push(where)
      return new Promise<BoardAnswer>((settle) => {
        answer = settle
      })
    },
  } as unknown as BoardLink
  const sync = new BoardSync(link)
  const els = { a: note('a', 'Le mien', 'ana'), b: note('b', 'Le sien', 'bob') }
  view({ kind: 'board', els, may: readOnly ? 'read' : 'write', locked: readOnly }, 1)
  render(
    <I18nProvider i18n={i18n}>
      <Outline
        session={{ sync, link } as BoardSession}
        authors={{ ana: 'Ana', bob: 'Bob' }}
        readOnly={readOnly}
        chosen={undefined}
      />
    </I18nProvider>,
  )
  return { asked, answer: (a: BoardAnswer) => act(async () => answer(a)) }
}

const offer = /Retirer mes mots de l’historique/
const more = (words: string) => screen.getByRole('button', { name: new RegExp(`« ${words} »`) })

test('one withdraws one’s own words after a question that says what is lost', async () => {
  const user = userEvent.setup()
  const { asked, answer } = show({ readOnly: false })
  await user.click(more('Le sien'))
  expect(await screen.findByRole('menuitem', { name: /Déplacer vers le haut/ })).toBeVisible()
  expect(screen.queryByRole('menuitem', { name: offer })).toBeNull()
  await user.keyboard('{Escape}')

  await user.click(more('Le mien'))
  await user.click(await screen.findByRole('menuitem', { name: offer }))
  const dialog = await screen.findByRole('alertdialog')
  expect(dialog).toHaveTextContent(/copies déjà téléchargées ou imprimées ne peuvent pas être rappelées/)
  await user.click(screen.getByRole('button', { name: 'Garder mes mots' }))
  expect(asked).toEqual([])
  expect(screen.queryByRole('alertdialog')).toBeNull()

  await user.click(more('Le mien'))
  await user.click(await screen.findByRole('menuitem', { name: offer }))
  await user.click(await screen.findByRole('button', { name: 'Retirer mes mots' }))
  expect(asked).toEqual([['a']])
  // Saved or not, she is told: the question stays until it is answered.
  await answer({ done: false, code: 'store_full', fr: 'Le disque est plein.', en: 'The disk is full.' })
  expect(await screen.findByRole('alert')).toHaveTextContent('Le disque est plein.')
  await user.click(screen.getByRole('button', { name: 'Retirer mes mots' }))
  await answer({ done: true, seq: 2 })
  expect(asked).toEqual([['a'], ['a']])
  expect(screen.queryByRole('alertdialog')).toBeNull()
})

test('on a board that one only looks at, one’s own words can still be withdrawn, and that alone', async () => {
  const user = userEvent.setup()
  show({ readOnly: true })
  expect(screen.queryByRole('button', { name: /Le sien/ })).toBeNull()
  await user.click(more('Le mien'))
  expect(await screen.findAllByRole('menuitem')).toHaveLength(1)
  expect(screen.getByRole('menuitem', { name: offer })).toBeVisible()
})

test('all of one’s words are withdrawn at once, as many times as it takes', async () => {
  const user = userEvent.setup()
  const { asked, answer } = show({ readOnly: true })
  await user.click(screen.getByRole('button', { name: 'Retirer tous mes mots de ce tableau' }))
  expect(await screen.findByRole('alertdialog')).toHaveTextContent(/même ce qui en a été supprimé/)
  await user.click(screen.getByRole('button', { name: 'Retirer tous mes mots' }))
  await answer({ done: true, seq: 2 })
  await answer({ done: true, seq: 3 })
  expect(screen.getByRole('alertdialog')).toBeVisible()
  await answer({ done: false, code: 'board_not_yours', fr: 'Rien à retirer.', en: 'Nothing to withdraw.' })
  expect(asked).toEqual(['everywhere', 'everywhere', 'everywhere'])
  expect(screen.queryByRole('alertdialog')).toBeNull()
})

test('who has no words there is told so', async () => {
  const user = userEvent.setup()
  const { answer } = show({ readOnly: false })
  await user.click(screen.getByRole('button', { name: 'Retirer tous mes mots de ce tableau' }))
  await user.click(await screen.findByRole('button', { name: 'Retirer tous mes mots' }))
  await answer({ done: false, code: 'board_not_yours', fr: 'Rien à retirer.', en: 'Nothing to withdraw.' })
  expect(await screen.findByRole('alert')).toHaveTextContent('Rien à retirer.')
})
