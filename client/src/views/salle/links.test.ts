import { expect, test } from 'vitest'
import { piecesOf } from './links.ts'

const linksOf = (message: string) => piecesOf(message).flatMap(({ href }) => href ?? [])

test('an address is a link, without what ends the sentence around it', () => {
  expect(linksOf('Voir https://example.org/a?b=c#d.')).toEqual(['https://example.org/a?b=c#d'])
  expect(linksOf('(http://example.org/x), puis « https://example.org/y »')).toEqual([
    'http://example.org/x',
    'https://example.org/y',
  ])
  expect(linksOf('https://example.org/Pas_(danse)')).toEqual(['https://example.org/Pas_(danse)'])
})

test('nothing else is a link', () => {
  for (const message of [
    'javascript:alert(1)',
    'data:text/html,<b>x</b>',
    'ftp://example.org',
    'file:///etc/passwd',
    'example.org',
    'awa@example.org',
    'https://',
    'http://.',
    '',
  ]) {
    expect(linksOf(message)).toEqual([])
  }
})

test('whatever is written, nothing of it is lost or changed', () => {
  const bits = ['https://', 'example.org', '/', ')', '(', '.', ' ', '\n', '«', 'é', '<', 'http://a', '…', ':']
  let chance = 7
  for (let round = 0; round < 2000; round++) {
    let message = ''
    for (let bit = 0; bit < 8; bit++) {
      chance = (chance * 48271) % 2147483647
      message += bits[chance % bits.length]
    }
    const pieces = piecesOf(message)
    expect(pieces.map(({ text }) => text).join('')).toBe(message)
    for (const { href } of pieces) if (href) expect(new URL(href).protocol).toMatch(/^https?:$/)
  }
})
