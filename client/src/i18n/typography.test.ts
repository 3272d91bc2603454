import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { typeset, typesetMessage } from './typography.ts'

describe('Québec spacing', () => {
  const cases: [string, string][] = [
    ['Sonner la cloche ?', 'Sonner la cloche?'],
    ['Bonne journée !', 'Bonne journée!'],
    ['Prenez votre temps : rien ne presse.', 'Prenez votre temps\u00a0: rien ne presse.'],
    ["« C'est à vous »", '«\u00a0C’est à vous\u00a0»'],
    ['Rien trouvé pour «vélo».', 'Rien trouvé pour «\u00a0vélo\u00a0».'],
    ['50 % et 20 $', '50\u00a0% et 20\u00a0$'],
    ['de 9 h 30 à 10 h 45', 'de 9\u00a0h\u00a030 à 10\u00a0h\u00a045'],
    ['Encore 22 min', 'Encore 22\u00a0min'],
    [' min', '\u00a0min'],
    ['1 minute', '1 minute'],
    ['à 9 h', 'à 9\u00a0h'],
  ]
  test.each(cases)('%j → %j', (given, wanted) => {
    expect(typeset(given, 'fr-CA')).toBe(wanted)
  })
})

test('France adds a narrow space before ? ! ;', () => {
  expect(typeset('Sonner la cloche?', 'fr-FR')).toBe('Sonner la cloche\u202f?')
  expect(typeset('Encore ; puis : quoi ?!', 'fr-FR')).toBe('Encore\u202f; puis\u00a0: quoi\u202f?!')
})

test('English is left alone', () => {
  expect(typeset("It's 9 h : yes ?", 'en')).toBe("It's 9 h : yes ?")
})

test('spacing twice is spacing once', () => {
  const pieces = fc.constantFrom(
    'a',
    '«',
    '»',
    ' ',
    ':',
    '?',
    '!',
    ';',
    '9',
    'h',
    'min',
    '%',
    '\u00a0',
    "'",
    'é',
  )
  fc.assert(
    fc.property(fc.array(pieces), fc.constantFrom('fr-CA' as const, 'fr-FR' as const), (parts, where) => {
      const once = typeset(parts.join(''), where)
      expect(typeset(once, where)).toBe(once)
    }),
  )
})

test('spacing touches nothing but spaces and apostrophes', () => {
  const bare = (text: string) => text.replace(/[\s\u00a0\u202f]/g, '').replaceAll('’', "'")
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(bare(typeset(text, 'fr-FR'))).toBe(bare(text))
    }),
  )
})

test('a plural keeps its rules and its branches are spaced', () => {
  const message = [['n', 'plural', { offset: 0, one: ['#', ' min ?'], other: ['#', ' min : '] }], ' fin !']
  expect(typesetMessage(message, 'fr-CA')).toEqual([
    ['n', 'plural', { offset: 0, one: ['#', '\u00a0min?'], other: ['#', '\u00a0min\u00a0: '] }],
    ' fin!',
  ])
})
