import { isId } from '../../kernel/id.ts'
import { invalid, notFound } from '../../kernel/refusal.ts'
import type { Db, Row } from '../db/database.ts'
import { and, id, join, raw, type Sql, sql } from '../db/sql.ts'
import { mayOn, reachOf } from '../rights/grants.ts'
import type { Context } from './context.ts'
import { columnsOf } from './columns.ts'
import { conditionsOf, type Filters, sightOf } from './filter.ts'
import type { Field } from './fields.ts'
import { type AnyRecord, fieldOf, type Kind } from './kind.ts'
import { type Link, linksOf } from './links.ts'

export type ListAsk = Readonly<{
  filters: Filters
  sort?: string
  limit?: number
  after?: string
  fields?: readonly string[]
  count?: boolean
}>

export type Page = Readonly<{
  items: readonly AnyRecord[]
  links: Readonly<Record<string, Link>>
  next: string | null
  count?: Readonly<{ value: number; exact: boolean }>
}>

const most = 500
/** Counting stops here: more is shown as "10,000+", so that no list reads a whole large table. */
const countBound = 10_000

const heavy = new Set(['markdown', 'structure'])

const listColumns = (ctx: Context, kind: Kind, wanted: readonly string[] | undefined): Sql => {
  const columns = columnsOf(kind).filter(({ name, field }) => {
    if (field.see && reachOf(ctx.actor, field.see) === null) return false
    if (wanted) return wanted.includes(name) || ['id', 'ref', 'title', 'state', 'version'].includes(name)
    return !heavy.has(field.type) || kind.list.columns.includes(name)
  })
  return join(columns.map((column) => id(column.name)))
}

/** `then`: the value of the second field of the order, where there is one. */
type Cursor = Readonly<{ value: unknown; id: string; then: string | null }>

const encode = ({ value, id: at, then }: Cursor): string =>
  Buffer.from(JSON.stringify(then === null ? [value, at] : [value, at, then])).toString('base64url')
const decode = (text: string, needsThen: boolean): Cursor => {
  try {
    const [value, at, then] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [unknown, unknown, unknown]
    const fits = value === null || ['string', 'number', 'boolean'].includes(typeof value)
    if (typeof at === 'string' && isId(at) && fits && (typeof then === 'string') === needsThen)
      return { value, id: at, then: typeof then === 'string' ? then : null }
  } catch {
    // falls through: the same refusal for every way of being unreadable
  }
  throw invalid('after', 'This is not a place in a list. Begin again without “after”.', 'cursor')
}

/** The second field of an order: where many rows are alike in the first, the indexes of a large kind go on with it. */
const secondOf = (kind: Kind, by: string, field: Field): string | null =>
  by === 'state' || field.type === 'choice' || field.type === 'link' ? (kind.list.within ?? null) : null

/**
 * A page of records that the person may see. Pages follow each other by the last row's sort value and id, so page 1,000 costs what page 1 costs.
 * @throws Refusal `filter`, `sort`, `cursor`
 */
export const list = async (db: Db, ctx: Context, kind: Kind, ask: ListAsk): Promise<Page> => {
  const sight = sightOf(ctx, kind)
  if (sight === null) return { items: [], links: {}, next: null, ...(ask.count ? { count: { value: 0, exact: true } } : {}) }
  const sort = ask.sort ?? kind.list.sort
  const descending = sort.startsWith('-')
  const by = sort.replace(/^-/, '')
  const field = fieldOf(kind, by)
  if (!field || ['structure', 'attributes', 'links', 'choices'].includes(field.type))
    throw invalid('sort', `${kind.labels} cannot be sorted by “${by.slice(0, 60)}”.`, 'sort')
  if (kind.large && !field.indexed)
    throw invalid('sort', `${kind.labels} are too many to sort by ${field.label}. Sort by one of: ${sortable(kind).join(', ')}.`, 'sort')
  const where = and([sight, ...(await conditionsOf(db, ctx, kind, ask.filters))])
  const limit = Math.min(Math.max(Math.trunc(ask.limit ?? 50), 1), most)
  const second = secondOf(kind, by, field)
  const rows = await pageOf(db, {
    table: id(kind.name),
    columns: listColumns(ctx, kind, ask.fields ? [...ask.fields, by, ...(second === null ? [] : [second])] : undefined),
    where,
    by,
    second,
    always: field.required === true,
    descending,
    limit: limit + 1,
    after: ask.after ? decode(ask.after, second !== null) : null,
  })
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  const counted = ask.count
    ? await db.first<{ count: number }>(
        sql`select count(*) from (select 1 from ${id(kind.name)} where ${where} limit ${countBound + 1}) as bounded`,
      )
    : undefined
  return {
    items,
    links: await linksOf(db, kind, items),
    next:
      rows.length > limit && last
        ? encode({ value: last[by] ?? null, id: last.id, then: second === null ? null : String(last[second]) })
        : null,
    ...(counted ? { count: { value: Math.min(counted.count, countBound), exact: counted.count <= countBound } } : {}),
  }
}

export const sortable = (kind: Kind): readonly string[] =>
  columnsOf(kind)
    .filter(({ field }) => field.indexed)
    .map(({ name }) => name)

type Row2 = Row & AnyRecord

type Paging = Readonly<{
  table: Sql
  columns: Sql
  where: Sql
  by: string
  second: string | null
  /** Every row has a value. */
  always: boolean
  descending: boolean
  limit: number
  after: Cursor | null
}>

/** Rows with a value come first in their order, rows without one after them: two index ranges, never a sort of the whole. */
const pageOf = async (db: Db, { table, columns, where, by, second, always, descending, limit, after }: Paging): Promise<AnyRecord[]> => {
  const column = id(by)
  const [way, beyond] = descending ? [raw('desc'), raw('<')] : [raw('asc'), raw('>')]
  const [tail, tailOrder] = second === null ? [sql`id`, sql`id ${way}`] : [sql`${id(second)}, id`, sql`${id(second)} ${way}, id ${way}`]
  const place = (cursor: Cursor): Sql => (second === null ? sql`${cursor.id}::uuid` : sql`${cursor.then}, ${cursor.id}::uuid`)
  const items: AnyRecord[] = []
  if (after === null || after.value !== null) {
    const from = after === null ? sql`true` : sql`(${column}, ${tail}) ${beyond} (${after.value}, ${place(after)})`
    const valued = always ? sql`true` : sql`${column} is not null`
    items.push(
      ...(await db.rows<Row2>(
        sql`select ${columns} from ${table} where (${where}) and ${valued} and ${from} order by ${column} ${way}, ${tailOrder} limit ${limit}`,
      )),
    )
  }
  if (!always && items.length < limit) {
    const from = after !== null && after.value === null ? sql`(${tail}) ${beyond} (${place(after)})` : sql`true`
    items.push(
      ...(await db.rows<Row2>(
        sql`select ${columns} from ${table} where (${where}) and ${column} is null and ${from} order by ${tailOrder} limit ${limit - items.length}`,
      )),
    )
  }
  return items
}

/** One record by ref or id, whatever the person's rights: for code that checks them itself. */
export const find = async (db: Db, kind: Kind, key: string, lock = false): Promise<AnyRecord | undefined> => {
  const which = isId(key) ? sql`id = ${key}::uuid` : sql`ref = ${key.toUpperCase()}`
  return await db.first<Row2>(sql`select * from ${id(kind.name)} where ${which} ${raw(lock ? 'for update' : '')}`)
}

/** One record that the person may see, without the fields that they may not. @throws Refusal `not_found` */
export const get = async (db: Db, ctx: Context, kind: Kind, key: string): Promise<AnyRecord> => {
  const record = await find(db, kind, key)
  if (!record || !mayOn(ctx.actor, `${kind.name}.see`, kind, record)) throw notFound(`${kind.label} ${key.slice(0, 60)}`)
  return withoutHidden(ctx, kind, record)
}

export const withoutHidden = (ctx: Context, kind: Kind, record: AnyRecord): AnyRecord => {
  const hidden = Object.entries(kind.fields).filter(([, field]) => field.see && reachOf(ctx.actor, field.see) === null)
  if (hidden.length === 0) return record
  const shown: Record<string, unknown> = { ...record }
  for (const [name] of hidden) delete shown[name]
  return shown as AnyRecord
}

/** Any record by ref or id, with its kind. @throws Refusal `not_found` */
export const locate = async (db: Db, ctx: Context, key: string): Promise<Readonly<{ kind: Kind; record: AnyRecord }>> => {
  const which = isId(key) ? sql`id = ${key}::uuid` : sql`ref = ${key.toUpperCase()}`
  const row = await db.first<{ kind: string; id: string }>(sql`select kind, id from record where ${which}`)
  if (!row) throw notFound(`Record ${key.slice(0, 60)}`)
  const kind = ctx.registry.kind(row.kind)
  return { kind, record: await get(db, ctx, kind, row.id) }
}
