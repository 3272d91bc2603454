// @vitest-environment jsdom
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Announce, LiveRegion, useAnnounce } from './LiveRegion.tsx'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

// « C’est à vous » was still there, for whoever explored the page, long after the turn was over.
test('an offer that is over is no longer in the page, and leaving empties both regions', () => {
  const host = document.createElement('div')
  const root = createRoot(host)
  const got: Announce[] = []
  const Taker = () => {
    got.push(useAnnounce())
    return null
  }
  act(() =>
    root.render(
      <LiveRegion>
        <Taker />
      </LiveRegion>,
    ),
  )
  const announce = got[0]
  if (!announce) throw new Error('nobody to announce')
  const region = (which: string) => host.querySelector(`[data-live=${which}]`)?.textContent
  act(() => {
    announce.assertive('C’est à vous.')
    announce.polite('stick', 'Odile tient le bâton.')
    vi.advanceTimersByTime(1)
  })
  expect([region('assertive'), region('polite')]).toEqual(['C’est à vous.', 'Odile tient le bâton.'])
  act(() => announce.hush('assertive'))
  expect([region('assertive'), region('polite')]).toEqual(['', 'Odile tient le bâton.'])
  act(() => announce.assertive('C’est à vous.'))
  act(() => announce.hush('all'))
  expect([region('assertive'), region('polite')]).toEqual(['', ''])
  act(() => root.unmount())
})
