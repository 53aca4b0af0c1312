import { millisOf } from '../../../kernel/instant.ts'
import type { Db } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'
import type { Happened } from '../model/past.ts'

type EventRow = Readonly<{ at: string; occurred_at: string | null; after: Readonly<Record<string, unknown>> }>

/** What changed fields of a record, in order: what its source tells by when it happened, then what happened here. */
export const happenedTo = async (db: Db, record: string): Promise<readonly Happened[]> => {
  const rows = await db.rows<EventRow>(
    sql`select at, occurred_at, after from event where record_id = ${record} and version is not null and after is not null order by occurred_at nulls last, id`,
  )
  return rows.map((row) => ({ at: millisOf(row.occurred_at ?? row.at), after: row.after }))
}
