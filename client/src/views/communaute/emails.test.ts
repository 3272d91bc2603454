import fc from 'fast-check'
import { expect, test } from 'vitest'
import { doubtful, emailsIn } from './emails.ts'

test('addresses pasted from a letter, a list or a column', () => {
  expect(
    emailsIn('Lise Roy <lise@example.org>, "Roy, Jo" <jo@example.org>;\nsam@example.org  SAM@example.org'),
  ).toEqual(['lise@example.org', 'jo@example.org', 'sam@example.org'])
  expect(emailsIn(' \n ;,')).toEqual([])
  expect(doubtful(['lise@example.org', 'lise@', 'lise', 'a@b', 'a@b..'])).toEqual([
    'lise@',
    'lise',
    'a@b',
    'a@b..',
  ])
})

test('any way of separating addresses gives them all back, once, in order', () => {
  const address = fc
    .tuple(fc.stringMatching(/^[a-z][a-z0-9.]{0,8}$/), fc.stringMatching(/^[a-z]{1,8}$/))
    .map(([a, b]) => `${a}@${b}.example`)
  const between = fc.constantFrom(', ', '; ', '\n', ' ', ',', '\r\n')
  fc.assert(
    fc.property(fc.uniqueArray(address, { maxLength: 10 }), between, (emails, separator) => {
      expect(emailsIn(emails.join(separator))).toEqual(emails)
      expect(emailsIn(emails.map((email) => `Une Personne <${email}>`).join(', '))).toEqual(emails)
      expect(doubtful(emails)).toEqual([])
    }),
  )
})
