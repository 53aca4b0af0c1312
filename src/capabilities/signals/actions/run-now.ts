import { Refusal } from '../../../kernel/refusal.ts'
import type { Tx } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { get } from '../../../platform/records/read.ts'
import { needOn } from '../../../platform/rights/grants.ts'
import { comeNow } from '../store/checks.ts'

/** Makes it a check's turn at once; its rhythm stays. One that is running goes on. @throws Refusal `heartbeat`, `paused`, MissingRight `check.edit` */
export const runNow = async (tx: Tx, ctx: Context, key: string): Promise<void> => {
  const kind = ctx.registry.kind('check')
  const record = await get(tx, ctx, kind, key)
  needOn(ctx.actor, 'check.edit', kind, record, 'run this check now')
  if (record['check_type'] === 'heartbeat')
    throw new Refusal('conflict', 'heartbeat', `${record.ref} is a heartbeat: call its address to try it.`)
  if (record.state !== 'active') throw new Refusal('conflict', 'paused', `${record.ref} does not run. Resume it first.`)
  await comeNow(tx, record.id, ctx.now)
}
