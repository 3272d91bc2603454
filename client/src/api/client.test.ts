import { describe, expect, it } from 'vitest'
import { asked, Refused } from './client.ts'

const answer = (status: number, error?: unknown, data?: unknown) =>
  Promise.resolve({ data, error, response: new Response(null, { status }) })

describe('asked', () => {
  it('gives the data of a good answer', async () => {
    expect(await asked(answer(200, undefined, { id: 'a' }))).toEqual({ id: 'a' })
  })

  it('throws a problem with its code, its field and its sentence in both languages', async () => {
    const problem = {
      code: 'title_missing',
      fr: 'Il manque un titre.',
      en: 'A title is missing.',
      field: 'title',
    }
    const refused = await asked(answer(422, problem)).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(Refused)
    expect(refused).toMatchObject({ code: 'title_missing', field: 'title', status: 422 })
    expect((refused as Refused).sentence('fr-CA')).toBe('Il manque un titre.')
    expect((refused as Refused).sentence('en-CA')).toBe('A title is missing.')
  })

  it('has a sentence too when no server answers, or something else answers in its place', async () => {
    for (const silence of [Promise.reject(new TypeError('failed to fetch')), answer(502, '<html>')]) {
      const refused = await asked(silence as ReturnType<typeof answer>).catch((error: unknown) => error)
      expect((refused as Refused).code).toBe('no_network')
      expect((refused as Refused).fr).not.toBe('')
    }
  })
})
