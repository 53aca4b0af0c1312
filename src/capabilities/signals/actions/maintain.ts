import { isoOf } from '../../../kernel/instant.ts'
import type { Database } from '../../../platform/db/database.ts'
import type { Context, Registry } from '../../../platform/records/context.ts'
import { move } from '../../../platform/records/write.ts'
import { system } from '../../../platform/rights/grants.ts'
import { dueMaintenance } from '../store/maintenance.ts'

/** Begins and finishes maintenance at its time. @returns how many moved */
export const keepMaintenance = async (db: Database, registry: Registry, now: number): Promise<number> => {
  const ctx: Context = { registry, actor: system, now, via: 'job' }
  const due = await dueMaintenance(db, isoOf(now))
  for (const { id, verb } of due) await db.transaction(async (tx) => await move(tx, ctx, registry.kind('maintenance'), id, verb))
  return due.length
}
