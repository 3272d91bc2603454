import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { i18n } from '@lingui/core'
import { expect, test } from 'vitest'
import { activate, alsoSay, choose, preferredLocale } from './locale.ts'

const empty = { getItem: () => null }

test('the kept choice wins, then the browser, then Québec French', () => {
  expect(preferredLocale({ getItem: () => 'en-CA' }, ['fr-FR'])).toBe('en-CA')
  expect(preferredLocale({ getItem: () => 'de' }, ['fr-FR'])).toBe('fr-FR')
  expect(preferredLocale(empty, ['fr'])).toBe('fr-CA')
  expect(preferredLocale(empty, ['de', 'en-US'])).toBe('en-CA')
  expect(preferredLocale(empty, ['de'])).toBe('fr-CA')
})

test('a browser that refuses its storage still has a language', () => {
  const refusing = {
    getItem: () => {
      throw new DOMException('denied', 'SecurityError')
    },
  }
  expect(preferredLocale(refusing, ['en'])).toBe('en-CA')
})

test('switching changes the sentences, their spacing and the page’s language, and is remembered', async () => {
  await activate('fr-FR')
  const french = Object.values(i18n.messages)
    .flat()
    .filter((text) => typeof text === 'string')
  expect(french).toContain('Voulez-vous prendre la parole\u202f? Il reste du temps.')
  expect(document.documentElement.lang).toBe('fr-FR')
  const kept: string[] = []
  await choose('en-CA', { setItem: (_key, value) => void kept.push(value) })
  expect(kept).toEqual(['en-CA'])
  expect(Object.values(i18n.messages).flat()).toContain('Would you like to speak now? There is time left.')
  expect(document.documentElement.lang).toBe('en-CA')
})

test('words that come later are spaced as the others, and every language brings them from then on', async () => {
  await activate('fr-CA')
  const said = () => Object.values(i18n.messages).flat()
  expect(said()).not.toContain('Proposer la ronde')
  await alsoSay()
  expect(said()).toContain('Proposer la ronde')
  expect(said()).toContain('Fermer la rencontre?')
  await activate('en-CA')
  expect(said()).toContain('Propose the round')
})

test.each(['en', 'later/en-later'])('every sentence of %s has its English', (name) => {
  const po = readFileSync(join(import.meta.dirname, `catalogues/${name}.po`), 'utf8')
  const missing = po
    .split('\n\n')
    .filter((entry) => /^msgstr ""$/m.test(entry) && !/^msgstr ""\n"/m.test(entry))
  expect(missing).toEqual([])
})

// "6:49 a.m." brings its own full stop: a sentence that ends on the hour would show two.
test('no English sentence ends on an hour', () => {
  const po = readFileSync(join(import.meta.dirname, 'catalogues/en.po'), 'utf8')
  const said = [...po.matchAll(/^msgstr "(.*)"$/gm)].map((one) => one[1] ?? '')
  expect(said.some((words) => words.includes('{hour}'))).toBe(true)
  expect(
    said.filter((words) => /\{(hour|starts|opens|opensLine|here|until|from|to|at)\}\./.test(words)),
  ).toEqual([])
})
