import { i18n } from '@lingui/core'
import { I18nProvider, useLingui } from '@lingui/react'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { I18nProvider as AriaLocale } from 'react-aria-components'
import { queries } from './queries.ts'
import { router } from './router.tsx'

export function App() {
  return (
    <I18nProvider i18n={i18n}>
      <Spoken>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </Spoken>
    </I18nProvider>
  )
}

// Calendars, lists and dialogs bring their own hidden words: they follow the same language.
function Spoken({ children }: { children: ReactNode }) {
  const { i18n: current } = useLingui()
  return <AriaLocale locale={current.locale}>{children}</AriaLocale>
}
