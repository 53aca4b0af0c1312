import { useQuery } from '@tanstack/react-query'
import { api } from '../api.ts'
import { kindNamed } from '../registry/kinds.ts'

export type SavedView = Readonly<{
  id: string
  ref: string
  title: string
  version: number
  of_kind: string
  query: string | null
  shared: boolean | null
  pinned: boolean | null
  made_by: string | null
  created_by: string | null
}>

/** The person's own views and those shared with everyone. */
export const useViews = (ofKind?: string): readonly SavedView[] => {
  const { data } = useQuery({
    queryKey: ['views'],
    queryFn: async ({ signal }) => {
      const kind = kindNamed('view')
      if (!kind) return []
      const { items } = await api.list(kind, { limit: 200, sort: 'title', state: 'active' }, signal)
      return items as unknown as readonly SavedView[]
    },
    staleTime: 60_000,
  })
  return ofKind === undefined ? (data ?? []) : (data ?? []).filter((view) => view.of_kind === ofKind)
}

/** A query text as the router's search: several values of one name become a list. */
export const searchOf = (query: string): Record<string, string | string[]> => {
  const search: Record<string, string | string[]> = {}
  for (const [name, value] of new URLSearchParams(query)) {
    const before = search[name]
    search[name] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value]
  }
  return search
}

export const viewAddress = (view: SavedView): Readonly<{ to: string; search: Record<string, string> }> => ({
  to: `/${kindNamed(view.of_kind)?.plural ?? view.of_kind}`,
  search: searchOf(view.query ?? '') as Record<string, string>,
})
