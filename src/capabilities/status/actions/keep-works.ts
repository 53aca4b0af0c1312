import { isoOf, type Millis } from '../../../kernel/instant.ts'
import type { Database } from '../../../platform/db/database.ts'
import type { Context, Registry } from '../../../platform/records/context.ts'
import { move } from '../../../platform/records/write.ts'
import { system } from '../../../platform/rights/grants.ts'
import { statusNotice } from '../kind/notice.ts'
import { worksDue } from '../store/page.ts'

/** Planned work that was written on a page alone begins and ends by its times. What has a maintenance record follows that. @returns how many moved */
export const keepWorks = async (db: Database, registry: Registry, now: Millis): Promise<number> => {
  const ctx: Context = { registry, actor: system, now, via: 'job' }
  const due = await worksDue(db, isoOf(now))
  for (const { id, state, ended_at } of due)
    await db.transaction(
      async (tx) =>
        await move(tx, ctx, statusNotice, id, state === 'under_way' ? 'complete' : 'begin', state === 'under_way' ? { ended_at } : {}),
    )
  return due.length
}
