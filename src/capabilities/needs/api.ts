import { type Route, route } from '../../platform/http/contract.ts'
import { needGaps } from './questions.ts'

export const routes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/needs/gaps',
    tag: 'Needs',
    summary: 'Unmet needs, services that nobody needs, needs not confirmed for a year',
    handle: async ({ db, ctx }) => await needGaps(db, ctx),
  }),
]
