import type { Db } from '../db/database.ts'
import { id, sql } from '../db/sql.ts'
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
  const row = await db.first<Mark>(
    sql`select coalesce((select max(era) from event), 0) as era, pg_snapshot_xmin(pg_current_snapshot())::text as tx`,
  )
  if (!row) throw new Error('the database gave no snapshot')
  return row
}

const meansFrom = (text: string): Means => meanings.find((one) => one === text) ?? 'requires'

const toEdge = (row: EdgeRow): Edge => ({ from: row.from, to: row.to, means: meansFrom(row.means), group: row.group, k: row.k })

const readAll = async (db: Db, sources: readonly EdgeSource[]): Promise<Graph> => {
  const made = builder()
  for (const source of sources)
    for (const row of await source.edges(db, null)) made.add(row.from, row.to, meansFrom(row.means), row.group, row.k)
  return made.build()
}

type Happened = Readonly<{ kind: string; record_id: string; was: string | null; is: string | null }>

/** Beyond this many events, or changed records, reading everything is quicker. */
const mostEvents = 20_000
const mostRecords = 500

/** Nodes whose needs may have changed since the mark, by the events of the sources' records; null when they are too many. */
const changedSince = async (db: Db, sources: readonly EdgeSource[], mark: Mark): Promise<ReadonlySet<string> | null> => {
  const since = sql`era = ${mark.era} and tx >= ${mark.tx}::xid8`
  const recent = await db.first<{ count: number }>(
    sql`select count(*) as count from (select 1 from event where ${since} limit ${mostEvents + 1}) as bounded`,
  )
  if ((recent?.count ?? 0) > mostEvents) return null
  const changed = new Set<string>()
  for (const { kind, from } of sources) {
    const rows = await db.rows<Happened>(
      sql`select kind, record_id, before ->> ${from} as was, after ->> ${from} as is from event where ${since} and kind = ${kind} limit ${mostRecords + 1}`,
    )
    if (rows.length > mostRecords) return null
    for (const row of rows) for (const node of from === 'id' ? [row.record_id] : [row.was, row.is]) if (node) changed.add(node)
    if (from === 'id' || rows.length === 0) continue
    // A change of another field does not name who needs: the record does.
    const owners = await db.rows<{ owner: string | null }>(
      sql`select ${id(from)} as owner from ${id(kind)} where id = any(${rows.map((row) => row.record_id)}::uuid[])`,
    )
    for (const { owner } of owners) if (owner) changed.add(owner)
  }
  return changed
}

type Held = Readonly<{ graph: Graph; mark: Mark }>

const refreshed = async (db: Db, sources: readonly EdgeSource[], held: Held | undefined): Promise<Held> => {
  // The mark is taken before reading: what commits meanwhile is read again next time.
  const mark = await markOf(db)
  const changed = held?.mark.era === mark.era ? await changedSince(db, sources, held.mark) : null
  if (!held || changed === null) return { graph: await readAll(db, sources), mark }
  if (changed.size === 0) return { graph: held.graph, mark }
  const ids = [...changed]
  const rows: EdgeRow[] = []
  for (const source of sources) rows.push(...(await source.edges(db, ids)))
  return { graph: withNeedsOf(held.graph, changed, rows.map(toEdge)), mark }
}

/** Readings of one database follow each other: a question that comes during one waits for the next, so that it sees all that was committed before it. */
type Keeper = { held: Held | undefined; running: Promise<Held> | undefined; waiting: Promise<Held> | undefined }

/**
 * A graph that is read when it is first asked for and brought up to date by the events since then, whichever process wrote them.
 * Held once for each database.
 */
export const liveGraph = (sources: readonly EdgeSource[]): LiveGraph => {
  const keepers = new WeakMap<Db, Keeper>()
  const begin = async (keeper: Keeper, db: Db): Promise<Held> => {
    try {
      keeper.held = await refreshed(db, sources, keeper.held)
      return keeper.held
    } finally {
      keeper.running = undefined
    }
  }
  return {
    current: async (db) => {
      const keeper = keepers.get(db) ?? { held: undefined, running: undefined, waiting: undefined }
      keepers.set(db, keeper)
      if (!keeper.running) keeper.running = begin(keeper, db)
      else if (keeper.waiting) return (await keeper.waiting).graph
      else {
        const before = keeper.running
        keeper.waiting = before
          .catch(() => undefined)
          .then(async () => {
            keeper.waiting = undefined
            keeper.running = begin(keeper, db)
            return await keeper.running
          })
        return (await keeper.waiting).graph
      }
      return (await keeper.running).graph
    },
  }
}
