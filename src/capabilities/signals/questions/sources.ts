import { isoOf } from '../../../kernel/instant.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { get } from '../../../platform/records/read.ts'
import { usualSeries } from '../model/intake.ts'
import { dropsOf, intakeOf, seriesShown } from '../store/sources.ts'

const dayMs = 86_400_000

/** What came from a source: how many numbers, which series, what was not taken and why in the last seven days. @throws Refusal `not_found` */
export const sourceIntake = async (db: Db, ctx: Context, key: string, words: string) => {
  const record = await get(db, ctx, ctx.registry.kind('source'), key)
  const [intake, series, drops] = await Promise.all([
    intakeOf(db, record.id),
    seriesShown(db, record.id, words, 200),
    dropsOf(db, record.id, isoOf(ctx.now - 7 * dayMs)),
  ])
  return {
    source: { id: record.id, ref: record.ref, title: record.title },
    taken: intake?.taken ?? 0,
    series_count: intake?.series_n ?? 0,
    series_most: typeof record['max_series'] === 'number' ? record['max_series'] : usualSeries,
    last_at: intake?.last_at ?? null,
    series,
    drops,
  }
}
