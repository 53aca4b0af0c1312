import { z } from 'zod'
import type { Capability } from '../capability.ts'
import { route } from '../http/contract.ts'
import { search } from './search.ts'

/** One box over everything. */
export const searching: Capability = {
  name: 'search',
  routes: [
    route({
      method: 'GET',
      path: '/search',
      tag: 'Any record',
      summary: 'Records by ref and by words, of every kind that you may see',
      query: z.object({
        q: z.string().max(200).default(''),
        kinds: z.string().max(500).optional(),
        limit: z.coerce.number().int().min(1).max(50).default(12),
      }),
      handle: async ({ db, ctx, query }) => ({
        items: await search(db, ctx, query.q, query.kinds?.split(',').filter(Boolean), query.limit),
      }),
    }),
  ],
}
