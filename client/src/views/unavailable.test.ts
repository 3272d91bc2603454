import { expect, test } from 'vitest'
import { kindOf } from './Unavailable.tsx'

test('a page whose files did not come is not called our fault', () => {
  for (const words of [
    'Failed to fetch dynamically imported module: http://ici/assets/Communaute-abc.js',
    'error loading dynamically imported module: http://ici/assets/Communaute-abc.js',
    'Importing a module script failed.',
    'Unable to preload CSS for /assets/Loaded-abc.css',
  ])
    expect(kindOf(new Error(words))).toBe('unfetched')
  expect(kindOf(new TypeError("Cannot read properties of undefined (reading 'x')"))).toBe('failed')
  expect(kindOf('n’importe quoi')).toBe('failed')
})
