import { isoOf, millisOf } from '../../../kernel/instant.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'
import type { Context } from '../../../platform/records/context.ts'
import { adopt, type Arrival, forget, readArrivals } from '../../levels/index.ts'
import { incident } from '../kind.ts'
import { pastOf } from '../model/past.ts'
import { happenedTo } from '../store/events.ts'
import { allParties } from '../store/parties.ts'

/**
 * Follows incidents anew whose source has told more of their past: chain and clocks are made from all of their events.
 * In the caller's transaction, for imports.
 */
export const rereadIncidents = async (tx: Tx, ctx: Context, _kind: string, ids: readonly string[]): Promise<void> => {
  const rows = await tx.rows<{ id: string; service: string | null; opened_at: string }>(
    sql`select id, service, opened_at from incident where id = any(${[...ids]}::uuid[])`,
  )
  const parties = await allParties(tx)
  const arrivals: Arrival[] = []
  for (const { id, service, opened_at } of rows) {
    const opened = millisOf(opened_at)
    arrivals.push({
      id,
      kind: incident.name,
      service,
      opened_at: opened,
      changes: pastOf(await happenedTo(tx, id), opened, parties).changes,
    })
  }
  const readings = await readArrivals(tx, ctx, arrivals)
  await forget(tx, ids)
  await adopt(tx, ctx, readings)
  for (const { ticket, due_at, level_state } of readings)
    await tx.run(
      sql`update incident set due_at = ${due_at === null ? null : isoOf(due_at)}, level_state = ${level_state} where id = ${ticket.id}`,
    )
}
