import { invalid } from '../../kernel/refusal.ts'
import type { ListAsk } from './read.ts'

type Query = Readonly<Record<string, string | readonly string[]>>

const notFilters = new Set(['sort', 'limit', 'after', 'fields', 'count', 'format', 'peek', 'columns', 'labels'])

const single = (value: string | readonly string[] | undefined): string | undefined => (typeof value === 'string' ? value : value?.[0])

/** A list's address as a question: everything that is not about paging is a filter. */
export const listAskOf = (query: Query): ListAsk => {
  const filters: Record<string, string | readonly string[]> = {}
  for (const [name, value] of Object.entries(query)) if (!notFilters.has(name) && value !== '') filters[name] = value
  const limit = single(query['limit'])
  if (limit !== undefined && !/^\d{1,4}$/.test(limit)) throw invalid('limit', 'limit takes a number from 1 to 500.', 'limit')
  const sort = single(query['sort'])
  const after = single(query['after'])
  const fields = single(query['fields'])
  const count = single(query['count'])
  return {
    filters,
    ...(sort ? { sort } : {}),
    ...(limit ? { limit: Number(limit) } : {}),
    ...(after ? { after } : {}),
    ...(fields ? { fields: fields.split(',') } : {}),
    ...(count && count !== '0' ? { count: true } : {}),
  }
}
