import type { Db } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'

/** A measure that is asked of a server by PromQL, with what is needed to ask. `every` in seconds. */
export type Pulled = Readonly<{
  id: string
  ref: string
  query: string
  every: number | null
  last_at: string | null
  source: string
  address: string
  settings: Readonly<{ headers?: Readonly<Record<string, string>>; private?: boolean; secret?: string; user?: string }> | null
}>

export const pulledMeasures = async (db: Db): Promise<readonly Pulled[]> =>
  await db.rows<Pulled>(sql`
    select measure.id, measure.ref, measure.query, measure.every, measure.last_at, source.id as source, source.address, source.settings
    from measure join source on source.id = measure.source
    where measure.state = 'active' and source.state = 'active' and source.source_type = 'promql' and measure.query is not null and source.address is not null
    order by measure.id`)

/** A source that Reeve subscribes to. */
export type Subscribed = Readonly<{
  id: string
  ref: string
  version: number
  address: string
  settings: Readonly<{ topics?: readonly string[]; path?: string; user?: string; secret?: string; private?: boolean }> | null
}>

export const subscribedSources = async (db: Db): Promise<readonly Subscribed[]> =>
  await db.rows<Subscribed>(
    sql`select id, ref, version, address, settings from source where state = 'active' and source_type = 'mqtt' and address is not null order by id`,
  )
