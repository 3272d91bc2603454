import { render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { Reason } from './Reason.tsx'

// The microphone was shut by a round that began, under the pointer that lay on it: its words began outside the page.
test('a reason is placed as it appears, before any pointer moves', () => {
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue({ left: 10, width: 40 } as DOMRect)
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockImplementation(function (this: HTMLElement) {
    return this.style.display === 'block' ? 200 : 0
  })
  vi.spyOn(document.documentElement, 'clientWidth', 'get').mockReturnValue(1280)
  render(
    <Reason why="Une ronde est en cours.">{(id) => <button type="button" aria-describedby={id} />}</Reason>,
  )
  const reason = screen.getByRole('tooltip', { hidden: true })
  // 200 px around the middle of the button, at 30 px, would begin 70 px before the page: it begins at 8.
  expect(reason.style.getPropertyValue('--shift')).toBe('78px')
  expect(reason.style.display).toBe('')
  vi.restoreAllMocks()
})
