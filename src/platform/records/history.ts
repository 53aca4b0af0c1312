import { notFound } from '../../kernel/refusal.ts'
import type { Db, Row } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { needOn } from '../rights/grants.ts'
import type { Context } from './context.ts'
import type { AnyRecord, Kind } from './kind.ts'
import { find, withoutHidden } from './read.ts'
import { isId } from '../../kernel/id.ts'

type Step = Row &
  Readonly<{
    verb: string
    version: number | null
    at: string
    before: Readonly<Record<string, unknown>> | null
    after: Readonly<Record<string, unknown>> | null
    actor: string | null
  }>

/**
 * A record as it was at a moment: from what it is now (or was when it was removed) backwards through its events.
 * @throws Refusal `not_found` when it did not exist then
 */
export const asOf = async (db: Db, ctx: Context, kind: Kind, key: string, at: string): Promise<AnyRecord> => {
  const nothing = notFound(`${kind.label} ${key.slice(0, 60)} at that moment`)
  const now = await find(db, kind, key)
  const recordId = now?.id ?? (isId(key) ? key : undefined)
  if (!recordId) throw nothing
  const later = await db.rows<Step>(
    sql`select verb, version, at, before, after, actor from event where record_id = ${recordId} and at > ${at} order by id desc`,
  )
  let record: Record<string, unknown> | undefined = now ? { ...now } : undefined
  for (const step of later) {
    if (step.verb === 'create') record = undefined
    else if (step.verb === 'remove') record = { ...step.before }
    else if (record && step.before) {
      Object.assign(record, step.before)
      if (step.version !== null) record['version'] = step.version - 1
    }
  }
  if (!record) throw nothing
  const last = await db.first<Step>(
    sql`select verb, at, actor, version, before, after from event where record_id = ${recordId} and at <= ${at} and version is not null order by id desc limit 1`,
  )
  if (last) Object.assign(record, { changed_at: last.at, changed_by: last.actor })
  const found = record as AnyRecord
  needOn(ctx.actor, `${kind.name}.see`, kind, found, `see ${kind.label.toLowerCase()} ${key}`)
  return withoutHidden(ctx, kind, found)
}
