import { expect, test } from 'vitest'
import { announce } from './announce.ts'

// « Aucun courriel ne partira » was said to somebody alone, whom another had joined meanwhile: a letter left.
test('nothing is planned when letters would reach others than the page says', async () => {
  let planned = 0
  const plan = async () => ++planned
  expect(await announce(0, async () => 1, plan)).toBeUndefined()
  expect(planned).toBe(0)
  expect(await announce(1, async () => 1, plan)).toBe(1)
  await expect(announce(1, () => Promise.reject(new Error('no answer')), plan)).rejects.toThrow()
  expect(planned).toBe(1)
})
