import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clockOf, later, longest, made, OneByOne, roundOf, seatName, speeds, stepped } from './rehearsal.ts'

test('time goes as fast as was asked, never back, never beyond the longest rehearsal', () => {
  fc.assert(
    fc.property(
      fc.nat(longest),
      fc.double({ min: -1000, max: 5000, noNaN: true }),
      fc.constantFrom(...speeds),
      (at, ms, speed) => {
        const then = later(at, ms, speed)
        expect(Number.isInteger(then)).toBe(true)
        expect(then).toBeGreaterThanOrEqual(at)
        expect(then).toBeLessThanOrEqual(longest)
        if (speed === 0) expect(then).toBe(at)
      },
    ),
  )
  expect(later(0, 1000, 60)).toBe(60_000)
})

test('a step goes to the next change, or nowhere', () => {
  expect(stepped(1000, 2500)).toBe(2500)
  expect(stepped(1000, 0)).toBe(1000)
  expect(stepped(1000, 900)).toBe(1000)
})

test('gestures keep their order, one made on a late answer among them', () => {
  const first = made([], { at: 5000.4, name: 'agenda.next' })
  expect(made(first, { at: 4000, name: 'stick.begin' }).map(({ at }) => at)).toEqual([5000, 5000])
})

test('the round of a step is the one that its scenario asks for', () => {
  const phase = {
    id: 'CD6',
    title: 'Les apprentissages',
    kind: 'stick' as const,
    minutes: 10,
    turn_s: 60,
    question: 'Qu’est-ce que j’apprends?',
    rule: { kind: 'stick', first: 'client', turn_s: 60, variant: 'naming', once: true },
  }
  expect(roundOf(phase, 'r', [{ part: 'client', member: 's3' }])).toEqual({
    round: 'r',
    question: 'Qu’est-ce que j’apprends?',
    seat: 'last',
    turn_s: 60,
    variant: 'naming',
    once: true,
    order: ['s3'],
  })
})

test('clocks and names are read', () => {
  expect(clockOf(3_725_000)).toBe('1:02:05')
  expect([seatName('s1'), seatName('s30'), seatName('vous')]).toEqual(['Alix', 'Denise', undefined])
})

test('what is asked while an answer is awaited is served after it, on what came of it', async () => {
  let told: string[] = []
  const answers: (() => void)[] = []
  const line = new OneByOne<string>(
    async (wish) => {
      const before = told
      await new Promise<void>((answered) => answers.push(answered))
      told = [...before, wish]
    },
    () => told.push('failed'),
  )
  const clock = line.ask('the clock')
  void line.ask('she passes the stick on')
  void line.ask('next phase')
  expect(line.busy).toBe(true)
  while (line.busy) {
    answers.shift()?.()
    await Promise.resolve()
  }
  await clock
  expect(told).toEqual(['the clock', 'she passes the stick on', 'next phase'])
})

test('a wish that fails takes those behind it along, and the next one is served', async () => {
  const served: string[] = []
  const line = new OneByOne<string>(
    async (wish) => {
      await Promise.resolve()
      if (wish === 'bad') throw new Error('refused')
      served.push(wish)
    },
    () => served.push('failed'),
  )
  const first = line.ask('bad')
  void line.ask('behind')
  await first
  await line.ask('good')
  expect(served).toEqual(['failed', 'good'])
})
