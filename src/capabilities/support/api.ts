import { type Route, route } from '../../platform/http/contract.ts'
import { incidentCustody } from './questions/custody.ts'

export const routes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/incidents/:key/custody',
    tag: 'Incidents',
    summary: 'Who had an incident in hand, its clocks interval by interval, and the time in each hand',
    handle: async ({ db, ctx, params }) => await incidentCustody(db, ctx, params['key'] ?? ''),
  }),
]
