import type { Db } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'
import type { Context } from '../../../platform/records/context.ts'
import { sightOf } from '../../../platform/records/filter.ts'

/** What sums over many services group them by. */
export type ServiceCard = Readonly<{
  id: string
  ref: string
  title: string
  state: string
  service_kind: string
  criticality: string | null
  owner: string | null
  team: string | null
  unit: string | null
  delivery: 'in_house' | 'supplier' | 'mixed' | null
  supplier: string | null
  confirmed_on: string | null
}>

/** Every service that is not retired, as far as the person sees it: in one question, since pages of thousands are summed. */
export const serviceCards = async (db: Db, ctx: Context): Promise<readonly ServiceCard[]> => {
  const sight = sightOf(ctx, ctx.registry.kind('service'))
  if (sight === null) return []
  return await db.rows<ServiceCard>(sql`
    select id, ref, title, state, service_kind, criticality, owner, team, unit, delivery, supplier, confirmed_on from service where (${sight}) and state <> 'retired'`)
}

/** A service in use, as lists of thousands show it. */
export type UsedService = Pick<ServiceCard, 'id' | 'ref' | 'title' | 'state' | 'criticality'>

/** Every service in use (live or retiring), as far as the person sees it. */
export const servicesInUse = async (db: Db, ctx: Context): Promise<readonly UsedService[]> => {
  const sight = sightOf(ctx, ctx.registry.kind('service'))
  if (sight === null) return []
  return await db.rows<UsedService>(
    sql`select id, ref, title, state, criticality from service where (${sight}) and state in ('live', 'retiring')`,
  )
}
