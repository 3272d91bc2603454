import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { expect, test, vi } from 'vitest'
import { Button } from './Button.tsx'
import { RadioCards } from './Checks.tsx'
import { place } from './circle/place.ts'
import { SeatList } from './circle/SeatList.tsx'
import type { Seat } from './circle/seat.ts'
import { Drawer } from './Drawer.tsx'

i18n.loadAndActivate({ locale: 'fr-CA', messages: {} })

const show = (node: ReactNode) => render(<I18nProvider i18n={i18n}>{node}</I18nProvider>)

const seats: Seat[] = [
  { id: 'a', name: 'Hélène', initials: 'HM', you: true },
  { id: 'b', name: 'Thuy', initials: 'TN', word: 'à revenir', badge: 'return' },
  { id: 'c', name: 'Odile', initials: 'OB' },
]
const circle = (onSeat?: (id: string) => void) => (
  <SeatList
    label="Cercle, 3 sièges"
    seats={seats}
    first="b"
    placement={place(
      1280,
      632,
      seats.map((seat) => seat.id),
      'a',
    )}
    {...(onSeat ? { onSeat } : {})}
  />
)

test('the circle is one tab stop, in speaking order from the next person, and arrows go round', async () => {
  const user = userEvent.setup()
  show(
    <>
      {circle()}
      <button type="button">après</button>
    </>,
  )
  expect(screen.getByRole('list', { name: 'Cercle, 3 sièges' })).toBeInTheDocument()
  await user.tab()
  expect(screen.getByRole('listitem', { name: 'Thuy, à revenir, siège 1 sur 3' })).toHaveFocus()
  await user.keyboard('{ArrowRight}{ArrowRight}')
  expect(screen.getByRole('listitem', { name: 'Hélène (vous), siège 3 sur 3' })).toHaveFocus()
  await user.keyboard('{ArrowRight}')
  expect(screen.getByRole('listitem', { name: /Thuy/ })).toHaveFocus()
  await user.keyboard('{End}')
  await user.tab()
  expect(screen.getByRole('button', { name: 'après' })).toHaveFocus()
  await user.tab({ shift: true })
  expect(screen.getByRole('listitem', { name: /Hélène/ })).toHaveFocus()
})

test('a seat opens by Enter', async () => {
  const opened = vi.fn()
  const user = userEvent.setup()
  show(circle(opened))
  await user.tab()
  await user.keyboard('{Enter}')
  expect(opened).toHaveBeenCalledExactlyOnceWith('b')
})

test('an unavailable button can be reached, says why, and does nothing', async () => {
  const pressed = vi.fn()
  const user = userEvent.setup()
  show(
    <Button onPress={pressed} unavailable="La salle ouvre à 9 h.">
      Rejoindre
    </Button>,
  )
  await user.tab()
  const button = screen.getByRole('button', { name: 'Rejoindre' })
  expect(button).toHaveFocus()
  expect(button).toHaveAttribute('aria-disabled', 'true')
  expect(button).toHaveAccessibleDescription('La salle ouvre à 9 h.')
  await user.keyboard('{Enter}')
  await user.click(button)
  expect(pressed).not.toHaveBeenCalled()
})

test('a busy button keeps its focus and is not pressed twice', async () => {
  const pressed = vi.fn()
  const user = userEvent.setup()
  const { rerender } = show(<Button onPress={pressed}>Envoyer</Button>)
  await user.tab()
  await user.keyboard('{Enter}')
  rerender(
    <I18nProvider i18n={i18n}>
      <Button onPress={pressed} busy>
        Envoyer
      </Button>
    </I18nProvider>,
  )
  await user.keyboard('{Enter}')
  expect(screen.getByRole('button')).toHaveFocus()
  expect(pressed).toHaveBeenCalledOnce()
})

test('choice cards choose nothing in advance and follow the arrows', async () => {
  const chosen = vi.fn()
  const user = userEvent.setup()
  show(
    <RadioCards
      label="Où"
      value={null}
      onChange={chosen}
      cards={[
        { value: 'ligne', title: 'En ligne' },
        { value: 'deux', title: 'Les deux' },
      ]}
    />,
  )
  expect(screen.queryByRole('radio', { checked: true })).toBeNull()
  await user.click(screen.getByRole('radio', { name: 'Les deux' }))
  expect(chosen).toHaveBeenCalledWith('deux')
})

test('a drawer takes focus, closes by Escape, and gives focus back', async () => {
  const user = userEvent.setup()
  const change = vi.fn()
  const page = (open: boolean) => (
    <I18nProvider i18n={i18n}>
      <button type="button">avant</button>
      <Drawer title="Animation" open={open} onOpenChange={change}>
        contenu
      </Drawer>
    </I18nProvider>
  )
  const { rerender } = render(page(false))
  screen.getByRole('button', { name: 'avant' }).focus()
  rerender(page(true))
  expect(screen.getByRole('complementary', { name: 'Animation' })).toHaveFocus()
  await user.keyboard('{Escape}')
  expect(change).toHaveBeenCalledExactlyOnceWith(false)
  rerender(page(false))
  expect(screen.getByRole('button', { name: 'avant' })).toHaveFocus()
})
