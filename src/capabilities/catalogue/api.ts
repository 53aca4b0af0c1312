import { z } from 'zod'
import { type Route, route } from '../../platform/http/contract.ts'
import { completeness, gapsOfCatalogue } from './questions/completeness.ts'
import { impactOn } from './questions/impact.ts'
import { mapOf } from './questions/map.ts'

const tag = 'Catalogue'
const depth = z.object({ depth: z.enum(['1', '2'], { error: 'depth is 1 or 2: how many steps the map shows.' }).default('1') })

const maps = (['services', 'offerings', 'components'] as const).map((plural) =>
  route({
    method: 'GET',
    path: `/${plural}/:key/map`,
    tag,
    summary: `The map around one of the ${plural}: what it needs and what needs it, laid out`,
    query: depth,
    handle: async ({ db, ctx, params, query }) => await mapOf(db, ctx, params['key'] ?? '', query.depth === '2' ? 2 : 1),
  }),
)

export const routes: readonly Route[] = [
  ...maps,
  route({
    method: 'GET',
    path: '/records/:key/impact',
    tag,
    summary: 'What goes down or suffers when this record fails, and why',
    handle: async ({ db, ctx, params }) => await impactOn(db, ctx, params['key'] ?? ''),
  }),
  route({
    method: 'GET',
    path: '/services/:key/completeness',
    tag,
    summary: 'How complete and fresh the entry of a service is',
    handle: async ({ db, ctx, params }) => await completeness(db, ctx, params['key'] ?? ''),
  }),
  route({
    method: 'GET',
    path: '/catalogue/gaps',
    tag,
    summary: 'Services without owner, team, need or agreement, or not confirmed for a year',
    handle: async ({ db, ctx }) => await gapsOfCatalogue(db, ctx),
  }),
]
