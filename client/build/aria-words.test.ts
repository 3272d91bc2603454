import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { wordsOf } from './aria-words.ts'

test('what closes a dialog for screen readers is called « Fermer »', () => {
  const words = join(import.meta.dirname, '../node_modules/react-aria/dist/private/intl/overlays/fr-FR.mjs')
  expect(wordsOf(readFileSync(words, 'utf8'))).toMatch(/"dismiss": `Fermer`/)
  expect(() => wordsOf('"dismiss": `Écarter`')).toThrow()
})
