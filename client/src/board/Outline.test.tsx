import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { render, screen } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { Outline } from './Outline.tsx'
import { edited, freedraw, rectangle } from './sample.test-env.ts'
import type { BoardSession } from './session.ts'
import { type SceneElement, toBoard } from './shape.ts'
import { Tab } from './tab.test-env.ts'

beforeEach(() => i18n.loadAndActivate({ locale: 'fr', messages: {} }))

/** Nothing is asked of the server here. */
const nobody = undefined as never

function show(scene: readonly SceneElement[], readOnly = false) {
  const { sync, link } = new Tab('ana', [], nobody)
  sync.submit(
    scene.flatMap((one) => {
      const made = toBoard(one)
      return made ? [{ id: made.id, put: made as never }] : []
    }),
  )
  render(
    <I18nProvider i18n={i18n}>
      <Outline
        session={{ sync, link } as unknown as BoardSession}
        authors={{}}
        readOnly={readOnly}
        chosen={undefined}
      />
    </I18nProvider>,
  )
}

// A board full of drawings was said to be one on which nobody had written yet, and nothing more.
test('a board of drawings alone says how many there are', () => {
  show([
    rectangle('r', { index: 'a0' }),
    freedraw('s', [[0, 0]], { index: 'a1' }),
    edited(rectangle('gone', { index: 'a2' }), { isDeleted: true }),
  ])
  expect(screen.getByText('Il y a 2 traits et formes sans texte, et pas encore de mots.')).toBeInTheDocument()
  expect(screen.queryByText(/est encore vide/)).toBeNull()
})

test.each([
  [true, 'Ce tableau est encore vide.'],
  [false, 'Ce tableau est encore vide. Écrivez le premier papillon, ou laissez venir.'],
])('an empty board says so (read only: %s)', (readOnly, words) => {
  show([], readOnly)
  expect(screen.getByText(words)).toBeInTheDocument()
})
