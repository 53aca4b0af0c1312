import type { Tx } from '../db/database.ts'
import { sql, type Sql } from '../db/sql.ts'
import type { Context } from '../records/context.ts'
import { isoOf } from '../../kernel/instant.ts'

/** One thing that happened to a record. `before` and `after` hold the fields that differ. */
export type NewEvent = Readonly<{
  verb: string
  kind: string
  record: string
  version: number | null
  before: Readonly<Record<string, unknown>> | null
  after: Readonly<Record<string, unknown>> | null
  reason?: string | undefined
  /** When it happened in the world, where that is not when it was recorded. */
  occurred?: string | undefined
}>

/** The insert of one event, for use alone or inside a larger statement. */
export const eventInsert = (ctx: Context, event: NewEvent): Sql =>
  sql`insert into event (at, occurred_at, actor, via, verb, kind, record_id, version, before, after, reason, batch) values (
    ${isoOf(ctx.now)}, ${event.occurred ?? null}, ${ctx.actor.id}, ${ctx.via}, ${event.verb}, ${event.kind}, ${event.record}, ${event.version},
    ${event.before === null ? null : JSON.stringify(event.before)}, ${event.after === null ? null : JSON.stringify(event.after)}, ${event.reason ?? null}, ${ctx.batch ?? null})`

export const append = async (tx: Tx, ctx: Context, event: NewEvent): Promise<void> => {
  await tx.run(eventInsert(ctx, event))
}
