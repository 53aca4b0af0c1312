import { z } from 'zod'
import { type Ask, type Route, route } from '../../platform/http/contract.ts'
import { linksOf } from '../../platform/records/links.ts'
import { freshenServiceDays } from './actions/days.ts'
import { makeServiceReport } from './actions/issue.ts'
import { report } from './kind.ts'
import { planDesk } from './questions/desks/plan.ts'
import { portalDesk } from './questions/desks/portal.ts'
import { runDesk } from './questions/desks/run.ts'
import { deskServices } from './questions/desks/services.ts'
import { steerDesk } from './questions/desks/steer.ts'
import { htmlOfReport, pdfOfReport } from './questions/draw.ts'
import { behindFigure, factsOf } from './questions/report.ts'
import { servicePage } from './questions/service-page.ts'

const tag = report.labels

/** A page that runs nothing and loads nothing, whatever stands in it. */
const lockedDown =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'none'; form-action 'none'; sandbox allow-top-navigation-by-user-activation allow-popups allow-popups-to-escape-sandbox allow-modals"

export const reportRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/reports/service',
    tag,
    summary: 'The draft of a service’s report on a period; issued at once with issue: true',
    status: 201,
    body: z.object({ service: z.string().min(1).max(60), period: z.string().min(1).max(10), issue: z.boolean().optional() }),
    handle: async ({ db, ctx, body }) => {
      const item = await makeServiceReport(db, ctx, body)
      return { item, links: await linksOf(db, report, [item]) }
    },
  }),
  route({
    method: 'GET',
    path: '/reports/:key/facts',
    tag,
    summary: 'Every figure and sentence of a report, with how it was made',
    handle: async ({ db, ctx, params }) => await factsOf(db, ctx, params['key'] ?? ''),
  }),
  route({
    method: 'GET',
    path: '/reports/:key/html',
    tag,
    summary: 'A report as a page that needs nothing else',
    handle: async ({ db, ctx, params, reply }) => {
      const html = await htmlOfReport(db, ctx, params['key'] ?? '')
      void reply.type('text/html; charset=utf-8').header('Content-Security-Policy', lockedDown).header('Cache-Control', 'private, no-cache')
      return html
    },
  }),
  route({
    method: 'GET',
    path: '/reports/:key/pdf',
    tag,
    summary: 'A report as PDF',
    handle: async ({ db, ctx, params, reply }) => {
      const { bytes, name } = await pdfOfReport(db, ctx, params['key'] ?? '')
      void reply
        .type('application/pdf')
        .header('Content-Disposition', `inline; filename="${name}"`)
        .header('Cache-Control', 'private, no-cache')
      return Buffer.from(bytes)
    },
  }),
  route({
    method: 'GET',
    path: '/reports/:key/figures/:name',
    tag,
    summary: 'The records that a figure of a report was made from',
    query: z.object({ after: z.string().max(20).optional(), limit: z.coerce.number().int().min(1).max(200).optional() }),
    handle: async ({ db, ctx, params, query }) => await behindFigure(db, ctx, params['key'] ?? '', params['name'] ?? '', query),
  }),
]

const asked = z.object({ period: z.string().max(10).optional() })

const standingNames = ['missing', 'will_miss', 'keeping', 'none'] as const
const states = z
  .string()
  .max(60)
  .transform((text, check) => {
    const wanted = text.split(',').filter((one) => one !== '')
    const found = standingNames.filter((one) => wanted.includes(one))
    if (found.length > 0 && found.length === new Set(wanted).size) return found
    check.addIssue({ code: 'custom', message: `A state is one of: ${standingNames.join(', ')}; several are separated by commas.` })
    return z.NEVER
  })

/** Pages read sums by day, which first follow what has just happened. */
const fresh = async <T>({ db, ctx }: Pick<Ask<never, never, never>, 'db' | 'ctx'>, question: () => Promise<T>): Promise<T> => {
  await freshenServiceDays(db, ctx.registry, ctx.now)
  return await question()
}

export const pageRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/services/:key/page',
    tag: 'Services',
    summary: 'Everything about a service at a glance',
    query: asked,
    handle: async ({ db, ctx, params, query }) =>
      await fresh({ db, ctx }, async () => await servicePage(db, ctx, params['key'] ?? '', query.period)),
  }),
  route({
    method: 'GET',
    path: '/desks/run',
    tag: 'Desks',
    summary: 'Which services miss their promises or will, why, and what to do now',
    handle: async ({ db, ctx }) => await fresh({ db, ctx }, async () => await runDesk(db, ctx)),
  }),
  route({
    method: 'GET',
    path: '/desks/services',
    tag: 'Desks',
    summary: 'The services behind the figures of the desks: which miss their promises, will, keep them or have none, and why',
    query: asked.extend({
      state: states.optional(),
      of: z.enum(['mine', 'all'], { error: 'of is mine or all.' }).optional(),
      service_kind: z.string().max(60).optional(),
      criticality: z.string().max(20).optional(),
      from: z.coerce.number().int().min(0).optional(),
      limit: z.coerce.number().int().min(1).max(200).optional(),
    }),
    handle: async ({ db, ctx, query: { state, of, service_kind, ...rest } }) =>
      await fresh(
        { db, ctx },
        async () =>
          await deskServices(db, ctx, {
            ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
            ...(state ? { states: state } : {}),
            ...(service_kind === undefined ? {} : { kind: service_kind }),
            mine: of === 'mine',
          }),
      ),
  }),
  route({
    method: 'GET',
    path: '/desks/portal',
    tag: 'Desks',
    summary: 'Whether the services that one may see work now',
    handle: async ({ db, ctx }) => await portalDesk(db, ctx),
  }),
  route({
    method: 'GET',
    path: '/desks/plan',
    tag: 'Desks',
    summary: 'The portfolio over services, units and months',
    query: asked,
    handle: async ({ db, ctx, query }) => await fresh({ db, ctx }, async () => await planDesk(db, ctx, query.period)),
  }),
  route({
    method: 'GET',
    path: '/desks/steer',
    tag: 'Desks',
    summary: 'Services, needs, suppliers and majors at one look',
    query: asked,
    handle: async ({ db, ctx, query }) => await fresh({ db, ctx }, async () => await steerDesk(db, ctx, query.period)),
  }),
]
