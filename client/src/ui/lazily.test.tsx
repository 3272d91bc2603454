import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { Fallible } from './Fallible.tsx'
import { lazily } from './lazily.tsx'

i18n.loadAndActivate({ locale: 'fr-CA', messages: {} })

const page = (children: React.ReactNode) => <I18nProvider i18n={i18n}>{children}</I18nProvider>
const Words = ({ words }: { words: string }) => <p>{words}</p>

test('a part whose file does not come is told in its place, and comes when asked again', async () => {
  const user = userEvent.setup({ delay: null })
  const load = vi.fn(async () => Words)
  load.mockRejectedValueOnce(new TypeError('Failed to fetch dynamically imported module'))
  const Part = lazily(load)
  render(
    page(
      <>
        <p>Le cercle</p>
        <Part words="Clavardage" />
      </>,
    ),
  )
  await user.click(await screen.findByRole('button', { name: 'Réessayer' }))
  expect(await screen.findByText('Clavardage')).toBeVisible()
  expect(screen.getByText('Le cercle')).toBeVisible()
  expect(screen.queryByRole('alert')).toBeNull()
})

test('a part that was fetched before is there at once, and is fetched once', async () => {
  const load = vi.fn(async () => Words)
  const Part = lazily(load)
  await Part.fetch()
  render(page(<Part words="Notes" />))
  expect(screen.getByText('Notes')).toBeVisible()
  await waitFor(() => expect(load).toHaveBeenCalledOnce())
})

test('a part that breaks leaves the rest of the page', () => {
  const silenced = vi.spyOn(console, 'error').mockImplementation(() => {})
  const Broken = (): never => {
    throw new Error('a drawing that cannot be drawn')
  }
  render(
    page(
      <>
        <p>Le cercle</p>
        <Fallible instead={<p>Le tableau ne s’est pas ouvert.</p>}>
          <Broken />
        </Fallible>
      </>,
    ),
  )
  expect(screen.getByText('Le cercle')).toBeVisible()
  expect(screen.getByText('Le tableau ne s’est pas ouvert.')).toBeVisible()
  silenced.mockRestore()
})
