import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { Button } from './Button.tsx'
import { Menu } from './Menu.tsx'
import { Toasts, useToast } from './Toast.tsx'

i18n.loadAndActivate({ locale: 'fr-CA', messages: {} })

const menu = (onChoose = () => {}) => (
  <I18nProvider i18n={i18n}>
    <Menu
      label="Langue"
      trigger={<Button>Choisir</Button>}
      entries={[
        { id: 'fr', label: 'Français', onChoose },
        { id: 'en', label: 'English' },
        { id: 'es', label: 'Español', chosen: true },
      ]}
    />
  </I18nProvider>
)

test('a menu opens by the arrow at its first line, closes by Escape, and gives the focus back', async () => {
  const user = userEvent.setup()
  render(menu())
  const button = screen.getByRole('button', { name: 'Choisir' })
  expect(button).toHaveAttribute('aria-haspopup', 'menu')
  expect(button).toHaveAttribute('aria-expanded', 'false')
  await user.tab()
  expect(button).toHaveFocus()
  await user.keyboard('{ArrowDown}')
  await waitFor(() => expect(screen.getByRole('menuitem', { name: 'Français' })).toHaveFocus())
  await user.keyboard('{ArrowDown}')
  expect(screen.getByRole('menuitem', { name: 'English' })).toHaveFocus()
  await user.keyboard('{Escape}')
  await waitFor(() => expect(button).toHaveFocus())
  expect(screen.queryByRole('menu')).toBeNull()
})

test('a press opens it, and choosing a line does it once and closes', async () => {
  const user = userEvent.setup()
  const chosen = vi.fn()
  render(menu(chosen))
  await user.click(screen.getByRole('button', { name: 'Choisir' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Français' }))
  expect(chosen).toHaveBeenCalledOnce()
  await waitFor(() => expect(screen.queryByRole('menu')).toBeNull())
})

// The present language looked like the others: the mark was given to a line that keeps its own.
test('the chosen line of a set is drawn as such, and it alone', async () => {
  const user = userEvent.setup()
  render(menu())
  await user.click(screen.getByRole('button', { name: 'Choisir' }))
  const looks = (await screen.findAllByRole('menuitem')).map((line) => /chosen/.test(line.className))
  expect(looks).toEqual([false, false, true])
})

test('the newest toast takes the place of the one before', async () => {
  const user = userEvent.setup()
  function Twice() {
    const show = useToast()
    return (
      <>
        <Button onPress={() => show({ words: 'Papillon retiré.' })}>un</Button>
        <Button onPress={() => show({ words: 'Adresse copiée.' })}>deux</Button>
      </>
    )
  }
  render(
    <I18nProvider i18n={i18n}>
      <Toasts>
        <Twice />
      </Toasts>
    </I18nProvider>,
  )
  await user.click(screen.getByRole('button', { name: 'un' }))
  expect(await screen.findByText('Papillon retiré.')).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'deux' }))
  expect(await screen.findByText('Adresse copiée.')).toBeInTheDocument()
  expect(screen.queryByText('Papillon retiré.')).toBeNull()
})
