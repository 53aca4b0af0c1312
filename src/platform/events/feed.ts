import type { Db, Row } from '../db/database.ts'
import { and, sql, type Sql } from '../db/sql.ts'
import type { Context } from '../records/context.ts'
import { allFields } from '../records/kind.ts'
import { type Link, linksById } from '../records/links.ts'
import { reachOf } from '../rights/grants.ts'

export type FeedItem = Readonly<{
  id: number
  at: string
  occurred_at: string | null
  actor: Readonly<{ id: string; title: string }> | null
  via: string
  verb: string
  kind: string
  record_id: string
  ref: string | null
  title: string | null
  before: Readonly<Record<string, unknown>> | null
  after: Readonly<Record<string, unknown>> | null
  reason: string | null
  batch: string | null
}>

export type Feed = Readonly<{ items: readonly FeedItem[]; links: Readonly<Record<string, Link>>; next: number | null }>

export type FeedAsk = Readonly<{
  record?: string
  kind?: string
  actor?: string
  verb?: string
  from?: string
  to?: string
  after?: number
  limit?: number
}>

type Found = Row & Omit<FeedItem, 'actor'> & Readonly<{ actor_id: string | null; actor_title: string | null }>

/** Values of link fields in an event, so that "Team: 0190... > 0191..." can be said in names. */
const linkedIds = (ctx: Context, item: Found): readonly string[] => {
  const kind = ctx.registry.kinds.find((one) => one.name === item.kind)
  if (!kind) return []
  const names = Object.entries(allFields(kind)).flatMap(([name, field]) => (field.type === 'link' || field.type === 'links' ? [name] : []))
  return [item.before, item.after]
    .flatMap((side) => names.flatMap((name) => [side?.[name]].flat()))
    .filter((one): one is string => typeof one === 'string')
}

/** Fields that the person may not see stay out of what they read of the past, too. */
const shown = (ctx: Context, item: Found, side: FeedItem['before']): FeedItem['before'] => {
  const kind = ctx.registry.kinds.find((one) => one.name === item.kind)
  if (!side || !kind) return side
  return Object.fromEntries(
    Object.entries(side).filter(([name]) => {
      const right = kind.fields[name]?.see
      return right === undefined || reachOf(ctx.actor, right) !== null
    }),
  )
}

/** Events, newest first, a page at a time. Whoever calls has judged that the person may read them. */
export const feed = async (db: Db, ctx: Context, ask: FeedAsk): Promise<Feed> => {
  const limit = Math.min(Math.max(ask.limit ?? 50, 1), 200)
  const where: Sql[] = []
  if (ask.record) where.push(sql`event.record_id = ${ask.record}::uuid`)
  if (ask.kind) where.push(sql`event.kind = ${ask.kind}`)
  if (ask.actor) where.push(sql`event.actor = ${ask.actor}::uuid`)
  if (ask.verb) where.push(sql`event.verb = ${ask.verb}`)
  if (ask.from) where.push(sql`event.at >= ${ask.from}`)
  if (ask.to) where.push(sql`event.at < ${ask.to}`)
  if (ask.after) where.push(sql`event.id < ${ask.after}`)
  const rows = await db.rows<Found>(sql`
    select event.id, event.at, event.occurred_at, event.via, event.verb, event.kind, event.record_id, event.before, event.after, event.reason, event.batch,
      actor.id as actor_id, actor.title as actor_title, coalesce(record.ref, event.before->>'ref') as ref, coalesce(record.title, event.before->>'title') as title
    from event left join record on record.id = event.record_id left join record actor on actor.id = event.actor
    where ${and(where)} order by event.id desc limit ${limit + 1}`)
  const items = rows.slice(0, limit)
  const links = await linksById(db, [...new Set(items.flatMap((item) => linkedIds(ctx, item)))])
  return {
    items: items.map(({ actor_id, actor_title, ...item }) => ({
      ...item,
      before: shown(ctx, { ...item, actor_id, actor_title }, item.before),
      after: shown(ctx, { ...item, actor_id, actor_title }, item.after),
      actor: actor_id === null ? null : { id: actor_id, title: actor_title ?? '' },
    })),
    links,
    next: rows.length > limit ? (items.at(-1)?.id ?? null) : null,
  }
}
