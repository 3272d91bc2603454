import { expect, test, vi } from 'vitest'
import type { Poll } from '../../../session/together.ts'
import { Inside, sessionOf } from '../inside.test-env.tsx'
import { Vote } from './Vote.tsx'

vi.stubGlobal('matchMedia', () => ({
  matches: false,
  addEventListener: () => {},
  removeEventListener: () => {},
}))

const said = [{ stance: 'object', text: 'Le mardi, je ne peux pas', by: 'b' }] as const
const open: Poll = { order: 1, kind: 'consent', question: 'Le mardi?', life: 'open', cast: 1, of: 3 }

// The server told objections while a vote is open, so that they can be answered; no screen showed them before the end.
test('an open vote shows the objections that stand', () => {
  new Inside(sessionOf()).shows(<Vote id="p" poll={{ ...open, voices: [...said] }} />)
  expect(document.body).toHaveTextContent('Objection')
  expect(document.body).toHaveTextContent('Le mardi, je ne peux pas')
})

// Of a vote whose result is for those who facilitate, they are told apart.
test('those who facilitate read the objections that they alone are told', () => {
  new Inside({ ...sessionOf(), voices: { p: [...said] } }).shows(<Vote id="p" poll={open} />)
  expect(document.body).toHaveTextContent('Le mardi, je ne peux pas')
})
