import { z } from 'zod'
import { day } from '../../kernel/day.ts'
import { type Route, route } from '../../platform/http/contract.ts'
import { askReread } from './actions/reread.ts'
import { chainRoutes } from './api/chain.ts'
import { standingRoutes } from './api/standings.ts'
import { supplierRoutes } from './api/suppliers.ts'
import { calendarPreview } from './questions/calendar.ts'
import { agreementPerformance } from './questions/performance.ts'
import { promiseStanding, standingsFor } from './questions/standing.ts'
import { agreedOn, agreementVersions } from './questions/versions.ts'
import { progressOf } from './questions/reread.ts'

const tag = 'Levels'

/** `asked` is called when somebody asked for all clocks to be read anew. */
export const routesOf = (asked: () => void): readonly Route[] => [
  route({
    method: 'POST',
    path: '/clocks/reread',
    tag,
    summary: 'Have all clocks read anew in the background',
    status: 202,
    handle: async ({ db, ctx }) => {
      const progress = await askReread(db, ctx)
      asked()
      return { job: 'levels.reread', ...progress }
    },
  }),
  route({
    method: 'GET',
    path: '/clocks/reread',
    tag,
    summary: 'How far the reading of all clocks has come',
    handle: async ({ db, ctx }) => await progressOf(db, ctx),
  }),
  route({
    method: 'GET',
    path: '/calendars/:key/preview',
    tag,
    summary: 'The working hours of a calendar between two dates',
    query: z.object({ from: z.string(), to: z.string() }),
    handle: async ({ db, ctx, params, query }) =>
      await calendarPreview(db, ctx, params['key'] ?? '', day(query.from, 'from'), day(query.to, 'to')),
  }),
  route({
    method: 'GET',
    path: '/agreements/:key/performance',
    tag,
    summary: 'How each promise of an agreement was kept in a period',
    query: z.object({ period: z.string().optional() }),
    handle: async ({ db, ctx, params, query }) => await agreementPerformance(db, ctx, params['key'] ?? '', query.period),
  }),
  route({
    method: 'GET',
    path: '/agreements/:key/versions',
    tag,
    summary: 'The versions of an agreement: from and until when each held, what changed, who changed and decided it',
    handle: async ({ db, ctx, params }) => await agreementVersions(db, ctx, params['key'] ?? ''),
  }),
  route({
    method: 'GET',
    path: '/agreements/:key/agreed',
    tag,
    summary: 'An agreement with its promises as it stood on a day, and what changed against another day',
    query: z.object({ on: z.string().optional(), against: z.string().optional() }),
    handle: async ({ db, ctx, params, query: { on, against } }) =>
      await agreedOn(
        db,
        ctx,
        params['key'] ?? '',
        on === undefined ? undefined : day(on, 'on'),
        against === undefined ? undefined : day(against, 'against'),
      ),
  }),
  route({
    method: 'GET',
    path: '/promises/:key/standing',
    tag,
    summary: 'How a promise about availability or an indicator stands in a window: budget, burn-down, what ate it',
    query: z.object({ subject: z.string().max(60).optional(), window: z.string().max(20).optional() }),
    handle: async ({ db, ctx, params, query }) =>
      await promiseStanding(db, ctx, params['key'] ?? '', {
        ...(query.subject === undefined ? {} : { subject: query.subject }),
        ...(query.window === undefined ? {} : { window: query.window }),
      }),
  }),
  route({
    method: 'GET',
    path: '/agreements/:key/standings',
    tag,
    summary: 'How the promises of an agreement stand, window by window',
    query: z.object({ days: z.coerce.number().int().min(1).max(1100).default(120) }),
    handle: async ({ db, ctx, params, query }) =>
      await standingsFor(db, ctx, 'agreement', params['key'] ?? '', ctx.now - query.days * 86_400_000),
  }),
  route({
    method: 'GET',
    path: '/services/:key/standings',
    tag,
    summary: 'How the promises about a service stand, window by window',
    query: z.object({ days: z.coerce.number().int().min(1).max(1100).default(120) }),
    handle: async ({ db, ctx, params, query }) =>
      await standingsFor(db, ctx, 'service', params['key'] ?? '', ctx.now - query.days * 86_400_000),
  }),
  ...chainRoutes,
  ...standingRoutes,
  ...supplierRoutes,
]
