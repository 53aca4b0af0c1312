import type { Query } from './shapes.ts'

/** Names under which React Query keeps answers; live changes invalidate by their beginnings. */
export const keys = {
  session: ['session'] as const,
  setup: ['setup'] as const,
  lists: (plural: string) => ['list', plural] as const,
  list: (plural: string, query: Query) => ['list', plural, query] as const,
  records: (plural: string) => ['record', plural] as const,
  record: (plural: string, key: string, asOf?: string) =>
    asOf ? (['record', plural, key, asOf] as const) : (['record', plural, key] as const),
  /** Everything about one record besides its fields: events, comments, files, related. */
  about: (id: string, what: string) => ['about', id, what] as const,
  aboutAll: (id: string) => ['about', id] as const,
  notices: ['notices'] as const,
  views: (kind: string) => ['views', kind] as const,
  search: (words: string, kinds: string) => ['search', words, kinds] as const,
}
