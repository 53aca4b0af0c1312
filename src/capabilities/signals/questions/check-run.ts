import { millisOf } from '../../../kernel/instant.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { get } from '../../../platform/records/read.ts'
import { never, runOf } from '../store/checks.ts'

/** How a check's last run went and when it comes next: `text` says in words what was found, or why nothing could be. @throws Refusal `not_found` */
export const checkRun = async (db: Db, ctx: Context, key: string) => {
  const record = await get(db, ctx, ctx.registry.kind('check'), key)
  const run = await runOf(db, record.id)
  return {
    check: { id: record.id, ref: record.ref, title: record.title },
    standing: record['standing'] ?? 'unknown',
    since: record['standing_since'] ?? null,
    last_at: run?.last_at ?? null,
    last_ms: run?.last_ms ?? null,
    text: run?.last_text ?? null,
    failures: run?.failures ?? 0,
    // What rests has no next time.
    next_at: record.state === 'active' && run && millisOf(run.next_at) < never ? run.next_at : null,
    outage: run?.outage ?? null,
    alert: run?.alert ?? null,
  }
}
