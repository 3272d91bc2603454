import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { Drawer } from './Drawer.tsx'

i18n.loadAndActivate({ locale: 'fr-CA', messages: {} })

function Page() {
  const [open, setOpen] = useState(false)
  return (
    <I18nProvider i18n={i18n}>
      <Drawer title="Animation" handle="Animation" open={open} onOpenChange={setOpen}>
        <p>Déroulement</p>
      </Drawer>
    </I18nProvider>
  )
}

test('the handle that opened the drawer has the focus again when it closes, though it went away meanwhile', async () => {
  const user = userEvent.setup({ delay: null })
  render(<Page />)
  await user.click(screen.getByRole('button', { name: 'Animation' }))
  expect(screen.getByRole('complementary', { name: 'Animation' })).toHaveFocus()
  await user.keyboard('{Escape}')
  expect(screen.getByRole('button', { name: 'Animation' })).toHaveFocus()
})
