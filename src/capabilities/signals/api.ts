import { z } from 'zod'
import { millisOf } from '../../kernel/instant.ts'
import { type Route, route } from '../../platform/http/contract.ts'
import { checkRoutes } from './api/checks.ts'
import { healthRoutes } from './api/health.ts'
import { listKeys, makeKey, revokeKey } from './actions/keys.ts'
import { explore } from './questions/explore.ts'
import { sourceIntake } from './questions/sources.ts'

const tag = 'Signals'

export const routes: readonly Route[] = [
  ...checkRoutes,
  ...healthRoutes,
  route({
    method: 'GET',
    path: '/measures/:key/readings',
    tag,
    summary: 'A measure over a stretch of time, point by point and as one value',
    query: z.object({ from: z.string().optional(), to: z.string().optional(), quantile: z.coerce.number().min(0).max(1).optional() }),
    handle: async ({ db, ctx, params, query }) => {
      const to = query.to === undefined ? ctx.now : millisOf(query.to, 'to')
      const from = query.from === undefined ? to - 86_400_000 : millisOf(query.from, 'from')
      return await explore(db, ctx, params['key'] ?? '', {
        from,
        to,
        ...(query.quantile === undefined ? {} : { quantile: query.quantile }),
      })
    },
  }),
  route({
    method: 'GET',
    path: '/sources/:key/intake',
    tag,
    summary: 'What came from a source, and what was not taken and why',
    query: z.object({ q: z.string().max(200).default('') }),
    handle: async ({ db, ctx, params, query }) => await sourceIntake(db, ctx, params['key'] ?? '', query.q),
  }),
  route({
    method: 'GET',
    path: '/sources/:key/keys',
    tag,
    summary: 'The keys by which tools send to a source',
    handle: async ({ db, ctx, params }) => ({ items: await db.transaction(async (tx) => await listKeys(tx, ctx, params['key'] ?? '')) }),
  }),
  route({
    method: 'POST',
    path: '/sources/:key/keys',
    tag,
    summary: 'Make a key for a source; it is shown this once',
    status: 201,
    remembered: false,
    handle: async ({ db, ctx, params }) => await db.transaction(async (tx) => await makeKey(tx, ctx, params['key'] ?? '')),
  }),
  route({
    method: 'DELETE',
    path: '/sources/:key/keys/:id',
    tag,
    summary: 'Take a key back',
    handle: async ({ db, ctx, params }) => {
      await db.transaction(async (tx) => await revokeKey(tx, ctx, params['key'] ?? '', params['id'] ?? ''))
      return { revoked: true }
    },
  }),
]
