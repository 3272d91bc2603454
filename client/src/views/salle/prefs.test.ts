import { expect, test } from 'vitest'
import { keepArrival, keepSounds, keptArrival, keptSounds } from './prefs.ts'

function store(): Pick<Storage, 'getItem' | 'setItem'> {
  const kept = new Map<string, string>()
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) }
}

test('a reload finds how she came, to this meeting and no other', () => {
  const kept = store()
  const arrival = { meeting: 'm1', listen: false, listed: true, mic: true, talk: false, cam: false }
  expect(keptArrival('m1', kept)).toBeUndefined()
  keepArrival(arrival, kept)
  expect(keptArrival('m1', kept)).toEqual(arrival)
  expect(keptArrival('m2', kept)).toBeUndefined()
})

test('a spoilt or closed storage is as none, and never lists anyone', () => {
  expect(keptArrival('m1', { getItem: () => '{', setItem: () => {} })).toBeUndefined()
  const odd = { getItem: () => '{"meeting":"m1","listed":"yes"}', setItem: () => {} }
  expect(keptArrival('m1', odd)?.listed).toBe(false)
  const closed = {
    getItem: () => {
      throw new Error('closed')
    },
    setItem: () => {
      throw new Error('closed')
    },
  }
  expect(keptArrival('m1', closed)).toBeUndefined()
  expect(() => keepSounds(false, closed)).not.toThrow()
})

test('sounds are on until they are switched off', () => {
  const kept = store()
  expect(keptSounds(kept)).toBe(true)
  keepSounds(false, kept)
  expect(keptSounds(kept)).toBe(false)
})
