import { z } from 'zod'
import { type Route, route } from '../../platform/http/contract.ts'
import { incidentCustody } from './questions/custody.ts'
import { incidentFigures } from './questions/figures.ts'

export const routes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/incidents/:key/custody',
    tag: 'Incidents',
    summary: 'Who had an incident in hand, its clocks interval by interval, and the time in each hand',
    handle: async ({ db, ctx, params }) => await incidentCustody(db, ctx, params['key'] ?? ''),
  }),
  route({
    method: 'GET',
    path: '/figures/incidents',
    tag: 'Incidents',
    summary: 'Counts and durations of imported incidents, as their source names things',
    query: z.object({ source: z.string().max(200).optional() }),
    handle: async ({ db, ctx, query }) => await incidentFigures(db, ctx, query.source),
  }),
]
