import { isoOf, type Millis } from '../../../kernel/instant.ts'
import type { Db } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'

/** An alert or an outage that goes on, with what is said to be its cause. */
export type Episode = Readonly<{
  kind: 'alert' | 'outage'
  id: string
  subject: string
  started_at: string
  cause: string | null
  own_fault: boolean | null
}>

/** Alerts and outages that go on and are about something, the earliest first. */
export const openEpisodes = async (db: Db): Promise<readonly Episode[]> =>
  await db.rows<Episode>(sql`
    select 'outage' as kind, id, subject, started_at, cause, own_fault from outage where state = 'ongoing' and ended_at is null
    union all
    select 'alert', id, subject, started_at, caused_by, null from alert where state <> 'resolved' and subject is not null
    order by started_at, id`)

/** The verb under which Reeve writes causes by itself. */
export const explaining = 'explain'

/** Those of these whose cause a person, or an import, wrote last: they know better. */
export const explainedByHand = async (db: Db, ids: readonly string[]): Promise<ReadonlySet<string>> => {
  const rows = await db.rows<{ record_id: string }>(sql`
    select record_id from (
      select distinct on (record_id) record_id, verb, after from event
      where record_id = any(${[...ids]}::uuid[]) and after ?| array['cause', 'caused_by', 'own_fault'] order by record_id, id desc
    ) as last
    where verb <> ${explaining} and (verb <> 'create' or after ->> 'cause' is not null or after ->> 'caused_by' is not null or after ->> 'own_fault' is not null)`)
  return new Set(rows.map((row) => row.record_id))
}

/** Those of these alerts and outages that ended after a moment, false alarms left out: what they caused may take a while to recover. */
export const endedSince = async (db: Db, ids: readonly string[], since: Millis): Promise<ReadonlySet<string>> => {
  const rows = await db.rows<{ id: string }>(sql`
    select id from outage where id = any(${[...ids]}::uuid[]) and state = 'ended' and ended_at > ${isoOf(since)}
    union all select id from alert where id = any(${[...ids]}::uuid[]) and state = 'resolved' and ended_at > ${isoOf(since)}`)
  return new Set(rows.map((row) => row.id))
}
