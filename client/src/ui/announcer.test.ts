import { expect, test } from 'vitest'
import { createAnnouncer, type Timers } from './announcer.ts'

function clock() {
  let now = 0
  let pending: { at: number; run: () => void }[] = []
  const timers: Timers = {
    now: () => now,
    after: (ms, run) => {
      const entry = { at: now + ms, run }
      pending.push(entry)
      return () => {
        pending = pending.filter((one) => one !== entry)
      }
    },
  }
  const advance = (ms: number) => {
    const end = now + ms
    for (;;) {
      const due = pending.filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0]
      if (!due) break
      pending = pending.filter((one) => one !== due)
      now = due.at
      due.run()
    }
    now = end
  }
  return { timers, advance }
}

test('one message every three seconds, the newest of its kind', () => {
  const said: string[] = []
  const { timers, advance } = clock()
  const announcer = createAnnouncer((text) => said.push(text), timers)
  announcer.polite('holder', 'Odile tient le bâton.')
  advance(0)
  announcer.polite('holder', 'Samir tient le bâton.')
  announcer.polite('phase', 'Étape : pause.')
  announcer.polite('holder', 'Thuy tient le bâton.')
  advance(2999)
  expect(said).toEqual(['Odile tient le bâton.'])
  advance(1)
  expect(said).toEqual(['Odile tient le bâton.', 'Étape : pause.'])
  advance(3000)
  expect(said).toEqual(['Odile tient le bâton.', 'Étape : pause.', 'Thuy tient le bâton.'])
})

test('after a silence the next message waits for nobody', () => {
  const said: string[] = []
  const { timers, advance } = clock()
  const announcer = createAnnouncer((text) => said.push(text), timers)
  announcer.polite('bell', 'Hélène a sonné la cloche.')
  advance(10_000)
  announcer.polite('bell', 'La ronde reprend.')
  advance(0)
  expect(said).toHaveLength(2)
})

test('once stopped nothing more is said', () => {
  const said: string[] = []
  const { timers, advance } = clock()
  const announcer = createAnnouncer((text) => said.push(text), timers)
  announcer.polite('a', 'un')
  announcer.stop()
  advance(10_000)
  expect(said).toEqual([])
})

test('what was waiting when one left the room is not said after it', () => {
  const said: string[] = []
  const { timers, advance } = clock()
  const announcer = createAnnouncer((text) => said.push(text), timers)
  announcer.polite('stick', 'Odile tient le bâton.')
  advance(0)
  announcer.polite('stick', 'Le bâton est au centre.')
  announcer.forget()
  advance(10_000)
  expect(said).toEqual(['Odile tient le bâton.'])
  announcer.polite('door', 'Samir est à la porte.')
  advance(0)
  expect(said).toEqual(['Odile tient le bâton.', 'Samir est à la porte.'])
})
