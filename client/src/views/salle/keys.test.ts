import { expect, test } from 'vitest'
import { gestureOf, isTyping, type Press } from './keys.ts'
import type { Moment } from './moment.ts'

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  shiftKey: false,
  repeat: false,
  ...more,
})
const free = { typing: false, letters: true }
const offered: Moment = { is: 'offered', round: 'r', second: false, reminded: false, still: false }
const hands: Moment = { is: 'hands', up: false, others: 0 }

test('P takes, hands on or picks up, by the moment', () => {
  expect(gestureOf(press('p'), offered, free)).toBe('take')
  expect(gestureOf(press('P', { shiftKey: true }), offered, free)).toBe('take')
  expect(gestureOf(press('p'), { is: 'holding', grant: 1, over: false, still: false }, free)).toBe('release')
  expect(gestureOf(press('p'), { is: 'pick', still: false, last: false }, free)).toBe('pick')
  expect(gestureOf(press('p'), hands, free)).toBeNull()
})

test('passing and coming back are for the person offered, and a second offer has no later', () => {
  expect(gestureOf(press('s'), offered, free)).toBe('pass')
  expect(gestureOf(press('r'), offered, free)).toBe('later')
  expect(gestureOf(press('r'), { ...offered, second: true }, free)).toBeNull()
  expect(gestureOf(press('s'), hands, free)).toBeNull()
})

// With the stick in the centre whoever came next could take it and nothing else.
test('from the centre one passes and comes back too, if somebody comes after', () => {
  expect(gestureOf(press('s'), { is: 'pick', still: false, last: true }, free)).toBe('pass')
  expect(gestureOf(press('r'), { is: 'pick', still: false, last: false }, free)).toBe('later')
  expect(gestureOf(press('r'), { is: 'pick', still: false, last: true }, free)).toBeNull()
})

test('who was missed twice comes back with R, and no other key of the stick', () => {
  const missed: Moment = { is: 'missed', round: 'r', still: false }
  expect(gestureOf(press('r'), missed, free)).toBe('later')
  expect(gestureOf(press('p'), missed, free)).toBeNull()
  expect(gestureOf(press('s'), missed, free)).toBeNull()
})

test('in a pause no key moves the stick: the button says so', () => {
  for (const key of ['p', 's', 'r']) {
    expect(gestureOf(press(key), { ...offered, still: true }, free)).toBeNull()
    expect(gestureOf(press(key), { is: 'pick', still: true, last: false }, free)).toBeNull()
    expect(gestureOf(press(key), { is: 'missed', round: 'r', still: true }, free)).toBeNull()
    expect(gestureOf(press(key), { is: 'holding', grant: 1, over: false, still: true }, free)).toBeNull()
  }
})

test('letters are silent while typing, when switched off, when held and with a modifier', () => {
  expect(gestureOf(press('m'), hands, free)).toBe('mic')
  expect(gestureOf(press('m'), hands, { typing: true, letters: true })).toBeNull()
  expect(gestureOf(press('m'), hands, { typing: false, letters: false })).toBeNull()
  expect(gestureOf(press('m', { repeat: true }), hands, free)).toBeNull()
  expect(gestureOf(press('c', { ctrlKey: true }), hands, free)).toBeNull()
})

test('Escape and F6 work everywhere', () => {
  const typing = { typing: true, letters: false }
  expect(gestureOf(press('Escape'), hands, typing)).toBe('close')
  expect(gestureOf(press('F6'), hands, typing)).toBe('region')
})

test('a checkbox is not typed in, a board is', () => {
  document.body.innerHTML =
    '<input type="checkbox" id="c"><input id="t"><div class="excalidraw"><button id="x"></button></div><button id="b"></button>'
  const at = (id: string) => document.getElementById(id)
  expect(isTyping(at('c'))).toBe(false)
  expect(isTyping(at('t'))).toBe(true)
  expect(isTyping(at('x'))).toBe(true)
  expect(isTyping(at('b'))).toBe(false)
  expect(isTyping(null)).toBe(false)
})
