import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { type ReactNode, useState } from 'react'
import { beforeEach, expect, test, vi } from 'vitest'
import { Toasts } from '../../ui/Toast.tsx'
import { Outline } from './Outline.tsx'
import { Picture } from './Picture.tsx'
import type { Chosen } from './places.ts'
import type { Board } from './Tableau.tsx'

beforeEach(() => {
  i18n.loadAndActivate({ locale: 'fr', messages: {} })
  Element.prototype.scrollIntoView = vi.fn()
})

const board: Board = {
  id: 'b1',
  room: 'brd_b1',
  title: 'Nos gestes',
  community: 'c1',
  may: 'read',
  meetings: [],
  updated_at: '2026-11-22T12:00:00Z',
  picture: { width: 400, height: 200 },
  outline: [
    {
      kind: 'heading',
      text: 'Nos gestes',
      marks: [{ id: 'area', x: 0, y: 0, width: 300, height: 200 }],
      children: [
        { kind: 'note', text: 'Écouter', marks: [{ id: 'n', x: 100, y: 50, width: 80, height: 40 }] },
      ],
    },
  ],
}

const frame = ({ children }: { children: ReactNode }) => (
  <I18nProvider i18n={i18n}>
    <Toasts>{children}</Toasts>
  </I18nProvider>
)

function Both({ of }: { of: Board }) {
  const [chosen, setChosen] = useState<Chosen>()
  return (
    <>
      <Picture board={of} chosen={chosen} onChoose={setChosen} />
      <Outline nodes={of.outline} chosen={chosen} onChoose={setChosen} />
    </>
  )
}

const shown = () => [...document.querySelectorAll<HTMLElement>('[data-piece]')]
const entry = (name: string) => screen.getByRole('button', { name })

/** Presses the picture, shown at half its size. */
function press(x: number, y: number) {
  const sheet = screen.getByRole('img').parentElement as HTMLElement
  sheet.getBoundingClientRect = () => new DOMRect(10, 10, 200, 100)
  fireEvent.click(sheet, { clientX: 10 + x / 2, clientY: 10 + y / 2 })
}

test('an entry chosen with the keyboard is shown where it is, and let go the same way', async () => {
  render(<Both of={board} />, { wrapper: frame })
  expect(shown()).toEqual([])
  entry('Écouter').focus()
  await userEvent.keyboard('{Enter}')
  expect(entry('Écouter')).toHaveAttribute('aria-pressed', 'true')
  expect(shown().map((mark) => mark.dataset['piece'])).toEqual(['n'])
  expect(shown()[0]).toHaveStyle({ left: '25%', top: '25%', width: '20%', height: '20%' })
  await userEvent.keyboard(' ')
  expect(shown()).toEqual([])
})

test('a piece pressed in the picture is chosen in the outline, and brought into sight', () => {
  render(<Both of={board} />, { wrapper: frame })
  press(120, 60)
  expect(entry('Écouter')).toHaveAttribute('aria-pressed', 'true')
  expect(Element.prototype.scrollIntoView).toHaveBeenCalledWith({ block: 'nearest' })
  press(20, 180)
  expect(entry('Écouter')).toHaveAttribute('aria-pressed', 'false')
  expect(entry('Nos gestes')).toHaveAttribute('aria-pressed', 'true')
  press(380, 100)
  expect(shown()).toEqual([])
})

// A board of drawings was told as one on which nobody had written, without a picture.
test('drawings without words are shown, and only an empty board is said to be empty', () => {
  const rest = { kind: 'rest' as const, text: 'Sans mots : 2 rectangles', marks: [] }
  const { rerender } = render(<Both of={{ ...board, outline: [rest] }} />, { wrapper: frame })
  expect(screen.getByRole('img')).toBeInTheDocument()
  expect(screen.getByText('Il y a des dessins, et pas encore de mots.')).toBeInTheDocument()
  expect(entry('Sans mots : 2 rectangles')).toBeInTheDocument()
  rerender(<Both of={{ ...board, outline: [] }} />)
  expect(screen.queryByRole('img')).toBeNull()
  expect(screen.getByText('Ce tableau est encore vide.')).toBeInTheDocument()
  expect(screen.queryByText(/pas encore de mots/)).toBeNull()
})
