import { isoOf, type Millis, millisOf } from '../../../kernel/instant.ts'
import type { Interval } from '../../../kernel/interval.ts'
import type { Db, Tx } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'

/** A promise about tickets, and the earliest moment from which on what its clocks came to is different. */
export type TouchedPromise = Readonly<{ id: string; from: Millis }>

/** Hours counted in one statement. */
const atOnce = 50_000

/**
 * Counts the hours anew whose clocks changed. One process at a time: an older count must not take the place of a newer one.
 * @returns the promises whose hours were counted, none when there are none left or another process counts
 */
export const countHours = async (tx: Tx): Promise<readonly TouchedPromise[]> => {
  const turn = await tx.first<{ mine: boolean }>(sql`select pg_try_advisory_xact_lock(7300005::bigint) as mine`)
  if (!turn?.mine) return []
  const rows = await tx.rows<{ promise: string; from_at: string }>(sql`
    with gone as (
      delete from clock_touched where n in (select n from clock_touched order by n limit ${atOnce}) returning promise, hour
    ), pairs as (select distinct promise, hour from gone),
    counted as (
      select clock.promise, hours.hour, count(*) filter (where state = 'met')::int as kept, count(*) filter (where state = 'missed')::int as missed
      from (select distinct hour from pairs) as hours
      cross join lateral (
        select promise, state from clock where state in ('met', 'missed') and (case when state = 'missed' then breached_at else stopped_at end) >= hours.hour
          and (case when state = 'missed' then breached_at else stopped_at end) < hours.hour + interval '1 hour' offset 0
      ) as clock
      group by clock.promise, hours.hour
    ), written as (
      insert into clock_hour (promise, hour, kept, missed)
      select promise, hour, coalesce(kept, 0), coalesce(missed, 0) from pairs left join counted using (promise, hour)
      on conflict (promise, hour) do update set kept = excluded.kept, missed = excluded.missed
    )
    select promise, min(hour) as from_at from pairs group by promise order by promise`)
  return rows.map((row) => ({ id: row.promise, from: millisOf(row.from_at) }))
}

/** Whether hours wait to be counted. */
export const hoursWait = async (db: Db): Promise<boolean> =>
  (await db.first<{ some: boolean }>(sql`select exists (select from (select n from clock_touched order by n limit 1) as first) as some`))
    ?.some ?? false

/** Clocks by what became of them within a stretch of time. */
export type Decided = Readonly<{ kept: number; missed: number }>

const hourMs = 3_600_000

/**
 * Clocks of promises that were kept, or missed, within stretches of time: whole hours from their sums, what lies at the edges, and hours that changed since,
 * from the clocks themselves. Each stretch is read by itself (offset): one plan for all may read everything over and over. @returns for each promise that has any one entry a stretch
 */
export const decidedOver = async (
  db: Db,
  promises: readonly string[],
  stretches: readonly Interval[],
): Promise<ReadonlyMap<string, readonly Decided[]>> => {
  const found = new Map<string, Decided[]>()
  if (promises.length === 0 || stretches.length === 0) return found
  const column = (pick: (one: Interval) => Millis): readonly string[] => stretches.map((one) => isoOf(pick(one)))
  const upTo = (at: Millis): Millis => Math.ceil(at / hourMs) * hourMs
  const downTo = (at: Millis): Millis => Math.floor(at / hourMs) * hourMs
  const rows = await db.rows<{ n: number; promise: string } & Decided>(sql`
    with asked as (
      select n, from_at, to_at, least(whole_from, to_at) as whole_from, greatest(whole_to, least(whole_from, to_at)) as whole_to
      from unnest(${column((one) => one.from)}::timestamptz[], ${column((one) => one.to)}::timestamptz[],
        ${column((one) => upTo(one.from))}::timestamptz[], ${column((one) => downTo(one.to))}::timestamptz[]) with ordinality as given (from_at, to_at, whole_from, whole_to, n)
    ), touched as materialized (
      select distinct promise, hour from clock_touched where promise = any(${[...promises]}::uuid[])
    ), pieces as (
      select n, null::uuid as promise, from_at as lo, whole_from as hi from asked where from_at < whole_from
      union all select n, null, whole_to, to_at from asked where whole_to < to_at
      union all select n, promise, hour, hour + interval '1 hour' from asked join touched on hour >= whole_from and hour < whole_to
    )
    select n::int as n, promise, sum(kept)::int as kept, sum(missed)::int as missed from (
      select n, summed.promise, kept, missed
      from asked cross join lateral (
        select promise, hour, kept, missed from clock_hour where promise = any(${[...promises]}::uuid[]) and hour >= whole_from and hour < whole_to offset 0
      ) as summed
      where not exists (select 1 from touched where touched.promise = summed.promise and touched.hour = summed.hour)
      union all
      select n, clock.promise, case when state = 'met' then 1 else 0 end, case when state = 'missed' then 1 else 0 end
      from pieces cross join lateral (
        select promise, state from clock where promise = any(${[...promises]}::uuid[]) and state in ('met', 'missed')
          and (case when state = 'missed' then breached_at else stopped_at end) >= lo and (case when state = 'missed' then breached_at else stopped_at end) < hi offset 0
      ) as clock
      where pieces.promise is null or pieces.promise = clock.promise
    ) as counted group by n, promise`)
  for (const { n, promise, kept, missed } of rows) {
    const entries = found.get(promise) ?? stretches.map((): Decided => ({ kept: 0, missed: 0 }))
    entries[n - 1] = { kept, missed }
    found.set(promise, entries)
  }
  return found
}

/** Clocks of promises that run or pause, by promise. */
export const runningNow = async (db: Db, promises: readonly string[]): Promise<ReadonlyMap<string, number>> => {
  const rows = await db.rows<{ promise: string; running: number }>(
    sql`select promise, count(*)::int as running from clock where promise = any(${[...promises]}::uuid[]) and state in ('running', 'paused') group by promise`,
  )
  return new Map(rows.map((row) => [row.promise, row.running]))
}
