import { type QueryKey, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, asked } from './client.ts'

/** Who is signed in, and what waits for her. */
export const meQuery = () => queryOptions({ queryKey: ['me'], queryFn: () => asked(api.GET('/api/me')) })

/** The browsers where she is signed in. */
export const sessionsQuery = () =>
  queryOptions({
    queryKey: ['me', 'sessions'],
    queryFn: () => asked(api.GET('/api/me/sessions')),
  })

/** A community's page. */
export const communityQuery = (community: string) =>
  queryOptions({
    queryKey: ['community', community],
    queryFn: () => asked(api.GET('/api/communities/{community}', { params: { path: { community } } })),
  })

/** What a community may choose from to hold a meeting. */
export const scenariosQuery = (community: string) =>
  queryOptions({
    queryKey: ['community', community, 'scenarios'],
    queryFn: () =>
      asked(api.GET('/api/communities/{community}/scenarios', { params: { path: { community } } })),
  })

/** A meeting's page, before and after it is held. */
export const meetingQuery = (meeting: string) =>
  queryOptions({
    queryKey: ['meeting', meeting],
    queryFn: () => asked(api.GET('/api/meetings/{meeting}', { params: { path: { meeting } } })),
  })

/** A document and its words. */
export const documentQuery = (document: string) =>
  queryOptions({
    queryKey: ['document', document],
    queryFn: () => asked(api.GET('/api/documents/{document}', { params: { path: { document } } })),
  })

/** A board as it was last kept, and its outline. */
export const boardQuery = (board: string) =>
  queryOptions({
    queryKey: ['board', board],
    queryFn: () => asked(api.GET('/api/boards/{board}', { params: { path: { board } } })),
    staleTime: 0,
  })

/** What an invitation tells before it is used; asked once, since asking too often is refused. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: () => asked(api.POST('/api/invitations/peek', { body: { token } })),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Asks the server to change something; what `touches` names is then read again. */
export function useAsk<Input, Output>(
  ask: (input: Input) => Promise<Output>,
  touches: readonly QueryKey[] = [],
) {
  const queries = useQueryClient()
  return useMutation<Output, Error, Input>({
    mutationFn: ask,
    onSuccess: () => Promise.all(touches.map((queryKey) => queries.invalidateQueries({ queryKey }))),
  })
}
