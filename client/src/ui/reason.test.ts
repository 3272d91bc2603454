import { expect, test } from 'vitest'
import { shiftInside } from './Reason.tsx'

// The microphone stands at the left end of the bar: why it was shut began outside the page.
test('a reason stays inside the page wherever its button stands', () => {
  for (const viewport of [320, 390, 1280, 1920]) {
    for (const width of [60, 200, 280]) {
      for (let centre = 0; centre <= viewport; centre += 10) {
        const left = centre - width / 2 + shiftInside(centre, width, viewport)
        expect(left).toBeGreaterThanOrEqual(8)
        expect(left + width).toBeLessThanOrEqual(viewport - 8)
      }
    }
  }
})

test('a reason with room on both sides stays above the middle of its button', () => {
  expect(shiftInside(640, 280, 1280)).toBe(0)
})
