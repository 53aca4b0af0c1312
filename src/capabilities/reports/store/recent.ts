import type { Db } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'

export type RecentEvent = Readonly<{
  at: string
  verb: string
  actor: string | null
  before: Readonly<Record<string, unknown>> | null
  after: Readonly<Record<string, unknown>> | null
  reason: string | null
}>

/** The newest events of a record. */
export const recentEvents = async (db: Db, record: string, most: number): Promise<readonly RecentEvent[]> =>
  await db.rows<RecentEvent>(
    sql`select at, verb, actor, before, after, reason from event where record_id = ${record} order by id desc limit ${most}`,
  )

/** Services whose report was issued for one of these periods, with which. `services` null: all. */
export const issuedFor = async (
  db: Db,
  services: readonly string[] | null,
  periods: readonly string[],
): Promise<readonly Readonly<{ service: string; period: string }>[]> =>
  await db.rows(
    sql`select distinct service, period from report where state = 'issued' and ${services === null ? sql`true` : sql`service = any(${[...services]}::uuid[])`} and period = any(${[...periods]}::text[])`,
  )
