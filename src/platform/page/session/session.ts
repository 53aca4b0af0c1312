import { type QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, keys, type Preferences, problemOf, type Session, type Setup } from '../api.ts'

/** The person signed in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      return await api.get<Session>('/session', undefined, signal)
    } catch (error) {
      if (problemOf(error)?.status === 401) return null
      throw error
    }
  },
  staleTime: 5 * 60_000,
})

export const setupQuery = queryOptions({
  queryKey: keys.setup,
  queryFn: async ({ signal }) => api.get<Setup>('/setup', undefined, signal),
  staleTime: 60_000,
})

/** For screens behind the sign-in, where a session is always there. */
export const useSession = (): Session => {
  const { data } = useQuery(sessionQuery)
  if (!data) throw new Error('No session: this screen stands behind the sign-in.')
  return data
}

const matches = (pattern: string, right: string): boolean => {
  if (pattern === '*' || pattern === right) return true
  const [what, verb] = pattern.split(':')[0]?.split('.') ?? []
  const [ofWhat, ofVerb] = right.split('.')
  return (what === '*' || what === ofWhat) && (verb === '*' || verb === ofVerb)
}

/** Whether a right is held anywhere at all; whether it reaches a record, only the server says. */
export const can = (session: Session, right: string): boolean => session.rights.some((grant) => matches(grant.right, right))

export const useCan = (): ((right: string) => boolean) => {
  const session = useSession()
  return (right) => can(session, right)
}

const patchPreferences = (client: QueryClient, change: Preferences): void => {
  client.setQueryData<Session | null>(keys.session, (old) => (old ? { ...old, preferences: { ...old.preferences, ...change } } : old))
}

/** Preferences change at once on screen and are kept on the server. */
export const usePreferences = (): readonly [Preferences, (change: Preferences) => void] => {
  const { preferences } = useSession()
  const client = useQueryClient()
  const keep = useMutation({ mutationFn: async (change: Preferences) => api.call('PATCH', '/session/preferences', { body: change }) })
  return [
    preferences ?? {},
    (change) => {
      patchPreferences(client, change)
      keep.mutate(change)
    },
  ]
}
