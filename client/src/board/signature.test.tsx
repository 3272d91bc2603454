import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { render, screen } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { Outline } from './Outline.tsx'
import { outlineOf } from './outline.ts'
import { rectangle, text } from './sample.test-env.ts'
import type { BoardSession } from './session.ts'
import { type SceneElement, toBoard } from './shape.ts'
import { signaturePlace, signerOf } from './signature.ts'
import type { BoardElement } from './wire.ts'

beforeEach(() => i18n.loadAndActivate({ locale: 'fr', messages: {} }))

const element = (scene: SceneElement, more: object) => ({ ...toBoard(scene), ...more }) as BoardElement

/** A note with its words, from a member. */
function note(id: string, by: string, words: string, more: object = {}): readonly BoardElement[] {
  const paper = rectangle(id, {
    index: `a${id}`,
    width: 200,
    height: 120,
    customData: { palabre: 'note' },
    boundElements: [{ id: `${id}t`, type: 'text' }],
  })
  const label = text(`${id}t`, words, {
    index: `b${id}`,
    containerId: id,
    x: 5,
    y: 46,
    width: 190,
    height: 27,
  })
  return [element(paper, { by }), element(label, { by, ...more })]
}

const board = (...pieces: (readonly BoardElement[])[]) => new Map(pieces.flat().map((e) => [e.id, e]))

const elements = board(
  note('1', 'samir', 'Un mot de Samir'),
  note('2', 'ana', 'Un mot d’Ana'),
  note('3', 'mariama', 'retiré', { withdrawn: true, wrote: ['mariama'] }),
  note('4', 'ana', 'retiré', { withdrawn: true, wrote: ['ana'] }),
)

function show(authors: Readonly<Record<string, string>>) {
  const session = { link: { me: 'ana' }, sync: { elements: () => elements, onChange: () => () => {} } }
  render(
    <I18nProvider i18n={i18n}>
      <Outline session={session as unknown as BoardSession} authors={authors} readOnly chosen={undefined} />
    </I18nProvider>,
  )
  return screen.getAllByRole('listitem').map((item) => item.textContent)
}

// A person who had refused to be named in a confidential meeting was named under her note, on its board, afterwards.
test('outside a meeting the outline signs one’s own words alone', () => {
  expect(show({})).toEqual(['Un mot de Samir', 'Un mot d’AnaVous', 'retiré', 'retiré'])
})

// « retiré — Mariama Diallo » told who had withdrawn her words.
test('in a meeting the others are named, and what was withdrawn is signed by nobody', () => {
  const authors = { samir: 'Samir Personnage', mariama: 'Mariama Personnage', ana: 'Ana Personnage' }
  expect(show(authors)).toEqual(['Un mot de SamirSamir Personnage', 'Un mot d’AnaVous', 'retiré', 'retiré'])
})

test('withdrawn words lead to nobody, from the note or from its text', () => {
  const signers = ['1', '1t', '3', '3t'].map((id) => signerOf(elements.get(id) as BoardElement, elements))
  expect(signers).toEqual(['samir', 'samir', undefined, undefined])
  expect(outlineOf(elements).items.map((item) => item.by)).toEqual(['samir', 'ana', undefined, undefined])
})

// On small notes the name was printed over the words.
test('a name stands in the foot of a note, below one whose words fill it, and nowhere on a narrow one', () => {
  const place = (size: object, words: object) => {
    const [paper, label] = note('n', 'samir', 'mots', words) as [BoardElement, BoardElement]
    const sized = { ...paper, ...size } as BoardElement
    return signaturePlace(sized, board([sized, label]))
  }
  expect(place({}, {})).toEqual({ x: 10, y: 98, width: 180 })
  expect(place({}, { y: 5, height: 110 })?.y).toBe(124)
  expect(place({ height: 40 }, { y: 5, height: 27 })?.y).toBe(44)
  expect(place({ width: 70 }, {})).toBeUndefined()
})

// An empty note's menu was « Modifier ou déplacer « » ».
test('the menu of an empty note says so', () => {
  const empty = board([
    element(rectangle('e', { index: 'a1', customData: { palabre: 'note' } }), { by: 'bob' }),
  ])
  const session = { link: { me: 'ana' }, sync: { elements: () => empty, onChange: () => () => {} } }
  render(
    <I18nProvider i18n={i18n}>
      <Outline
        session={session as unknown as BoardSession}
        authors={{}}
        readOnly={false}
        chosen={undefined}
      />
    </I18nProvider>,
  )
  expect(screen.getByRole('button', { name: 'Modifier ou déplacer « papillon vide »' })).toBeInTheDocument()
})
