import { useQuery } from '@tanstack/react-query'
import { api, type Pointer } from '../api.ts'

const known = new Map<string, Pointer>()

/** Keeps a record's title for pickers and filters, by id and by ref. */
export const note = (one: Pointer): void => {
  known.set(one.id, one)
  known.set(one.ref, one)
}

/** Lets pickers show the titles of records that an answer has named already. */
export const remember = (links: Readonly<Record<string, Pointer>>): void => {
  Object.values(links).forEach(note)
}
export const recalled = (id: string): Pointer | undefined => known.get(id)

/** The records behind ids or refs that stand in an address; fetched one by one when no answer has named them yet. */
export const usePointers = (wanted: readonly string[]): ReadonlyMap<string, Pointer> => {
  const missing = wanted.filter((key) => !known.has(key))
  useQuery({
    queryKey: ['pointers', ...missing],
    queryFn: async ({ signal }) => {
      const found = await Promise.all(
        missing.map(async (key) => api.get<Pointer>(`/records/${encodeURIComponent(key)}`, undefined, signal).catch(() => null)),
      )
      for (const one of found) if (one) note(one)
      return found.length
    },
    enabled: missing.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return new Map(
    wanted.flatMap((key) => {
      const found = known.get(key)
      return found ? [[key, found] as const] : []
    }),
  )
}
