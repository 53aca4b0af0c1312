import { isoOf, type Millis } from '../../../kernel/instant.ts'
import type { Db } from '../../../platform/db/database.ts'
import { raw, sql } from '../../../platform/db/sql.ts'

export type Reread = Readonly<{ finished_n: number; terms: string | null; wanted_n: number | null; total: number; done: number; started_at: string | null; finished_at: string | null }>

export const rereadNow = async (db: Db): Promise<Reread & Readonly<{ n: number }>> => {
  const row = await db.first<Reread & Readonly<{ n: number }>>(
    sql`select n, finished_n, terms, wanted_n, total, done, started_at, finished_at from level_version, level_reread`,
  )
  if (!row) throw new Error('level_reread lost its row')
  return row
}

export const noteStart = async (db: Db, version: number, total: number, now: Millis): Promise<void> => {
  await db.run(sql`update level_reread set wanted_n = ${version}, total = ${total}, done = 0, started_at = ${isoOf(now)}, finished_at = null`)
}

export const noteDone = async (db: Db, done: number): Promise<void> => {
  await db.run(sql`update level_reread set done = ${done}`)
}

export const noteEnd = async (db: Db, version: number, terms: string, now: Millis): Promise<void> => {
  await db.run(sql`update level_reread set finished_n = greatest(finished_n, ${version}), terms = ${terms}, finished_at = ${isoOf(now)}`)
}

/** Asks for every clock to be read again although nothing changed. */
export const askForAll = async (db: Db): Promise<void> => {
  await db.run(raw(`update level_version set n = nextval('level_version_n')`))
  await db.run(raw('update level_reread set terms = null'))
}

/** The transactions that are going on: those numbered below `oldest` are over, those from `next` on have not begun. */
export const transactionsNow = async (db: Db): Promise<Readonly<{ oldest: string; next: string }>> => {
  const row = await db.first<{ oldest: string; next: string }>(
    sql`select pg_snapshot_xmin(pg_current_snapshot())::text as oldest, pg_snapshot_xmax(pg_current_snapshot())::text as next`,
  )
  return row ?? { oldest: '0', next: '0' }
}

/** Only one process reads all clocks anew: true when it may be this one. Held until the transaction ends. */
export const takeTurn = async (db: Db): Promise<boolean> => (await db.first<{ mine: boolean }>(sql`select pg_try_advisory_xact_lock(7300002::bigint) as mine`))?.mine ?? false
