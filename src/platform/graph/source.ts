import type { Db } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { builder, type Edge, type Graph, meanings, type Means, withNeedsOf } from './graph.ts'

/** An edge as a source's SQL gives it. */
export type EdgeRow = Readonly<{ from: string; to: string; means: string; group: string | null; k: number | null }>

/** Where edges come from: a kind of record whose table says what needs what. */
export type EdgeSource = Readonly<{
  kind: string
  /** The field that names who needs; 'id' when it is the record itself. */
  from: string
  /** All edges, or those of some nodes. */
  edges: (db: Db, of: readonly string[] | null) => Promise<readonly EdgeRow[]>
}>

/** The graph, read once and then kept current. */
export type LiveGraph = Readonly<{ current: (db: Db) => Promise<Graph> }>

type Mark = Readonly<{ era: number; tx: string }>

/** Everything of transactions from here on is unseen: those that were still running when it was taken included. */
const markOf = async (db: Db): Promise<Mark> => {
  const row = await db.first<Mark>(sql`select coalesce((select max(era) from event), 0) as era, pg_snapshot_xmin(pg_current_snapshot())::text as tx`)
  if (!row) throw new Error('the database gave no snapshot')
  return row
}

const meansFrom = (text: string): Means => meanings.find((one) => one === text) ?? 'requires'

const toEdge = (row: EdgeRow): Edge => ({ from: row.from, to: row.to, means: meansFrom(row.means), group: row.group, k: row.k })

const readAll = async (db: Db, sources: readonly EdgeSource[]): Promise<Graph> => {
  const made = builder()
  for (const source of sources) for (const row of await source.edges(db, null)) made.add(row.from, row.to, meansFrom(row.means), row.group, row.k)
  return made.build()
}

type Happened = Readonly<{ kind: string; record_id: string; before: string | null; after: string | null }>

/** Beyond this many changed nodes reading everything is quicker. */
const most = 500

/** Nodes whose needs may have changed since the mark, by the events of the sources' records; null when they are too many. */
const changedSince = async (db: Db, sources: readonly EdgeSource[], mark: Mark): Promise<ReadonlySet<string> | null> => {
  const changed = new Set<string>()
  for (const { kind, from } of sources) {
    const rows = await db.rows<Happened>(sql`select kind, record_id, before ->> ${from} as before, after ->> ${from} as after from event
      where era = ${mark.era} and tx >= ${mark.tx}::xid8 and kind = ${kind} limit ${most + 1}`)
    if (rows.length > most) return null
    for (const row of rows) for (const id of from === 'id' ? [row.record_id] : [row.before, row.after]) if (id) changed.add(id)
    // A change of another field does not name who needs: the record does.
    if (from !== 'id' && rows.length > 0) {
      const owners = await db.rows<{ owner: string | null }>(sql`select ${{ strings: [`"${from}"`], values: [] }} as owner from ${{ strings: [`"${kind}"`], values: [] }} where id = any(${rows.map((row) => row.record_id)}::uuid[])`)
      for (const row of owners) if (row.owner) changed.add(row.owner)
    }
  }
  return changed
}

/**
 * A graph that is read when it is first asked for and brought up to date by the events since then, whichever process wrote them.
 * Concurrent questions share one reading.
 */
export const liveGraph = (sources: readonly EdgeSource[]): LiveGraph => {
  let held: Readonly<{ graph: Graph; mark: Mark; of: unknown }> | undefined
  let reading: Promise<Graph> | undefined

  const refreshed = async (db: Db): Promise<Graph> => {
    // The mark is taken before reading: what commits meanwhile is read again next time.
    const mark = await markOf(db)
    const changed = held?.mark.era === mark.era ? await changedSince(db, sources, held.mark) : null
    if (!held || changed === null) held = { graph: await readAll(db, sources), mark, of: db }
    else if (changed.size === 0) held = { ...held, mark }
    else {
      const ids = [...changed]
      const rows = await Promise.all(sources.map(async (source) => await source.edges(db, ids)))
      held = { ...held, graph: withNeedsOf(held.graph, changed, rows.flat().map(toEdge)), mark }
    }
    return held.graph
  }
  return {
    current: async (db) => {
      if (held && held.of !== db) held = undefined
      reading ??= refreshed(db).finally(() => {
        reading = undefined
      })
      return await reading
    },
  }
}

