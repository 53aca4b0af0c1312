import type { Day } from '../../../kernel/day.ts'
import { isoOf, type Millis } from '../../../kernel/instant.ts'
import type { Db, Tx } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'
import type { Tally } from '../model/slo/sli.ts'

/** A promise, and by what its slices are judged. */
export type Sliced = Readonly<{ promise: string; rule: string }>

/** What the slices of some days came to for a promise, judged by a rule. */
export const sliceDays = async (db: Db, of: Sliced, days: readonly Day[]): Promise<ReadonlyMap<Day, Tally>> => {
  if (days.length === 0) return new Map()
  const rows = await db.rows<{ day: Day } & Tally>(
    sql`select day::text as day, good, valid, unknown from slice_day where promise = ${of.promise} and rule = ${of.rule} and day = any(${[...days]}::date[])`,
  )
  return new Map(rows.map(({ day, ...tally }) => [day, tally]))
}

/** Keeps what the slices of days that are over came to. */
export const keepSliceDays = async (db: Db, of: Sliced, days: readonly Readonly<{ day: Day; tally: Tally }>[]): Promise<void> => {
  if (days.length === 0) return
  await db.run(sql`
    insert into slice_day (promise, day, rule, good, valid, unknown)
    select ${of.promise}, day, ${of.rule}, good, valid, unknown
    from unnest(${days.map((one) => one.day)}::date[], ${days.map((one) => one.tally.good)}::float8[], ${days.map((one) => one.tally.valid)}::float8[], ${days.map((one) => one.tally.unknown)}::float8[]) as given (day, good, valid, unknown)
    on conflict (promise, day) do update set rule = excluded.rule, good = excluded.good, valid = excluded.valid, unknown = excluded.unknown`)
}

/** Forgets the days of promises from the one on in which something changed: they are read again. */
export const forgetSliceDays = async (tx: Tx, list: readonly Readonly<{ promise: string; from: Millis }>[]): Promise<void> => {
  if (list.length === 0) return
  await tx.run(sql`
    delete from slice_day using unnest(${list.map((one) => one.promise)}::uuid[], ${list.map((one) => isoOf(one.from).slice(0, 10))}::date[]) as changed (promise, day)
    where slice_day.promise = changed.promise and slice_day.day >= changed.day`)
}
