import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { api } from '../../api/client.ts'
import { Toasts } from '../../ui/Toast.tsx'
import { Name } from './WhoYouAre.tsx'

i18n.loadAndActivate({ locale: 'fr-CA', messages: {} })
afterEach(() => vi.restoreAllMocks())

function page() {
  const asked: unknown[] = []
  vi.spyOn(api, 'PATCH').mockImplementation(async (...given: unknown[]) => {
    asked.push((given[1] as { body: unknown }).body)
    return { data: {}, response: new Response() } as never
  })
  const { unmount } = render(
    <I18nProvider i18n={i18n}>
      <QueryClientProvider client={new QueryClient()}>
        <Toasts>
          <Name />
        </Toasts>
      </QueryClientProvider>
    </I18nProvider>,
  )
  return { asked, unmount }
}

// Someone typed her name, founded a community at once, and was nobody in it.
test('a name that was typed is kept by whoever goes on without pressing « Garder ce nom »', async () => {
  const { asked, unmount } = page()
  await userEvent.type(screen.getByRole('textbox', { name: 'Nom' }), 'Awa Modèle')
  expect(asked).toHaveLength(0)
  unmount()
  expect(asked).toEqual([{ name: 'Awa Modèle' }])
})

test('nothing is sent for a name that was not typed, nor twice for one that was kept', async () => {
  const empty = page()
  empty.unmount()
  expect(empty.asked).toHaveLength(0)
  const { asked, unmount } = page()
  await userEvent.type(screen.getByRole('textbox', { name: 'Nom' }), 'Awa{Enter}')
  await vi.waitFor(() => expect(asked).toHaveLength(1))
  await vi.waitFor(() => expect(screen.getByRole('button', { name: 'Garder ce nom' })).toBeEnabled())
  unmount()
  expect(asked).toHaveLength(1)
})
