import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Speakers } from './speakers.ts'

let allowed = false
const said: boolean[] = []

beforeEach(() => {
  allowed = false
  said.length = 0
  vi.spyOn(HTMLMediaElement.prototype, 'play').mockImplementation(async () => {
    if (!allowed) throw new DOMException('no gesture yet', 'NotAllowedError')
  })
})

afterEach(() => {
  vi.restoreAllMocks()
})

function twoLines() {
  const speakers = new Speakers((blocked) => said.push(blocked))
  speakers.attach('0', null as unknown as MediaStream)
  speakers.attach('1', null as unknown as MediaStream)
  return { speakers, heard: () => [...document.querySelectorAll('audio')] }
}

// The sentence about the first gesture stayed although everybody was heard.
test('sound that begins to play is no longer said to be held back', async () => {
  const { speakers, heard } = twoLines()
  await vi.waitFor(() => expect(said).toEqual([true, true]))
  allowed = true
  heard()[0]?.dispatchEvent(new Event('playing'))
  expect(said.at(-1)).toBe(false)
  await Promise.resolve()
  expect(said.at(-1)).toBe(false)
  speakers.close()
})

test('a line that is still refused while another plays is said again', async () => {
  const { speakers, heard } = twoLines()
  await vi.waitFor(() => expect(said).toEqual([true, true]))
  heard()[0]?.dispatchEvent(new Event('playing'))
  await vi.waitFor(() => expect(said).toEqual([true, true, false, true]))
  speakers.close()
})

test('a gesture that lets it play takes the sentence away, one that does not leaves it', async () => {
  const { speakers } = twoLines()
  await vi.waitFor(() => expect(said).toEqual([true, true]))
  await speakers.hear()
  expect(said.at(-1)).toBe(true)
  allowed = true
  await speakers.hear()
  expect(said.at(-1)).toBe(false)
  speakers.close()
})
