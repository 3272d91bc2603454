import { expect, test } from 'vitest'
import { advice, roundMinutes, total } from './plan.ts'
import { phasesOf, scenarios, turnFor } from './scenarios.ts'

const words = ({ message }: { message?: string }) => message ?? ''
const ids = () => {
  let n = 0
  return () => `p${n++}`
}

test('no scenario needs any advice, from three seats to eighteen', () => {
  for (const scenario of scenarios) {
    for (let seats = 3; seats <= 18; seats++) {
      const phases = phasesOf(scenario, seats, words, ids())
      expect(advice(phases, total(phases), seats), `${scenario.id}, ${seats} seats`).toBeUndefined()
    }
  }
})

test('the monthly meeting lasts its three hours', () => {
  const monthly = scenarios[0]
  expect(monthly && total(phasesOf(monthly, 12, words, ids()))).toBe(180)
})

test('turns fit whenever the shortest does', () => {
  for (let minutes = 5; minutes <= 90; minutes += 5) {
    for (let seats = 1; seats <= minutes * 2; seats++) {
      const phase = { id: 'a', title: 'a', kind: 'stick' as const, minutes, turn_s: turnFor(minutes, seats) }
      expect(roundMinutes(phase, seats)).toBeLessThanOrEqual(minutes)
    }
  }
})
