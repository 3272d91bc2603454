import { expect, test } from 'vitest'
import { keepArrival, keepNotes, keepSounds, keptArrival, keptNotes, keptSounds } from './prefs.ts'

function store(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  const kept = new Map<string, string>()
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  }
}

test('a reload finds how she came, to this meeting and no other', () => {
  const kept = store()
  const arrival = {
    meeting: 'm1',
    member: 'awa',
    listen: false,
    listed: true,
    mic: true,
    talk: false,
    cam: false,
  }
  expect(keptArrival('m1', 'awa', kept)).toBeUndefined()
  keepArrival(arrival, kept)
  expect(keptArrival('m1', 'awa', kept)).toEqual(arrival)
  expect(keptArrival('m2', 'awa', kept)).toBeUndefined()
})

test('at a shared computer nobody comes in with the consent of another, nor reads her notes', () => {
  const kept = store()
  const arrival = {
    meeting: 'm1',
    member: 'awa',
    listen: false,
    listed: true,
    mic: true,
    talk: true,
    cam: true,
  }
  keepArrival(arrival, kept)
  keepNotes('m1', 'awa', 'dire ce que je n’ai pas dit', kept)
  expect(keptArrival('m1', 'benoit', kept)).toBeUndefined()
  expect(keptNotes('m1', 'benoit', kept)).toBe('')
  expect(keptNotes('m1', 'awa', kept)).toBe('dire ce que je n’ai pas dit')
  expect(keepNotes('m1', 'awa', '', kept)).toBe(true)
  expect(keptNotes('m1', 'awa', kept)).toBe('')
})

test('a spoilt or closed storage is as none, and never lists anyone', () => {
  expect(keptArrival('m1', 'awa', { getItem: () => '{', setItem: () => {} })).toBeUndefined()
  const odd = { getItem: () => '{"meeting":"m1","member":"awa","listed":"yes"}', setItem: () => {} }
  expect(keptArrival('m1', 'awa', odd)?.listed).toBe(false)
  const closed = {
    getItem: () => {
      throw new Error('closed')
    },
    setItem: () => {
      throw new Error('closed')
    },
  }
  expect(keptArrival('m1', 'awa', closed)).toBeUndefined()
  expect(() => keepSounds(false, closed)).not.toThrow()
})

test('sounds are on until they are switched off', () => {
  const kept = store()
  expect(keptSounds(kept)).toBe(true)
  keepSounds(false, kept)
  expect(keptSounds(kept)).toBe(false)
})
