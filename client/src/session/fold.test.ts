import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Op } from '../wire/messages.ts'
import { applyOp, fold } from './fold.ts'

describe('fold', () => {
  it('sets, replaces and removes by path', () => {
    const view = { people: { a: { here: true } }, hands: {} }
    const after = fold(view, [
      [['hands', 'a'], { since: 5 }],
      [['people', 'a', 'here'], false],
      [['people', 'b'], { here: true }],
      [['hands', 'a']],
    ])
    expect(after).toEqual({ people: { a: { here: false }, b: { here: true } }, hands: {} })
  })

  it('keeps the identity of what it does not touch, so that nothing else redraws', () => {
    const view = { chat: { m: { text: 'Bonjour' } }, hands: {} as Record<string, unknown> }
    const after = applyOp(view, [['hands', 'a'], { since: 1 }])
    expect(after.chat).toBe(view.chat)
    expect(after.hands).not.toBe(view.hands)
  })

  it('never changes the view it was given, and removing what is absent changes nothing', () => {
    const path = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 })
    const op = fc.oneof(
      fc.tuple(path, fc.jsonValue()).map((one): Op => one),
      path.map((one): Op => [one]),
    )
    fc.assert(
      fc.property(fc.array(op, { maxLength: 12 }), (ops) => {
        const view = Object.freeze({ a: Object.freeze({ b: Object.freeze({ c: 1 }) }) })
        fold(view, ops)
        expect(view).toEqual({ a: { b: { c: 1 } } })
        expect(applyOp(view, [['z', 'z']])).toBe(view)
      }),
    )
  })
})
