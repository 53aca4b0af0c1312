import type { Day } from '../../../kernel/day.ts'
import { isoOf, type Millis } from '../../../kernel/instant.ts'
import type { Db, Tx } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'
import type { Tally } from '../model/slo/sli.ts'

/** What the slices of some days came to for a promise, as it is now. */
export const sliceDays = async (
  db: Db,
  line: Readonly<{ id: string; version: number }>,
  days: readonly Day[],
): Promise<ReadonlyMap<Day, Tally>> => {
  if (days.length === 0) return new Map()
  const rows = await db.rows<{ day: Day } & Tally>(
    sql`select day::text as day, good, valid, unknown from slice_day where promise = ${line.id} and promise_version = ${line.version} and day = any(${[...days]}::date[])`,
  )
  return new Map(rows.map(({ day, ...tally }) => [day, tally]))
}

/** Keeps what the slices of days that are over came to. */
export const keepSliceDays = async (
  db: Db,
  line: Readonly<{ id: string; version: number }>,
  days: readonly Readonly<{ day: Day; tally: Tally }>[],
): Promise<void> => {
  if (days.length === 0) return
  await db.run(sql`
    insert into slice_day (promise, day, promise_version, good, valid, unknown)
    select ${line.id}, day, ${line.version}, good, valid, unknown
    from unnest(${days.map((one) => one.day)}::date[], ${days.map((one) => one.tally.good)}::float8[], ${days.map((one) => one.tally.valid)}::float8[], ${days.map((one) => one.tally.unknown)}::float8[]) as given (day, good, valid, unknown)
    on conflict (promise, day) do update set promise_version = excluded.promise_version, good = excluded.good, valid = excluded.valid, unknown = excluded.unknown`)
}

/** Forgets the days of promises from the one on in which something changed: they are read again. */
export const forgetSliceDays = async (tx: Tx, list: readonly Readonly<{ promise: string; from: Millis }>[]): Promise<void> => {
  if (list.length === 0) return
  await tx.run(sql`
    delete from slice_day using unnest(${list.map((one) => one.promise)}::uuid[], ${list.map((one) => isoOf(one.from).slice(0, 10))}::date[]) as changed (promise, day)
    where slice_day.promise = changed.promise and slice_day.day >= changed.day - 1`)
}
