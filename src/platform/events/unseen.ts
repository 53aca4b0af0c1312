import type { Db } from '../db/database.ts'
import { type Sql, sql } from '../db/sql.ts'

/** What could be seen at a moment: events of transactions that this snapshot does not see came later, however long they had been going on. */
export type Seen = Readonly<{ era: number; seen: string }>

/** What can be seen now. Transactions that are going on, however long, keep no later event from being followed. */
export const seenNow = async (db: Db): Promise<Seen> =>
  (await db.first<Seen>(sql`select coalesce((select max(era) from event), 0)::smallint as era, pg_current_snapshot()::text as seen`)) ?? {
    era: 0,
    seen: '1:1:',
  }

/**
 * Events that a snapshot does not see, in the order of their transactions: id, tx, kind, record_id, actor, at, occurred_at, before, after. Ordered and fenced,
 * so that the index is walked from where the snapshot ends: without knowing how few they are, the database would rather read all events.
 */
export const unseen = ({ era, seen }: Seen): Sql => sql`(
  select * from (select tx, id, kind, record_id, actor, at, occurred_at, before, after from event where era = ${era} and tx >= pg_snapshot_xmin(${seen}::text::pg_snapshot) order by era, tx, id offset 0) as later
  where not pg_visible_in_snapshot(tx, ${seen}::text::pg_snapshot))`
