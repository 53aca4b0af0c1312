import { newId } from '../../kernel/id.ts'
import { isoOf } from '../../kernel/instant.ts'
import type { Tx } from '../db/database.ts'
import { copyLines } from '../db/copy.ts'
import { id, join, raw, sql } from '../db/sql.ts'
import { columnsOf, toColumn } from './columns.ts'
import type { Context } from './context.ts'
import type { Kind } from './kind.ts'
import { searchText } from './write.ts'
import { searchable } from './words.ts'

/** A record on its way in with many others: values checked and links resolved to ids by whoever reads the source. */
export type Loading = Readonly<{
  id: string
  values: Readonly<Record<string, unknown>>
  /** Where it comes from, so that reading the same source again finds it. */
  source_ref?: string
  /** When it began and last changed in the world; now when absent. */
  created_at?: string
  changed_at?: string
  /** What happened to it before: one event each; the last one's state of affairs is `values`. Without any, one "create" event is written. */
  past?: readonly PastEvent[]
}>

export type PastEvent = Readonly<{
  verb: string
  occurred_at: string
  actor?: string | null
  after: Readonly<Record<string, unknown>>
  before?: Readonly<Record<string, unknown>> | null
}>

export type LoadHow = Readonly<{ source?: string; progress?: (done: number) => void }>

/**
 * Writes many new records of one kind with their events by COPY, in the caller's transaction. Behaviours are not called:
 * whoever loads follows up for the whole set (clocks are recomputed in one go).
 * @returns refs by id
 */
export const load = async (
  tx: Tx,
  ctx: Context,
  kind: Kind,
  rows: readonly Loading[],
  how: LoadHow = {},
): Promise<ReadonlyMap<string, string>> => {
  const refs = new Map<string, string>()
  if (rows.length === 0) return refs
  const numbers = await tx.rows<{ n: number }>(
    sql`select nextval(${`ref_${kind.name}`}::regclass) as n from generate_series(1, ${rows.length})`,
  )
  rows.forEach((row, at) => refs.set(row.id, `${kind.prefix}-${numbers[at]?.n ?? 0}`))
  const now = isoOf(ctx.now)
  await loadRegister(tx, ctx, kind, rows, refs, how.source, now)
  const columns = columnsOf(kind)
  const system = (row: Loading): Readonly<Record<string, unknown>> => ({
    id: row.id,
    ref: refs.get(row.id),
    state: row.values['state'] ?? kind.lifecycle.initial,
    version: Math.max(1, row.past?.length ?? 1),
    created_at: row.created_at ?? now,
    created_by: row.values['created_by'] ?? ctx.actor.id,
    changed_at: row.changed_at ?? row.created_at ?? now,
    changed_by: ctx.actor.id,
  })
  function* lines(): Generator<readonly unknown[]> {
    let done = 0
    for (const row of rows) {
      const fixed = system(row)
      yield columns.map(({ name, field }) => toColumn(field, fixed[name] ?? row.values[name]))
      if (++done % 5000 === 0) how.progress?.(done)
    }
  }
  await tx.copyIn(sql`${id(kind.name)} (${join(columns.map(({ name }) => id(name)))})`, copyLines(lines()))
  await loadEvents(tx, ctx, kind, rows, refs, now)
  how.progress?.(rows.length)
  return refs
}

/** The register with its search words goes through a staging table, since COPY cannot compute. */
const loadRegister = async (
  tx: Tx,
  ctx: Context,
  kind: Kind,
  rows: readonly Loading[],
  refs: ReadonlyMap<string, string>,
  source: string | undefined,
  now: string,
): Promise<void> => {
  const staging = `loading_${newId().replaceAll('-', '')}`
  await tx.run(
    sql`create temp table ${id(staging)} (id uuid, ref text, title text, state text, source_ref text, changed_at timestamptz, heading text, body text) on commit drop`,
  )
  function* lines(): Generator<readonly unknown[]> {
    for (const row of rows)
      yield [
        row.id,
        refs.get(row.id),
        row.values['title'],
        row.values['state'] ?? kind.lifecycle.initial,
        row.source_ref ?? null,
        row.changed_at ?? row.created_at ?? now,
        searchable(`${refs.get(row.id) ?? ''} ${String(row.values['title'])}`),
        searchable(searchText(kind, row.values)),
      ]
  }
  await tx.copyIn(id(staging), copyLines(lines()))
  await tx.run(sql`insert into record (id, kind, ref, title, state, source, source_ref, batch, words, changed_at)
    select id, ${kind.name}, ref, title, state, case when source_ref is null then null else ${source ?? null}::text end, source_ref, ${ctx.batch ?? null}::uuid,
      setweight(to_tsvector('simple', heading), 'A') || setweight(to_tsvector('simple', body), 'B'), changed_at
    from ${id(staging)}`)
  await tx.run(sql`drop table ${id(staging)}`)
}

const eventColumns = ['at', 'occurred_at', 'actor', 'via', 'verb', 'kind', 'record_id', 'version', 'before', 'after', 'batch'] as const

const loadEvents = async (
  tx: Tx,
  ctx: Context,
  kind: Kind,
  rows: readonly Loading[],
  refs: ReadonlyMap<string, string>,
  now: string,
): Promise<void> => {
  const json = (value: Readonly<Record<string, unknown>> | null | undefined): string | null => (value ? JSON.stringify(value) : null)
  function* lines(): Generator<readonly unknown[]> {
    for (const row of rows) {
      const past = row.past ?? []
      if (past.length === 0) {
        const after = { ref: refs.get(row.id), state: row.values['state'] ?? kind.lifecycle.initial, ...present(row.values) }
        yield [now, row.created_at ?? null, ctx.actor.id, ctx.via, 'create', kind.name, row.id, 1, null, json(after), ctx.batch ?? null]
      }
      let version = 0
      for (const event of past)
        yield [
          now,
          event.occurred_at,
          event.actor ?? ctx.actor.id,
          ctx.via,
          event.verb,
          kind.name,
          row.id,
          ++version,
          json(event.before),
          json(event.after),
          ctx.batch ?? null,
        ]
    }
  }
  await tx.copyIn(sql`event (${raw(eventColumns.map((name) => `"${name}"`).join(', '))})`, copyLines(lines()))
}

const present = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0)),
  )
