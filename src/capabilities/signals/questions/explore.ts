import { isoOf } from '../../../kernel/instant.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { get } from '../../../platform/records/read.ts'
import { chartOf } from '../model/explore.ts'
import { type Aggregation, valueOf } from '../model/rollup.ts'
import { bySteps, overSpans } from '../store/rollups.ts'

/**
 * A measure over a stretch of time: one point for each step in which something was read, and the whole stretch as one value. Steps without readings are missing, not zero.
 * `coverage`: the share of steps that have readings. @throws Refusal `not_found`, `order`
 */
export const explore = async (db: Db, ctx: Context, key: string, asked: Readonly<{ from: number; to: number; quantile?: number }>) => {
  const record = await get(db, ctx, ctx.registry.kind('measure'), key)
  const every = typeof record['every'] === 'number' ? record['every'] : null
  const { from, to, step } = chartOf(asked.from, asked.to, (every ?? 0) * 1000)
  const aggregation = String(record['aggregation']) as Aggregation
  const q = asked.quantile ?? (typeof record['quantile'] === 'number' ? record['quantile'] : 0.95)
  const [points, [whole]] = await Promise.all([bySteps(db, record.id, { from, to }, step), overSpans(db, record.id, [{ from, to }])])
  const begun = Math.min(to, Math.max(from + step, ctx.now))
  return {
    measure: {
      id: record.id,
      ref: record.ref,
      title: record.title,
      unit: record['unit'] ?? null,
      aggregation,
      data_quality: record['data_quality'] ?? null,
      every,
    },
    from: isoOf(from),
    to: isoOf(to),
    step_s: step / 1000,
    quantile: aggregation === 'quantile' ? q : null,
    value: whole ? valueOf(whole, aggregation, q) : null,
    readings: whole?.count ?? 0,
    min: whole?.min ?? null,
    max: whole?.max ?? null,
    coverage: Math.min(1, points.length / Math.max(1, Math.round((begun - from) / step))),
    points: points.map(({ at, rollup }) => ({
      at: isoOf(at),
      value: valueOf(rollup, aggregation, q),
      count: rollup.count,
      good: rollup.good,
      min: rollup.min,
      max: rollup.max,
    })),
  }
}
