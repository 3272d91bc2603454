import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { act, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Saved } from './Saved.tsx'

beforeEach(() => {
  i18n.loadAndActivate({ locale: 'fr', messages: {} })
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const frame = ({ children }: { children: ReactNode }) => <I18nProvider i18n={i18n}>{children}</I18nProvider>
const said = () => document.querySelector('p')?.textContent
const wait = (ms: number) => act(() => vi.advanceTimersByTime(ms))

// It read « Enregistré » for a second over a note that was not.
test('saved is said of what is saved alone, and saving only when one operation has waited for a second', () => {
  const { rerender } = render(<Saved oldest={undefined} online held={undefined} />, { wrapper: frame })
  expect(said()).toBe('Enregistré')
  // Somebody who draws without a stop always has something under way, each piece answered in time.
  for (let n = 1; n < 10; n++) {
    rerender(<Saved oldest={n} online held={undefined} />)
    wait(600)
    expect(said()).toBe('')
  }
  wait(400)
  expect(said()).toBe('Enregistrement…')
  rerender(<Saved oldest={undefined} online held={undefined} />)
  expect(said()).toBe('Enregistré')
})

test('without a network the work is said to be on the device, and only while there is some', () => {
  const { rerender } = render(<Saved oldest={4} online={false} held={undefined} />, { wrapper: frame })
  expect(said()).toBe('Gardé sur cet appareil, envoyé dès le retour du réseau.')
  rerender(<Saved oldest={undefined} online={false} held={undefined} />)
  expect(said()).toBe('Enregistré')
})

test('what the server cannot keep is said not to be saved, for as long as it is so', () => {
  const { rerender } = render(<Saved oldest={4} online held="store_full" />, { wrapper: frame })
  expect(said()).toMatch(/^Non enregistré — le serveur n’a plus de place\./)
  rerender(<Saved oldest={4} online held="busy" />)
  expect(said()).toMatch(/^Non enregistré — .* pour l’instant\./)
  wait(5000)
  expect(said()).toMatch(/^Non enregistré — /)
  rerender(<Saved oldest={undefined} online held={undefined} />)
  expect(said()).toBe('Enregistré')
})
