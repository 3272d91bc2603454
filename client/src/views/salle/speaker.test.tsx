import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Round, SessionView } from '../../session/view.ts'
import type { DeskState } from './desk.ts'
import { Inside, sessionOf } from './inside.test-env.tsx'
import { useSpeaker } from './useSpeaker.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const round = (member: string, change: Partial<Round> = {}): Round => ({
  id: 'r1',
  number: 1,
  question: '',
  state: 'running',
  gate: 'holder',
  clock: 'soft',
  turn_ms: 0,
  order: ['a', 'b', 'c'],
  seats: {},
  next: [],
  holder: { member, grant: 1, since: 0, left_ms: 0 },
  ...change,
})

function hears(view: SessionView) {
  const inside = new Inside(view)
  const store = inside.live.desk.store
  const mine = (state: Partial<DeskState>) => act(() => store.setState(state))
  mine({ hasMic: true, stick: true, talk: true, carries: 'mine', speaking: false })
  const { result } = renderHook(useSpeaker, { wrapper: ({ children }) => inside.around(children) })
  return {
    inside,
    mine,
    heard: () => result.current,
    after: (ms: number) => act(() => vi.advanceTimersByTime(ms)),
  }
}

// She held the stick with her microphone closed, and was told « silence tenu ».
test('a holder whose microphone is closed is not said to hold a silence', () => {
  const { mine, heard, after } = hears(sessionOf({ round: round('a') }))
  after(20_000)
  expect(heard().quiet).toBe('silent')
  mine({ stick: false })
  expect(heard().quiet).toBeNull()
  after(2000)
  expect(heard().quiet).toBe('shut')
  after(60_000)
  expect(heard().quiet).toBe('shut')
  mine({ stick: true })
  expect(heard().quiet).toBeNull()
})

test('everyone knows that the holder’s microphone is closed, and a pause or a lost line is no closed microphone', () => {
  const { inside, heard, after } = hears(sessionOf({ round: round('b') }))
  after(2000)
  expect(heard().quiet).toBe('shut')
  inside.says({ t: 'eph', r: 'ses_1', d: [['b', 'mic', true]] })
  expect(heard().quiet).toBeNull()
  after(20_000)
  expect(heard().quiet).toBe('silent')
  inside.becomes(sessionOf({ round: round('b', { state: 'paused' }) }))
  after(60_000)
  expect(heard().quiet).toBeNull()
  const dropped = { member: 'b', grant: 1, since: 0, left_ms: 0, suspended_at: 5 }
  inside.becomes(sessionOf({ round: round('b', { holder: dropped }) }))
  after(60_000)
  expect(heard().quiet).toBeNull()
})

// For four seconds after the round the last holder read « Vous avez la parole », her microphone closed.
test('the end of a round puts nobody in the centre', () => {
  const { inside, mine, heard, after } = hears(sessionOf({ round: round('a') }))
  mine({ speaking: true })
  after(1000)
  const { holder: _none, ...over } = round('a', { state: 'ended' })
  inside.becomes(sessionOf({ round: over }))
  mine({ speaking: false })
  expect(heard().speaker).toBeNull()
  mine({ speaking: true })
  expect(heard().speaker).toBe('a')
})

// Somebody on the telephone held the stick, and all read « micro fermé » while she spoke by the line that carries her.
test('who is carried is heard by the line that carries her', () => {
  const carried = sessionOf({ round: round('c') })
  const people = { ...carried.people, c: { role: 'guest' as const, here: true, order: 3, behind: 'b' } }
  const { inside, heard, after } = hears({ ...carried, people })
  inside.says({ t: 'eph', r: 'ses_1', d: [['b', 'mic', true]] })
  after(5000)
  expect(heard().quiet).toBeNull()
  inside.says({ t: 'eph', r: 'ses_1', d: [['b', 'level', 3]] })
  expect(heard().level).toBe(1)
  after(60_000)
  expect(heard().quiet).toBeNull()
})
