import createClient from 'openapi-fetch'
import type { components, paths } from './generated.ts'

/** A schema of the server's description, by its name. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name]

/** Every path and method of the server, typed from its own description. */
export const api = createClient<paths>({ baseUrl: '/', credentials: 'same-origin' })

/** What the server refused: a code for us, a sentence in each language for the person. */
export class Refused extends Error {
  readonly code: string
  readonly fr: string
  readonly en: string
  readonly status: number
  /** JSON name of the field that does not hold, when one does not. */
  readonly field: string | undefined
  /** Everything that is wrong with a scenario, when one was refused. */
  readonly lines: readonly Schema<'Wrong'>[]

  constructor(problem: {
    code: string
    fr: string
    en: string
    status: number
    field?: string | undefined
    lines?: readonly Schema<'Wrong'>[]
  }) {
    super(`${problem.code}: ${problem.en}`)
    this.code = problem.code
    this.fr = problem.fr
    this.en = problem.en
    this.status = problem.status
    this.field = problem.field
    this.lines = problem.lines ?? []
  }

  /** The sentence in the language of the page. */
  sentence(locale: string): string {
    return locale.startsWith('en') ? this.en : this.fr
  }
}

const silent = {
  code: 'no_network',
  fr: 'Le serveur ne répond pas. Rien n’est perdu : réessayez dans un instant.',
  en: 'The server does not answer. Nothing is lost: try again in a moment.',
  status: 0,
}

type Answer<Data> = { data?: Data; error?: unknown; response: Response }

/** The data of an answer; a problem, or no answer at all, is thrown as `Refused`. */
export async function asked<Data>(answer: Promise<Answer<Data>>): Promise<Data> {
  let settled: Answer<Data>
  try {
    settled = await answer
  } catch {
    throw new Refused(silent)
  }
  if (settled.response.ok) return settled.data as Data
  throw new Refused(problemOf(settled.error, settled.response.status))
}

function problemOf(error: unknown, status: number): ConstructorParameters<typeof Refused>[0] {
  if (typeof error === 'object' && error !== null && 'code' in error && 'fr' in error && 'en' in error) {
    const field = 'field' in error ? String(error.field) : undefined
    const lines = 'lines' in error && Array.isArray(error.lines) ? (error.lines as Schema<'Wrong'>[]) : []
    return { code: String(error.code), fr: String(error.fr), en: String(error.en), status, field, lines }
  }
  return { ...silent, status }
}
