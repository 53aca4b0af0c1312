import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { get } from '../../../platform/records/read.ts'
import { custodyPage } from '../../levels/index.ts'

/** The chain, clocks and hands of an incident that the person may see. @throws Refusal `not_found` */
export const incidentCustody = async (db: Db, ctx: Context, key: string) => {
  const kind = ctx.registry.kind('incident')
  const record = await get(db, ctx, kind, key)
  return await custodyPage(db, ctx, { id: record.id, kind: kind.name })
}
