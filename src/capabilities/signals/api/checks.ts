import { z } from 'zod'
import { type Route, route } from '../../../platform/http/contract.ts'
import { makeBeatAddress, takeBeat } from '../actions/beats.ts'
import { runNow } from '../actions/run-now.ts'
import { checkRun } from '../questions/check-run.ts'
import { downtimeFigures } from '../questions/downtime.ts'

const tag = 'Signals'

export const checkRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/checks/:key/run',
    tag,
    summary: 'How a check’s last run went and when it comes next',
    handle: async ({ db, ctx, params }) => await checkRun(db, ctx, params['key'] ?? ''),
  }),
  route({
    method: 'POST',
    path: '/checks/:key/run',
    tag,
    summary: 'Run a check at once, beside its rhythm',
    status: 202,
    handle: async ({ db, ctx, params }) => {
      await db.transaction(async (tx) => await runNow(tx, ctx, params['key'] ?? ''))
      return { due: true }
    },
  }),
  route({
    method: 'POST',
    path: '/checks/:key/beat-address',
    tag,
    summary: 'Make the secret address that a heartbeat calls; it is shown this once',
    status: 201,
    remembered: false,
    handle: async ({ db, ctx, params }) => await db.transaction(async (tx) => await makeBeatAddress(tx, ctx, params['key'] ?? '')),
  }),
  ...(['GET', 'POST'] as const).map((method) =>
    route({
      method,
      path: '/beat/:key',
      tag,
      summary: 'A heartbeat: “I am well”',
      open: true,
      keyed: true,
      // Whatever a job posts along is let go unread.
      ...(method === 'POST' ? { bytes: 65_536 } : {}),
      handle: async ({ db, ctx, params }) => {
        await takeBeat(db, params['key'] ?? '', ctx.now)
        return { ok: true }
      },
    }),
  ),
  route({
    method: 'GET',
    path: '/figures/downtime',
    tag,
    summary: 'How long each imported site was down',
    query: z.object({ source: z.string().optional() }),
    handle: async ({ db, ctx, query }) => await downtimeFigures(db, ctx, query.source),
  }),
]
