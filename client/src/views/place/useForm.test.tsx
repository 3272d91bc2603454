import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { act, renderHook } from '@testing-library/react'
import { expect, test } from 'vitest'
import { useForm } from './useForm.ts'

i18n.loadAndActivate({ locale: 'fr-CA', messages: {} })

const wrapper = ({ children }: { children: React.ReactNode }) => (
  <I18nProvider i18n={i18n}>{children}</I18nProvider>
)

test('a form sent again while what follows is still under way is sent once: one community is founded, not two', async () => {
  let sent = 0
  let arrived = () => {}
  const following = new Promise<void>((done) => {
    arrived = done
  })
  const { result } = renderHook(
    () =>
      useForm(
        async () => ++sent,
        () => following,
      ),
    { wrapper },
  )
  await act(async () => void result.current.submit())
  expect(result.current.busy).toBe(true)
  await act(async () => void result.current.submit())
  expect(sent).toBe(1)
  await act(async () => arrived())
  expect(result.current.busy).toBe(false)
})

test('what fails afterwards is told as a failure of the form', async () => {
  const { result } = renderHook(
    () =>
      useForm(
        async () => 1,
        () => Promise.reject(new Error('lost')),
      ),
    { wrapper },
  )
  await act(() => result.current.submit())
  expect(result.current.errorBelow()).toMatch(/Quelque chose n’a pas marché/)
  expect(result.current.busy).toBe(false)
})
