import { isoOf, type Millis, millisOf } from '../../../kernel/instant.ts'
import type { Interval } from '../../../kernel/interval.ts'
import type { Db } from '../../../platform/db/database.ts'
import { type Sql, sql } from '../../../platform/db/sql.ts'

/** Slices of a measure: of `valid` ones so many were `good`; for ratios of slices a fraction. Slices without readings are in neither. */
type SliceSum = Readonly<{ good: number; valid: number }>

/** Slices begin where whole numbers of them have passed since 1970 UTC, so that those of one length are the same for whoever asks. */
const slot = (slice_s: number): Sql => sql`date_bin(${`${slice_s} s`}::text::interval, minute.at, '1970-01-01 00:00:00+00')`

const inside = (slice_s: number, spans: readonly Interval[], measure: string): Sql => sql`
  select n::int - 1 as n, ${slot(slice_s)} as at, sum(good) as good, sum(count) as count
  from unnest(${spans.map((one) => isoOf(one.from))}::timestamptz[], ${spans.map((one) => isoOf(one.to))}::timestamptz[]) with ordinality as asked (from_at, to_at, n)
  -- Each span by itself (offset): a plan for all of them together may read every minute that there is, over and over.
  cross join lateral (select at, good, count from rollup_minute where measure = ${measure} and at >= from_at and at < to_at offset 0) as minute
  group by 1, 2 having sum(count) > 0`

/**
 * Slices of time of a measure within spans, added up in the database. `slice_s`: whole minutes. `target`: a slice is good from this share of good readings on;
 * null adds up the shares themselves. @returns one sum a span
 */
export const slicesOver = async (
  db: Db,
  measure: string,
  spans: readonly Interval[],
  slice_s: number,
  target: number | null,
): Promise<readonly SliceSum[]> => {
  const good = target === null ? sql`sum(good / count)` : sql`count(*) filter (where good / count >= ${target - 1e-12}::float8)::float8`
  const rows =
    spans.length === 0
      ? []
      : await db.rows<{ n: number } & SliceSum>(
          sql`select n, ${good} as good, count(*)::float8 as valid from (${inside(slice_s, spans, measure)}) as slices group by n`,
        )
  const byN = new Map(rows.map(({ n, good: sum, valid }) => [n, { good: sum, valid }]))
  return spans.map((_, n) => byN.get(n) ?? { good: 0, valid: 0 })
}

/** The slices of a measure within a span one by one, by the moment at which they begin: those that hold readings. */
export const slicesOf = async (
  db: Db,
  measure: string,
  span: Interval,
  slice_s: number,
): Promise<ReadonlyMap<Millis, Readonly<{ good: number; valid: number }>>> => {
  const rows = await db.rows<{ at: string; good: number; count: number }>(inside(slice_s, [span], measure))
  return new Map(rows.map((row) => [millisOf(row.at), { good: row.good, valid: row.count }]))
}
