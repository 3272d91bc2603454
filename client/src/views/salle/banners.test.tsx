import { act, screen } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { Banners, fetchAsked } from './Banners.tsx'
import { Inside, sessionOf } from './inside.test-env.tsx'

beforeAll(fetchAsked)
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const gated = sessionOf({
  round: {
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
    holder: { member: 'a', grant: 1, since: 0, left_ms: 0 },
  },
})

function inRoom(view = sessionOf()) {
  const inside = new Inside(view)
  const media = inside.live.desk.media.store
  media.setState({ link: 'live' })
  inside.shows(<Banners deciding={false} />)
  return {
    inside,
    said: () => screen.queryAllByRole('status').map((one) => one.textContent),
    sound: (link: 'starting' | 'live' | 'restarting') => act(() => media.setState({ link })),
    after: (ms: number) => act(() => vi.advanceTimersByTime(ms)),
  }
}

const away = { t: 'store', readonly: true, fr: 'Rien ne se garde.', en: 'Nothing is kept.' } as const

test('nothing is said where nothing is the matter', () => {
  const { said, sound, after } = inRoom(gated)
  sound('starting')
  after(2000)
  sound('live')
  after(60_000)
  expect(said()).toEqual([])
})

// Somebody heard nothing until she reloaded, and her page said nothing of it.
test('a sound that does not begin is said, and a reload offered once it has lasted', () => {
  const { said, sound, after } = inRoom()
  sound('starting')
  after(3000)
  expect(said()).toEqual(['Le son hésite. On cherche un autre chemin.'])
  sound('restarting')
  after(20_000)
  sound('starting')
  after(7000)
  expect(said()).toEqual(['Le son ne revient pas. Votre place est gardée.Recharger la page'])
  expect(screen.getByRole('button', { name: 'Recharger la page' })).toBeTruthy()
  sound('live')
  expect(said()).toEqual([])
})

// The sound had stopped for everybody; eight seconds later the page blamed the line.
test('a server that can keep nothing is said to be the one, even when it closes the line', () => {
  const { inside, said } = inRoom(gated)
  inside.says(away)
  expect(said()).toEqual(['Rien ne se garde. Le son de la ronde revient avec lui.'])
  inside.drops(4000)
  expect(said()).toEqual(['Rien ne se garde. Le son de la ronde revient avec lui.Essayer maintenant'])
  inside.returns()
  expect(said()).toEqual([])
})

test('an open talk goes on while nothing can be kept: its sound is not said to be gone', () => {
  const { inside, said } = inRoom()
  inside.says(away)
  expect(said()).toEqual(['Rien ne se garde.'])
})

test('an answer that does not come is said within three seconds, and no more once it came', async () => {
  const { inside, said, after } = inRoom(gated)
  act(() => void inside.live.room.do('hand.raise'))
  after(1900)
  expect(said()).toEqual([])
  after(200)
  expect(said()).toEqual(['Le serveur tarde à répondre. Vos mots sont gardés ici.'])
  await inside.does('hand.raise')
  expect(said()).toEqual([])
})

test('a planned move has words of its own, and a lost line those of a lost line', () => {
  const { inside, said } = inRoom()
  inside.drops(4000)
  expect(said()).toEqual(['On change de serveur, un instant.'])
  inside.returns()
  expect(said()).toEqual(['Connexion retrouvée. Rien n’a été perdu.'])
  inside.drops(1006)
  expect(said()[0]).toMatch(/^La liaison hésite\./)
})
