import { dayAt } from '../../../kernel/calendar/zone.ts'
import { isoOf } from '../../../kernel/instant.ts'
import { parsePeriod, periodInstants, periodLabel, periodOf } from '../../../kernel/period.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { find, get } from '../../../platform/records/read.ts'
import { performanceOf } from '../model/performance.ts'
import { countClocks, promisesOf } from '../store/performance.ts'

const none = { kept: 0, missed: 0, running: 0 }

/**
 * How each promise of an agreement was kept in a period (the month that runs, unless told): clocks that were kept or missed within it, in the time zone of the agreement's calendar.
 * @throws Refusal `not_found`, `period`
 */
export const agreementPerformance = async (db: Db, ctx: Context, key: string, period?: string) => {
  const record = await get(db, ctx, ctx.registry.kind('agreement'), key)
  const calendar = await find(db, ctx.registry.kind('calendar'), String(record['calendar']))
  const zone = typeof calendar?.['time_zone'] === 'string' ? calendar['time_zone'] : 'Etc/UTC'
  const of = period === undefined ? periodOf('month', dayAt(zone, ctx.now)) : parsePeriod(period)
  const stretch = periodInstants(of, zone)
  const promises = await promisesOf(db, record.id)
  const counts = new Map(
    (
      await countClocks(
        db,
        promises.map((one) => one.id),
        stretch,
      )
    ).map((one) => [one.promise, one]),
  )
  const rows = promises.map((promise) => ({ promise, ...performanceOf(counts.get(promise.id) ?? none, promise.share) }))
  const sum = (name: keyof typeof none): number => rows.reduce((all, row) => all + row[name], 0)
  return {
    agreement: { id: record.id, ref: record.ref, title: record.title },
    period: { text: of.text, label: periodLabel(of), from: isoOf(stretch.from), to: isoOf(stretch.to), over: stretch.to <= ctx.now },
    promises: rows.filter((row) => row.promise.state === 'active' || row.kept + row.missed + row.running > 0),
    all: performanceOf({ kept: sum('kept'), missed: sum('missed'), running: sum('running') }, null),
  }
}
