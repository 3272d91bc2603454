import { expect, test } from 'vitest'
import { isUnknown } from './unknown.ts'

const someone = { id: 'm', name: 'Awa', email: 'awa@example.org', lang: 'fr' as const, guest: false }

// The first administrator comes in by a link: Palabre has neither her name nor her address, and must ask.
test('whoever has no name or no address is asked, and nobody else', () => {
  expect(isUnknown({ member: someone })).toBe(false)
  expect(isUnknown({ member: { ...someone, name: '' } })).toBe(true)
  expect(isUnknown({ member: { ...someone, email: '' } })).toBe(true)
  const { email: _, ...unreachable } = someone
  expect(isUnknown({ member: unreachable })).toBe(true)
  expect(isUnknown({ member: { ...unreachable, name: '', guest: true } })).toBe(false)
})
