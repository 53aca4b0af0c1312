import { z } from 'zod'
import { type Route, route } from '../../../platform/http/contract.ts'
import { healthBoard, healthOfOne, unmonitored } from '../questions/health.ts'
import { outageTimeline } from '../questions/timeline.ts'

const tag = 'Signals'

const subjects = [
  { kind: 'service', plural: 'services', label: 'a service' },
  { kind: 'offering', plural: 'offerings', label: 'an offering' },
  { kind: 'component', plural: 'components', label: 'a component' },
] as const

export const healthRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/health/board',
    tag,
    summary: 'How every service is now, with why and what else the same cause hits',
    handle: async ({ db, ctx }) => await healthBoard(db, ctx),
  }),
  route({
    method: 'GET',
    path: '/health/unmonitored',
    tag,
    summary: 'Services of which nobody knows how they are',
    handle: async ({ db, ctx }) => await unmonitored(db, ctx),
  }),
  ...subjects.map(({ kind, plural, label }) =>
    route({
      method: 'GET',
      path: `/${plural}/:key/health`,
      tag,
      summary: `How ${label} is now, why, and how all is that it needs`,
      handle: async ({ db, ctx, params }) => await healthOfOne(db, ctx, kind, params['key'] ?? ''),
    }),
  ),
  route({
    method: 'GET',
    path: '/outages/timeline',
    tag,
    summary: 'Outages, planned work and corrections over a stretch of time, a lane for each service or component',
    query: z.object({
      from: z.string().optional(),
      to: z.string().optional(),
      subject: z.string().max(60).optional(),
      beneath: z.enum(['true', 'false'], { error: 'beneath is true or false.' }).default('false'),
    }),
    handle: async ({ db, ctx, query }) => await outageTimeline(db, ctx, { ...query, beneath: query.beneath === 'true' }),
  }),
]
