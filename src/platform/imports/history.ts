import { newId } from '../../kernel/id.ts'
import { isoOf } from '../../kernel/instant.ts'
import { copyLines } from '../db/copy.ts'
import type { Tx } from '../db/database.ts'
import { id, sql } from '../db/sql.ts'
import type { Context } from '../records/context.ts'
import { allFields, type AnyRecord, type Kind } from '../records/kind.ts'
import { type Loading, load } from '../records/load.ts'
import { save } from '../records/write.ts'
import type { Finder } from './find.ts'
import { type Loader, type ReadEvent, type ReadItem, titleOf } from './reader.ts'
import { isOfOneRecord, type Report } from './report.ts'
import { canonical } from './values.ts'

export type Ready = Readonly<{ item: ReadItem; values: Record<string, unknown> }>

/** The past of an item with its links as ids; links to records that are unknown are left empty there. */
export const pastOf = (finder: Finder, kind: Kind, item: ReadItem): readonly ReadEvent[] =>
  (item.past ?? []).map((event) => ({ ...event, after: finder.linkValues(kind, event.after).values }))

const loadingOf = (one: Ready, past: readonly ReadEvent[]): Loading => ({
  id: newId(),
  values: one.values,
  past,
  ...(one.item.source_ref === null ? {} : { source_ref: one.item.source_ref }),
  ...(one.item.created_at ? { created_at: one.item.created_at } : {}),
  ...(one.item.changed_at ? { changed_at: one.item.changed_at } : {}),
})

export type Bulk = Readonly<{
  tx: Tx
  ctx: Context
  kind: Kind
  source: string
  finder: Finder
  report: Report
  loader: Loader | undefined
}>

/** Writes new records with their whole history in bulk. When the database refuses them, halves are tried until the one at fault is found. */
export const loadAll = async (bulk: Bulk, ready: readonly Ready[]): Promise<void> => {
  const { tx, ctx, kind, source, finder, report, loader } = bulk
  const rows = ready.map((one) => loadingOf(one, pastOf(finder, kind, one.item)))
  await tx.run(sql`savepoint loading`)
  try {
    if (loader) await loader(tx, ctx, rows, { source })
    else await load(tx, ctx, kind, rows, { source })
    await tx.run(sql`release savepoint loading`)
  } catch (error) {
    if (!isOfOneRecord(error)) throw error
    await tx.run(sql`rollback to savepoint loading`)
    const [only] = ready
    if (ready.length === 1 && only) return report.refuse(only.item, error)
    const half = Math.ceil(ready.length / 2)
    await loadAll(bulk, ready.slice(0, half))
    await loadAll(bulk, ready.slice(half))
    return
  }
  report.count(kind.name, 'new', rows.length)
  ready.forEach((one, index) => finder.wrote(kind.name, one.item.source_ref, rows[index]?.id ?? '', titleOf(one.values)))
}

type Told = Readonly<{ occurred_at: string; after: Readonly<Record<string, unknown>> }>

/** An event as text that is equal for equal events, however their values are written. */
const identity = (instants: ReadonlySet<string>, event: Told): string => {
  const after: [string, unknown][] = []
  for (const [name, value] of Object.entries(event.after))
    if (value !== null && value !== undefined)
      after.push([name, instants.has(name) && typeof value === 'string' ? Date.parse(value) : value])
  after.sort(([one], [other]) => (one < other ? -1 : 1))
  return `${Date.parse(event.occurred_at)} ${canonical(after)}`
}

/** What the events of many records tell of their past. */
export const knownPasts = async (tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, readonly Told[]>> => {
  if (ids.length === 0) return new Map()
  const rows = await tx.rows<Told & { record_id: string }>(
    sql`select record_id, occurred_at, after from event where record_id = any(${[...ids]}::uuid[]) and occurred_at is not null and via = 'import' and after is not null order by id`,
  )
  return Map.groupBy(rows, (row) => row.record_id)
}

/** What of a record's past is not in its events yet: the same thing may have happened twice, so they are counted off. */
export const newPast = (kind: Kind, known: readonly Told[], past: readonly ReadEvent[]): readonly ReadEvent[] => {
  const instants = new Set(Object.entries(allFields(kind)).flatMap(([name, field]) => (field.type === 'instant' ? [name] : [])))
  const left = new Map<string, number>()
  for (const event of known) {
    const key = identity(instants, event)
    left.set(key, (left.get(key) ?? 0) + 1)
  }
  return past.filter((event) => {
    const key = identity(instants, event)
    const times = left.get(key) ?? 0
    left.set(key, times - 1)
    return times <= 0
  })
}

/**
 * Brings a record with a history up to date: the events that its source has learned since, then its fields.
 * Behaviours are not called, since they would take what the source says for something that happens now: `Reader.reread` follows up.
 */
export const amend = async (
  tx: Tx,
  ctx: Context,
  kind: Kind,
  record: AnyRecord,
  values: Readonly<Record<string, unknown>>,
  fresh: readonly ReadEvent[],
): Promise<void> => {
  const quiet: Context = { ...ctx, registry: { ...ctx.registry, behaviours: () => [] } }
  const at = isoOf(ctx.now)
  function* lines(): Generator<readonly unknown[]> {
    let version = record.version
    // An empty `before` marks a thing that happened to a record that was there already.
    for (const event of fresh)
      yield [
        at,
        event.occurred_at,
        ctx.actor.id,
        ctx.via,
        event.verb,
        kind.name,
        record.id,
        ++version,
        '{}',
        JSON.stringify(event.after),
        ctx.batch ?? null,
      ]
  }
  await tx.copyIn(sql`event (at, occurred_at, actor, via, verb, kind, record_id, version, before, after, batch)`, copyLines(lines()))
  const version = record.version + fresh.length
  await tx.run(sql`update ${id(kind.name)} set version = ${version} where id = ${record.id}`)
  const now: AnyRecord = { ...record, version }
  await save(tx, quiet, kind, now, { ...now, ...values }, 'change', { reason: 'Read again from its source.' })
}
