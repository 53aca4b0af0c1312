import { isoOf, type Millis } from '../../../kernel/instant.ts'
import type { Db, Tx } from '../../../platform/db/database.ts'
import { id, sql } from '../../../platform/db/sql.ts'

/** How long readings are kept by the minute and by the hour, and how long is known which ones a minute holds. In ms. */
export type Kept = Readonly<{ minutes: Millis; hours: Millis; marks: Millis }>

type Patient = Readonly<{ measures: readonly string[]; from: readonly string[] }>

/** Measures whose source takes readings that come later than this, and from when on theirs are kept therefore. */
const patientMeasures = async (db: Db, now: Millis, usual: Millis): Promise<Patient> => {
  const rows = await db.rows<{ id: string; late_after: number }>(
    sql`select measure.id, source.late_after from measure join source on source.id = measure.source where source.late_after > ${usual / 1000}`,
  )
  return { measures: rows.map((row) => row.id), from: rows.map((row) => isoOf(Math.max(0, now - row.late_after * 1000))) }
}

/**
 * Says of every source from when on its minutes are all there, before any of them goes: what comes for a time before it could not be added up rightly any more.
 * No later than readings may come, so that a source that waits long for them loses none.
 */
export const closeBefore = async (db: Db, now: Millis, kept: Kept): Promise<void> => {
  await db.run(sql`
    update source_intake set kept_from = greatest(kept_from, ${isoOf(now)}::timestamptz - make_interval(secs => greatest(${kept.marks / 1000}, coalesce(source.late_after, 0))))
    from source where source.id = source_intake.source`)
}

/** Lets marks, minutes and hours go once they are older than is kept; days stay. What was not added up yet stays, too. @returns how many rows */
export const prune = async (db: Db, now: Millis, kept: Kept, limit: number): Promise<number> => {
  const gone = async (grain: 'rollup_minute' | 'rollup_hour', age: Millis): Promise<number> => {
    const patient = await patientMeasures(db, now, age)
    return await db.run(sql`
      delete from ${id(grain)} where ctid = any(array(
        select old.ctid from ${id(grain)} as old where at < ${isoOf(now - age)}
          and not exists (select from unnest(${patient.measures}::uuid[], ${patient.from}::timestamptz[]) as patient (of, from_at) where of = measure and at >= from_at)
          and not exists (select from rollup_stale where rollup_stale.measure = old.measure and hour = date_trunc('hour', at, 'UTC'))
        limit ${limit}))`)
  }
  const patient = await patientMeasures(db, now, kept.marks)
  const unmarked = await db.run(sql`
    update rollup_minute set marks = null where ctid = any(array(
      select ctid from rollup_minute where marks is not null and at < ${isoOf(now - kept.marks)}
        and not exists (select from unnest(${patient.measures}::uuid[], ${patient.from}::timestamptz[]) as patient (of, from_at) where of = measure and at >= from_at)
      limit ${limit}))`)
  return unmarked + (await gone('rollup_minute', kept.minutes)) + (await gone('rollup_hour', kept.hours))
}

/** Forgets what was not taken, and which events told something, before these moments. @returns how many rows */
export const pruneIntake = async (db: Db, dropsBefore: Millis, eventsBefore: Millis, limit: number): Promise<number> =>
  (await db.run(
    sql`delete from source_drop where ctid = any(array(select ctid from source_drop where hour < ${isoOf(dropsBefore)} limit ${limit}))`,
  )) +
  (await db.run(
    sql`delete from source_event where ctid = any(array(select ctid from source_event where at < ${isoOf(eventsBefore)} limit ${limit}))`,
  ))

export type Crowded = Readonly<{ source: string; series_n: number; most: number }>

/** Sources with series, how many they have and how many they may have. */
export const crowds = async (db: Db, usual: number): Promise<readonly Crowded[]> =>
  await db.rows<Crowded>(
    sql`select source.id as source, series_n, coalesce(source.max_series, ${usual}) as most from source_intake join source on source.id = source_intake.source where series_n > 0 order by source.id`,
  )

export type Silent = Readonly<{ hash: string; name: string; labels: Readonly<Record<string, string>>; last_at: string }>

/** Series that have not come since a moment, the longest silent first. */
export const silentSeries = async (db: Db, source: string, since: Millis, limit: number): Promise<readonly Silent[]> =>
  await db.rows<Silent>(
    sql`select hash, name, labels, last_at from series where source = ${source} and last_at < ${isoOf(since)} order by last_at limit ${limit}`,
  )

/** Forgets series, under the lock of their source; whoever holds them in memory reads anew. */
export const forgetSeries = async (tx: Tx, source: string, hashes: readonly string[]): Promise<void> => {
  const gone = await tx.run(sql`delete from series where source = ${source} and hash = any(${[...hashes]}::text[])`)
  await tx.run(sql`update source_intake set series_n = series_n - ${gone}, revision = revision + 1 where source = ${source}`)
}
