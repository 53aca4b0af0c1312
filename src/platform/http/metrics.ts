import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'

/** Measures requests by route. @returns the text that Prometheus reads */
export const metrics = (app: FastifyInstance, db: Database): (() => Promise<string>) => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'reeve_request_seconds',
    help: 'Time to answer, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.5, 2, 10],
    registers: [registry],
  })
  app.addHook('onResponse', async (request, reply) => {
    requests.observe(
      { method: request.method, route: request.routeOptions.url ?? 'none', status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    )
  })
  return async () => {
    const unsealed = await db.first<{ n: number }>(
      sql`select count(*) as n from (select 1 from event where (era, tx) > (select coalesce(max(era), -1)::smallint, coalesce(max(last_tx), '0'::xid8) from event_seal) limit 100000) as bounded`,
    )
    return `${await registry.metrics()}# HELP reeve_unsealed_events Events that the hash chain does not cover yet\n# TYPE reeve_unsealed_events gauge\nreeve_unsealed_events ${unsealed?.n ?? 0}\n`
  }
}
