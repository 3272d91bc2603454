import { api, asked, type Schema } from '../../api/client.ts'

/** What the door of a meeting says to one who comes. */
export type Entry = Schema<'Entry'>

/** The entry of a meeting; a refusal is thrown with its sentences. */
export function fetchEntry(meeting: string): Promise<Entry> {
  return asked(api.GET('/api/meetings/{meeting}/entry', { params: { path: { meeting } } }))
}

/** The minutes of a meeting once they are made, for whoever may read them. */
export async function fetchMinutes(meeting: string): Promise<{ id: string } | undefined> {
  const found = await asked(api.GET('/api/meetings/{meeting}', { params: { path: { meeting } } }))
  return found.documents?.[0]
}
