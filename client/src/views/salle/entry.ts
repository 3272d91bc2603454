import type { Role } from '../../session/view.ts'

/** What the door of a meeting says to one who comes. */
export type Entry = {
  readonly meeting: {
    readonly id: string
    readonly title: string
    readonly starts_at: string
    readonly zone: string
    readonly minutes: number
  }
  readonly community: { readonly id: string; readonly name: string }
  readonly mode: 'open' | 'confidential'
  readonly charter: readonly string[]
  readonly you: { readonly id: string; readonly name: string; readonly role: Role; readonly guest: boolean }
  readonly opens_at: string
  readonly open: boolean
  readonly closed: boolean
  readonly room: string
}

/** A refusal of the server, with its sentences. */
export class Refused extends Error {
  readonly status: number
  readonly fr: string
  readonly en: string

  constructor(status: number, code: string, fr: string, en: string) {
    super(code)
    this.status = status
    this.fr = fr
    this.en = en
  }
}

async function get<Answer>(path: string): Promise<Answer> {
  const response = await fetch(path, { headers: { accept: 'application/json' }, credentials: 'same-origin' })
  const body: unknown = await response.json().catch(() => null)
  if (response.ok && body !== null) return body as Answer
  const problem = (body ?? {}) as { code?: string; fr?: string; en?: string }
  throw new Refused(response.status, problem.code ?? 'failed', problem.fr ?? '', problem.en ?? '')
}

/** The entry of a meeting. */
export function fetchEntry(meeting: string): Promise<Entry> {
  return get<Entry>(`/api/meetings/${encodeURIComponent(meeting)}/entry`)
}

/** The minutes of a meeting once they are made, for whoever may read them. */
export async function fetchMinutes(meeting: string): Promise<{ id: string; title: string } | undefined> {
  const found = await get<{ documents?: { id: string; title: string }[] }>(
    `/api/meetings/${encodeURIComponent(meeting)}`,
  )
  return found.documents?.[0]
}
