import { isoOf, type Millis, millisOf } from '../../../kernel/instant.ts'
import type { Db } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'

export type Resolved = Readonly<{ id: string; service: string | null; opened_at: Millis; resolved_at: Millis }>

/** Where a walk through resolved incidents stands. */
export type Place = Pick<Resolved, 'id' | 'resolved_at'>

/** Incidents that were resolved before a moment and not closed, the longest ago first. */
export const resolvedBefore = async (db: Db, before: Millis, after: Place, most: number): Promise<readonly Resolved[]> => {
  const rows = await db.rows<Readonly<{ id: string; service: string | null; opened_at: string; resolved_at: string }>>(sql`
    select id, service, opened_at, resolved_at from incident
    where state = 'resolved' and resolved_at < ${isoOf(before)} and (resolved_at, id) > (${isoOf(after.resolved_at)}, ${after.id}::uuid)
    order by resolved_at, id limit ${most}`)
  return rows.map((row) => ({ ...row, opened_at: millisOf(row.opened_at), resolved_at: millisOf(row.resolved_at) }))
}
