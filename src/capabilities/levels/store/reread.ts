import { isoOf, type Millis } from '../../../kernel/instant.ts'
import type { Db, Tx } from '../../../platform/db/database.ts'
import { raw, sql } from '../../../platform/db/sql.ts'

export type Reread = Readonly<{
  finished_n: number
  terms: string | null
  wanted_n: number | null
  place: string | null
  total: number
  done: number
  started_at: string | null
  finished_at: string | null
}>

export const rereadNow = async (db: Db): Promise<Reread & Readonly<{ n: number }>> => {
  const row = await db.first<Reread & Readonly<{ n: number }>>(
    sql`select n, finished_n, terms, wanted_n, place, total, done, started_at, finished_at from level_version, level_reread`,
  )
  if (!row) throw new Error('level_reread lost its row')
  return row
}

/** Begins, or goes on after a place. */
export const noteStart = async (db: Db, version: number, place: string | null, total: number, now: Millis): Promise<void> => {
  await db.run(
    sql`update level_reread set wanted_n = ${version}, place = ${place}, total = ${total}, done = 0, started_at = ${isoOf(now)}, finished_at = null`,
  )
}

/** All tickets up to `place` are read. */
export const noteDone = async (db: Db, done: number, place: string): Promise<void> => {
  await db.run(sql`update level_reread set done = ${done}, place = ${place}`)
}

export const noteEnd = async (db: Db, version: number, terms: string, now: Millis): Promise<void> => {
  await db.run(
    sql`update level_reread set finished_n = greatest(finished_n, ${version}), terms = ${terms}, place = null, finished_at = ${isoOf(now)}`,
  )
}

/** Asks for every clock to be read again although nothing changed. */
export const askForAll = async (db: Db): Promise<void> => {
  await db.run(raw(`update level_version set n = nextval('level_version_n')`))
  await db.run(raw('update level_reread set terms = null'))
}

/** The moment now on the database's clock, as text. */
export const databaseNow = async (db: Db): Promise<string> =>
  (await db.first<{ at: string }>(sql`select clock_timestamp()::text as at`))?.at ?? ''

/** Whether a transaction that began before a moment is still writing to this database. */
export const writersSince = async (db: Db, before: string): Promise<boolean> =>
  (
    await db.first<{ some: boolean }>(sql`
    select exists (select 1 from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and backend_xid is not null and xact_start < ${before}::text::timestamptz) as some`)
  )?.some ?? false

/** Only one process reads all clocks anew: true when it may be this one. Held until the transaction ends. */
export const takeTurn = async (db: Db): Promise<boolean> =>
  (await db.first<{ mine: boolean }>(sql`select pg_try_advisory_xact_lock(7300002::bigint) as mine`))?.mine ?? false

/** Lets a transaction commit without waiting for the disk: what it writes can be read anew at any time, and later commits that wait bring it along. */
export const commitLazily = async (tx: Tx): Promise<void> => {
  await tx.run(raw('set local synchronous_commit = off'))
}

/** Waits for the disk after all. */
export const commitDurably = async (tx: Tx): Promise<void> => {
  await tx.run(raw('set local synchronous_commit = on'))
}
