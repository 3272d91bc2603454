import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { render } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { Circle } from './Circle.tsx'

i18n.loadAndActivate({ locale: 'fr-CA', messages: {} })
vi.stubGlobal('matchMedia', () => ({
  matches: false,
  addEventListener: () => {},
  removeEventListener: () => {},
}))
afterEach(() => void vi.restoreAllMocks())

const seats = [
  { id: 'a', name: 'Awa', initials: 'AM' },
  { id: 'b', name: 'Benoît', initials: 'BE', you: true },
]

/** How the centre is composed on a stage of this size, in a window of this height. */
function composedIn(width: number, height: number, window: number): string {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(width)
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(height)
  vi.stubGlobal('innerHeight', window)
  let composed = ''
  render(
    <I18nProvider i18n={i18n}>
      <Circle
        seats={seats}
        viewer="b"
        seed="c1"
        centre={({ layout, ring }) => {
          composed = `${layout} ${ring}`
          return null
        }}
      />
    </I18nProvider>,
  )
  return composed
}

// Two lines above the circle hid half of who holds the stick behind « Transmettre ».
test('on a telephone that is left little height, the holder lies beside her words', () => {
  expect(composedIn(390, 526, 844)).toBe('below 132')
  expect(composedIn(390, 367, 844)).toBe('low 96')
})

test('a telephone on its side has its strip beside the centre, and needs less height', () => {
  expect(composedIn(544, 336, 390)).toBe('below 132')
  expect(composedIn(544, 210, 390)).toBe('low 96')
})
