import { type Millis, millisOf } from '../../../kernel/instant.ts'
import type { Db } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'

/**
 * From when on somebody or something watched each of these: its first check or measure of availability, or its first outage that was written down. Missing when nothing ever did:
 * then nobody knows whether it was up.
 */
export const watchedSince = async (db: Db, subjects: readonly string[]): Promise<ReadonlyMap<string, Millis>> => {
  const rows = await db.rows<{ subject: string; since: string }>(sql`
    select subject, min(since) as since from (
      select subject, min(created_at) as since from "check" where subject = any(${[...subjects]}::uuid[]) and state <> 'retired' group by subject
      union all
      select subject, min(created_at) from measure where subject = any(${[...subjects]}::uuid[]) and measure_type = 'availability' and state = 'active' group by subject
      union all
      select subject, min(started_at) from outage where subject = any(${[...subjects]}::uuid[]) and state <> 'dismissed' group by subject
    ) as seen group by subject`)
  return new Map(rows.map((row) => [row.subject, millisOf(row.since)]))
}

/** What each of these measures is about. */
export const subjectsOfMeasures = async (db: Db, measures: readonly string[]): Promise<ReadonlyMap<string, string | null>> => {
  const rows = await db.rows<{ id: string; subject: string | null }>(
    sql`select id, subject from measure where id = any(${[...measures]}::uuid[])`,
  )
  return new Map(rows.map((row) => [row.id, row.subject]))
}

/** The alert of an episode that has not ended. */
export const openAlert = async (
  db: Db,
  source: string | null,
  key: string,
): Promise<Readonly<{ id: string; severity: string }> | undefined> =>
  await db.first<{ id: string; severity: string }>(
    sql`select id, severity from alert where alert_key = ${key} and source is not distinct from ${source}::uuid and state <> 'resolved'`,
  )
