import type { Millis } from '../../../kernel/instant.ts'
import type { Database } from '../../../platform/db/database.ts'
import type { Context, Registry } from '../../../platform/records/context.ts'
import { move } from '../../../platform/records/write.ts'
import { system } from '../../../platform/rights/grants.ts'
import { setting } from '../../../platform/settings.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { workingDaysSince } from '../../levels/index.ts'
import { type Place, type Resolved, resolvedBefore } from '../store/resolved.ts'

/** Name of the setting that says after how many working days a resolved incident is closed; 0 never. */
export const closeAfterSetting = 'support.close_after_working_days'
const usual = 5
const dayMs = 86_400_000

const closeOne = async (db: Database, ctx: Context, one: Resolved, days: number): Promise<boolean> => {
  if ((await workingDaysSince(db, ctx, one, one.resolved_at, ctx.now)) < days) return false
  try {
    await db.transaction(
      async (tx) =>
        await move(tx, ctx, ctx.registry.kind('incident'), one.id, 'close', {}, { reason: `Nobody objected for ${days} working days.` }),
    )
    return true
  } catch (error) {
    // Reopened or removed meanwhile.
    if (isRefusal(error)) return false
    throw error
  }
}

/** Closes incidents that have been resolved for so many working days, counted by the hours of their agreement. @returns how many were closed */
export const closeResolved = async (db: Database, registry: Registry, now: Millis): Promise<number> => {
  const days = (await setting<number>(db, closeAfterSetting)) ?? usual
  if (!(days > 0)) return 0
  const ctx: Context = { registry, actor: system, now, via: 'job' }
  let place: Place = { id: '00000000-0000-0000-0000-000000000000', resolved_at: 0 }
  let closed = 0
  for (;;) {
    const found = await resolvedBefore(db, now - days * dayMs, place, 200)
    for (const one of found) if (await closeOne(db, ctx, one, days)) closed++
    const last = found.at(-1)
    if (!last) return closed
    place = last
  }
}
