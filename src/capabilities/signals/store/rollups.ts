import { isoOf, type Millis, millisOf, monthAfter, monthOf } from '../../../kernel/instant.ts'
import { covers, type Interval, intervals } from '../../../kernel/interval.ts'
import type { Db, Tx } from '../../../platform/db/database.ts'
import { id, type Sql, sql } from '../../../platform/db/sql.ts'
import { merge, nothing, type Rollup } from '../model/rollup.ts'
import { sketchBytes, sketchFrom } from '../model/sketch.ts'
import { type Cover, coverOf, dayMs, hourMs, minuteMs, type Stale } from '../model/spans.ts'

type RollupRow = Readonly<{
  measure: string
  at: string
  count: number
  good: number
  sum: number
  min: number | null
  max: number | null
  last: number | null
  last_at: string | null
  sketch: Buffer | null
}>

/** A rollup with the moment at which its stretch begins. */
export type Piece = Readonly<{ at: Millis; rollup: Rollup }>

const columns: Sql = sql`measure, at, count, good, sum, min, max, last, last_at, sketch`

const pieceOf = ({ at, count, good, sum, min, max, last, last_at, sketch }: RollupRow): Piece => ({
  at: millisOf(at),
  rollup: {
    count,
    good,
    sum,
    min,
    max,
    last,
    lastAt: last_at === null ? null : millisOf(last_at),
    sketch: sketch ? sketchFrom(sketch) : null,
  },
})

type Grain = 'rollup_minute' | 'rollup_hour' | 'rollup_day' | 'rollup_month'

const at = async (db: Db, grain: Grain, measure: string, moments: readonly Millis[]): Promise<readonly Piece[]> =>
  moments.length === 0
    ? []
    : (
        await db.rows<RollupRow>(
          sql`select ${columns} from ${id(grain)} where measure = ${measure} and at = any(${moments.map((one) => isoOf(one))}::timestamptz[])`,
        )
      ).map(pieceOf)

const within = async (db: Db, measure: string, stretches: readonly Interval[]): Promise<readonly Piece[]> =>
  stretches.length === 0
    ? []
    : (
        await db.rows<RollupRow>(sql`
          select ${columns} from unnest(${stretches.map((one) => isoOf(one.from))}::timestamptz[], ${stretches.map((one) => isoOf(one.to))}::timestamptz[]) as wanted (from_at, to_at)
          cross join lateral (select * from rollup_minute where measure = ${measure} and at >= from_at and at < to_at) as found`)
      ).map(pieceOf)

/** What of these measures is stale within a span. */
const staleIn = async (db: Db, measures: readonly string[], span: Interval): Promise<Stale> => {
  const rows = await db.rows<{ what: 'hour' | 'month'; at: string }>(sql`
    select distinct 'hour' as what, hour as at from rollup_stale where measure = any(${[...measures]}::uuid[]) and hour > ${isoOf(span.from - hourMs)} and hour < ${isoOf(span.to)}
    union all
    select distinct 'month', month from rollup_stale_month where measure = any(${[...measures]}::uuid[]) and month >= ${isoOf(monthOf(span.from))} and month < ${isoOf(span.to)}`)
  const of = (what: 'hour' | 'month'): ReadonlySet<Millis> =>
    new Set(rows.filter((row) => row.what === what).map((row) => millisOf(row.at)))
  return { hours: of('hour'), months: of('month') }
}

/**
 * The rollup of a measure over each of these stretches of time, to the minute. Reads months where whole months fit, then days, then hours, minutes at the edges:
 * a year costs some hundred rows, whatever was read in it.
 */
export const overSpans = async (db: Db, measure: string, spans: readonly Interval[]): Promise<readonly Rollup[]> => {
  if (spans.length === 0) return []
  const whole = { from: Math.min(...spans.map((one) => one.from)), to: Math.max(...spans.map((one) => one.to)) }
  const stale = await staleIn(db, [measure], whole)
  const found = spans.map((one) => coverOf(one, stale))
  const all = (pick: (cover: Cover) => readonly Millis[]): readonly Millis[] => [...new Set(found.flatMap(pick))]
  const [byMonth, byDay, byHour, byMinute] = await Promise.all([
    at(
      db,
      'rollup_month',
      measure,
      all((cover) => cover.months),
    ),
    at(
      db,
      'rollup_day',
      measure,
      all((cover) => cover.days),
    ),
    at(
      db,
      'rollup_hour',
      measure,
      all((cover) => cover.hours),
    ),
    within(db, measure, intervals(found.flatMap((one) => one.minutes))),
  ])
  return found.map((one) => {
    const [months, days, hours] = [new Set(one.months), new Set(one.days), new Set(one.hours)]
    const parts = [
      ...byMonth.filter((piece) => months.has(piece.at)),
      ...byDay.filter((piece) => days.has(piece.at)),
      ...byHour.filter((piece) => hours.has(piece.at)),
      ...byMinute.filter((piece) => covers(one.minutes, piece.at)),
    ]
    return parts.map((piece) => piece.rollup).reduce(merge, nothing)
  })
}

/** Good of counted, of one measure in one stretch of time. */
export type GoodOfAll = Readonly<{ count: number; good: number }>

const runsOf = (moments: readonly Millis[], step: number): readonly Interval[] =>
  intervals(moments.map((one) => ({ from: one, to: one + step })))

const isIn = (runs: readonly Interval[]): Sql =>
  runs.map(({ from, to }) => sql`at >= ${isoOf(from)} and at < ${isoOf(to)}`).reduce((one, other) => sql`${one} or ${other}`)

/** Adds up one grain for all spans in one reading. `runs`: for each span its stretches in this grain. */
const summed = async (
  db: Db,
  grain: Grain,
  measures: readonly string[],
  runs: readonly (readonly Interval[])[],
  take: (measure: string, span: number, count: number, good: number) => void,
): Promise<void> => {
  const all = intervals(runs.flat())
  if (all.length === 0) return
  const wanted = [...runs.entries()].filter(([, list]) => list.length > 0)
  const sums = wanted
    .map(([span, list]) => {
      const here = isIn(list)
      return sql`sum(count) filter (where ${here}) as ${id(`count${span}`)}, sum(good) filter (where ${here}) as ${id(`good${span}`)}`
    })
    .reduce((one, other) => sql`${one}, ${other}`)
  const rows = await db.rows<Readonly<{ measure: string } & Record<string, number | null>>>(sql`
    select measure, ${sums}
    from unnest(${all.map((one) => isoOf(one.from))}::timestamptz[], ${all.map((one) => isoOf(one.to))}::timestamptz[]) as wanted (from_at, to_at)
    join ${id(grain)} on measure = any(${[...measures]}::uuid[]) and at >= from_at and at < to_at
    group by measure`)
  for (const row of rows) for (const [span] of wanted) take(row.measure, span, row[`count${span}`] ?? 0, row[`good${span}`] ?? 0)
}

/**
 * Good of counted over the same stretches of time for many measures at once, added up in the database: what thousands of promises are judged by.
 * Hours that are stale for any of them are read by their minutes for all. @returns for each measure one entry a stretch; measures without readings are missing
 */
export const countsOver = async (
  db: Db,
  measures: readonly string[],
  spans: readonly Interval[],
): Promise<ReadonlyMap<string, readonly GoodOfAll[]>> => {
  const found = new Map<string, { count: number; good: number }[]>()
  if (spans.length === 0 || measures.length === 0) return found
  const whole = { from: Math.min(...spans.map((one) => one.from)), to: Math.max(...spans.map((one) => one.to)) }
  const stale = await staleIn(db, measures, whole)
  const covered = spans.map((one) => coverOf(one, stale))
  const take = (measure: string, span: number, count: number, good: number): void => {
    const entries = found.get(measure) ?? spans.map(() => ({ count: 0, good: 0 }))
    found.set(measure, entries)
    const entry = entries[span]
    if (!entry) return
    entry.count += count
    entry.good += good
  }
  const months = covered.map((cover) => intervals(cover.months.map((month) => ({ from: month, to: monthAfter(month) }))))
  const days = covered.map((cover) => runsOf(cover.days, dayMs))
  const hours = covered.map((cover) => runsOf(cover.hours, hourMs))
  const minutes = covered.map((cover) => cover.minutes)
  await Promise.all([
    summed(db, 'rollup_month', measures, months, take),
    summed(db, 'rollup_day', measures, days, take),
    summed(db, 'rollup_hour', measures, hours, take),
    summed(db, 'rollup_minute', measures, minutes, take),
  ])
  return found
}

/** The rollups of a measure by step, those that hold anything, in order: for charts and for slices of time. A step is a whole number of minutes. */
export const bySteps = async (db: Db, measure: string, span: Interval, step: number): Promise<readonly Piece[]> => {
  const grain = step % dayMs === 0 ? 'days' : step % hourMs === 0 ? 'hours' : 'minutes'
  const toTheMinute: Cover = { months: [], days: [], hours: [], minutes: [{ from: span.from - (span.from % minuteMs), to: span.to }] }
  const cover = grain === 'minutes' ? toTheMinute : coverOf(span, await staleIn(db, [measure], span), true)
  // Days are UTC: a step that does not begin at midnight UTC is made of hours.
  const hourly = grain === 'hours' || (grain === 'days' && span.from % dayMs !== 0)
  const days = hourly ? [] : cover.days
  const hours = hourly
    ? [...cover.hours, ...cover.days.flatMap((day) => Array.from({ length: 24 }, (_, n) => day + n * hourMs))]
    : cover.hours
  const pieces = (
    await Promise.all([at(db, 'rollup_day', measure, days), at(db, 'rollup_hour', measure, hours), within(db, measure, cover.minutes)])
  ).flat()
  const steps = new Map<Millis, Rollup>()
  for (const piece of pieces) {
    const begins = span.from + Math.floor((piece.at - span.from) / step) * step
    steps.set(begins, merge(steps.get(begins) ?? nothing, piece.rollup))
  }
  return [...steps].map(([begins, rollup]) => ({ at: begins, rollup })).sort((a, b) => a.at - b.at)
}

export type StaleHour = Readonly<{ measure: string; hour: string; n: number }>

/** Hours that are over and were touched since they were last added up. */
export const readStale = async (db: Db, before: Millis, limit: number): Promise<readonly StaleHour[]> =>
  await db.rows<StaleHour>(
    sql`select measure, hour, n from rollup_stale where hour <= ${isoOf(before)} order by hour, measure limit ${limit}`,
  )

const byKey = (rows: readonly RollupRow[], keyOf: (row: RollupRow) => string): Map<string, Rollup> => {
  const sums = new Map<string, Rollup>()
  for (const row of rows) sums.set(keyOf(row), merge(sums.get(keyOf(row)) ?? nothing, pieceOf(row).rollup))
  return sums
}

const write = async (tx: Tx, grain: Grain, sums: ReadonlyMap<string, Rollup>): Promise<void> => {
  const list = [...sums].map(([key, rollup]) => ({ measure: key.slice(0, 36), at: Number(key.slice(36)), rollup }))
  const column = <T>(pick: (rollup: Rollup) => T): T[] => list.map((one) => pick(one.rollup))
  await tx.run(sql`
    insert into ${id(grain)} (measure, at, count, good, sum, min, max, last, last_at, sketch)
    select measure, at, count, good, sum, min, max, last, last_at, sketch::bytea
    from unnest(${list.map((one) => one.measure)}::uuid[], ${list.map((one) => isoOf(one.at))}::timestamptz[], ${column((one) => one.count)}::double precision[], ${column((one) => one.good)}::double precision[],
      ${column((one) => one.sum)}::double precision[], ${column((one) => one.min)}::double precision[], ${column((one) => one.max)}::double precision[], ${column((one) => one.last)}::double precision[],
      ${column((one) => (one.lastAt === null ? null : isoOf(one.lastAt)))}::timestamptz[], ${column((one) => (one.sketch === null ? null : `\\x${Buffer.from(sketchBytes(one.sketch)).toString('hex')}`))}::text[])
      as new (measure, at, count, good, sum, min, max, last, last_at, sketch)
    on conflict (measure, at) do update set count = excluded.count, good = excluded.good, sum = excluded.sum, min = excluded.min, max = excluded.max,
      last = excluded.last, last_at = excluded.last_at, sketch = excluded.sketch`)
}

/** One process adds up at a time: months are made of days that nobody else is writing. */
const takeTurn = async (tx: Tx): Promise<void> => void (await tx.run(sql`select pg_advisory_xact_lock(7300023::bigint)`))

/** Adds hours up from their minutes and their days from the hours; their months are stale then. What was touched again meanwhile stays stale. */
export const rollUp = async (tx: Tx, stale: readonly StaleHour[]): Promise<void> => {
  await takeTurn(tx)
  const measures = stale.map((one) => one.measure)
  const hours = stale.map((one) => one.hour)
  const minutes = await tx.rows<RollupRow>(sql`
    select ${columns} from unnest(${measures}::uuid[], ${hours}::timestamptz[]) as stale (of, hour)
    cross join lateral (select * from rollup_minute where measure = of and at >= hour and at < hour + interval '1 hour') as found`)
  await write(
    tx,
    'rollup_hour',
    byKey(minutes, (row) => `${row.measure}${Math.floor(millisOf(row.at) / hourMs) * hourMs}`),
  )
  const days = [...new Set(stale.map((one) => `${one.measure}${Math.floor(millisOf(one.hour) / dayMs) * dayMs}`))]
  const found = await tx.rows<RollupRow>(sql`
    select ${columns} from unnest(${days.map((key) => key.slice(0, 36))}::uuid[], ${days.map((key) => isoOf(Number(key.slice(36))))}::timestamptz[]) as stale (of, day)
    cross join lateral (select * from rollup_hour where measure = of and at >= day and at < day + interval '1 day') as found`)
  await write(
    tx,
    'rollup_day',
    byKey(found, (row) => `${row.measure}${Math.floor(millisOf(row.at) / dayMs) * dayMs}`),
  )
  const months = [...new Set(days.map((key) => `${key.slice(0, 36)}${monthOf(Number(key.slice(36)))}`))]
  await tx.run(sql`
    insert into rollup_stale_month (measure, month)
    select * from unnest(${months.map((key) => key.slice(0, 36))}::uuid[], ${months.map((key) => isoOf(Number(key.slice(36))))}::timestamptz[]) on conflict do nothing`)
  await tx.run(sql`
    delete from rollup_stale using unnest(${measures}::uuid[], ${hours}::timestamptz[], ${stale.map((one) => one.n)}::bigint[]) as done (measure, hour, n)
    where rollup_stale.measure = done.measure and rollup_stale.hour = done.hour and rollup_stale.n = done.n`)
}

/** Adds months up from their days that are over and have changed. @returns how many; fewer than the limit when none is left */
export const rollUpMonths = async (tx: Tx, before: Millis, limit: number): Promise<number> => {
  await takeTurn(tx)
  const stale = await tx.rows<{ measure: string; month: string }>(
    sql`select measure, month from rollup_stale_month where month < ${isoOf(before)} order by month, measure limit ${limit}`,
  )
  const measures = stale.map((one) => one.measure)
  const months = stale.map((one) => one.month)
  const days = await tx.rows<RollupRow>(sql`
    select ${columns} from unnest(${measures}::uuid[], ${months}::timestamptz[]) as stale (of, month)
    cross join lateral (select * from rollup_day where measure = of and at >= month and at < month + interval '1 month') as found`)
  await write(
    tx,
    'rollup_month',
    byKey(days, (row) => `${row.measure}${monthOf(millisOf(row.at))}`),
  )
  await tx.run(
    sql`delete from rollup_stale_month using unnest(${measures}::uuid[], ${months}::timestamptz[]) as done (of, at) where measure = of and month = at`,
  )
  return stale.length
}
