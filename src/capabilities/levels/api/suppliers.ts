import { z } from 'zod'
import { type Route, route } from '../../../platform/http/contract.ts'
import { giveScore } from '../actions/scorecard.ts'
import { claimLetter } from '../questions/claim.ts'
import { scorecardOverview, supplierScorecard } from '../questions/scorecard.ts'
import { supplierClocks } from '../questions/supplier-clocks.ts'

const tag = 'Suppliers'
const month = z.object({ period: z.string().max(10).optional() })

export const supplierRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/suppliers/:key/scorecard',
    tag,
    summary: 'A supplier’s scorecard of a month: total, parts with their rules and records, trend, peers',
    query: month,
    handle: async ({ db, ctx, params, query }) => await supplierScorecard(db, ctx, params['key'] ?? '', query.period),
  }),
  route({
    method: 'POST',
    path: '/suppliers/:key/scores',
    tag,
    summary: 'Give a supplier a score by hand',
    body: z.object({
      criterion: z.enum(['people', 'invoices', 'improvement'], { error: 'A criterion scored by hand is people, invoices or improvement.' }),
      score: z.number({ error: 'A score is a number from 0 to 100.' }).min(0, 'A score is at least 0.').max(100, 'A score is at most 100.'),
      note: z.string().max(500).optional(),
    }),
    handle: async ({ db, ctx, params, body }) => ({
      item: await giveScore(db, ctx, params['key'] ?? '', {
        criterion: body.criterion,
        score: body.score,
        ...(body.note === undefined ? {} : { note: body.note }),
      }),
    }),
  }),
  route({
    method: 'GET',
    path: '/suppliers/:key/clocks',
    tag,
    summary: 'Tickets in a supplier’s hands with its own clocks; twelve months of kept, missed, time in hands and returns',
    handle: async ({ db, ctx, params }) => await supplierClocks(db, ctx, params['key'] ?? ''),
  }),
  route({
    method: 'GET',
    path: '/scorecards/overview',
    tag,
    summary: 'All suppliers on the same criteria, ranked where enough is known',
    query: month,
    handle: async ({ db, ctx, query }) => await scorecardOverview(db, ctx, query.period),
  }),
  route({
    method: 'GET',
    path: '/credits/:key/claim',
    tag,
    summary: 'The claim of a service credit as a letter with its evidence: HTML, or Markdown with ?as=markdown',
    query: z.object({ as: z.enum(['html', 'markdown']).default('html') }),
    handle: async ({ db, ctx, params, query, reply }) => {
      const isHtml = query.as === 'html'
      const letter = await claimLetter(db, ctx, params['key'] ?? '', query.as)
      await reply
        .header('content-type', isHtml ? 'text/html; charset=utf-8' : 'text/markdown; charset=utf-8')
        .header('content-disposition', `inline; filename="${letter.ref}.${isHtml ? 'html' : 'md'}"`)
        .send(letter.text)
      return null
    },
  }),
]
