import { type Route, route } from '../../../platform/http/contract.ts'
import { z } from 'zod'
import { tellNotice } from '../actions/notice.ts'
import { stages } from '../kind/notice.ts'
import type { BundleHow } from '../questions/bundle.ts'
import { pageOverview } from '../questions/overview.ts'
import { suggestNotice } from '../questions/suggest.ts'

const tag = 'Status pages'

const words = z.string().trim().min(1).max(100_000)
const instant = z.iso.datetime({ offset: true })

const newNotice = z.object({
  page: z.string().trim().min(1).max(100),
  title: z.string().trim().min(1).max(300),
  notice_type: z.enum(['incident', 'maintenance']),
  impact: z.enum(['none', 'minor', 'major', 'critical']),
  items: z.array(z.string().max(100)).max(1000).default([]),
  stage: z.enum(stages.map((one) => one.value)),
  words,
  started_at: instant.optional(),
  ended_at: instant.optional(),
  incident: z.string().max(100).optional(),
  outages: z.array(z.string().max(100)).max(100).optional(),
  maintenance: z.string().max(100).optional(),
})

/** What people do inside Reeve; what readers see stands in readers.ts. */
export const insideRoutes = (how: BundleHow): readonly Route[] => [
  route({
    method: 'GET',
    path: '/status_pages/:key/overview',
    tag,
    summary: 'A status page as readers see it, with subscribers and what became of deliveries',
    handle: async ({ db, ctx, params }) => await pageOverview(db, ctx, params['key'] ?? '', how),
  }),
  route({
    method: 'GET',
    path: '/status/suggestion',
    tag,
    summary: 'A notice as it could be written about an outage, an incident or a maintenance',
    query: z.object({ about: z.string().max(100).optional() }),
    handle: async ({ db, ctx, query }) => await suggestNotice(db, ctx, query.about),
  }),
  route({
    method: 'POST',
    path: '/status/notices',
    tag,
    summary: 'Tell the readers of a page: a notice with its first update',
    body: newNotice,
    status: 201,
    handle: async ({ db, ctx, body }) => ({ item: await db.transaction(async (tx) => await tellNotice(tx, ctx, body)) }),
  }),
]
