import { openDatabase, type Database } from '../src/platform/db/database.ts'
import { sql } from '../src/platform/db/sql.ts'
import { freshDatabase } from '../src/platform/db/testing.ts'
import { type Graph } from '../src/platform/graph/graph.ts'
import { impactOf } from '../src/platform/graph/impact.ts'
import { type EdgeRow, type EdgeSource, liveGraph } from '../src/platform/graph/source.ts'
import { closure } from '../src/platform/graph/walk.ts'
import type { Bench, Row } from './row.ts'

const source: EdgeSource = {
  kind: 'need',
  from: 'dependent',
  edges: async (db, of) =>
    await db.rows<EdgeRow>(sql`select dependent as "from", provider as "to", means, "group", needs_k as k from need${of ? sql` where dependent = any(${[...of]}::uuid[])` : sql``}`),
}

/**
 * Layers of services over components: each node needs four of the nodes before it, mostly near ones, one in six by use only,
 * a third of the others as 2 of a group. Ids are made from numbers.
 */
const fill = async (db: Database, nodes: number, edges: number): Promise<void> => {
  const each = Math.ceil(edges / nodes)
  await db.transaction(
    async (tx) => {
      await tx.run(sql`create table event (id bigint generated always as identity, era smallint not null default 0, tx xid8 not null default pg_current_xact_id(), kind text, record_id uuid, before jsonb, after jsonb)`)
      await tx.run(sql`create index event_seal_order on event (era, tx, id)`)
      await tx.run(sql`create table need (id uuid primary key default gen_random_uuid(), dependent uuid not null, provider uuid not null, means text not null, "group" text, needs_k bigint)`)
      await tx.run(sql`select setseed(0.42)`)
      await tx.run(sql`insert into need (dependent, provider, means, "group", needs_k)
        select md5(n::text)::uuid, md5(greatest(0, floor(n * (1 - power(random(), 3) * 0.4) - 1 - random() * 40))::bigint::text)::uuid,
          case when random() < 0.17 then 'uses' else 'requires' end, case when random() < 0.33 then 'group' end, 2
        from generate_series(1, ${nodes - 1}::bigint) n, generate_series(1, ${each}::bigint) e`)
      await tx.run(sql`create index need_dependent on need (dependent)`)
      await tx.run(sql`analyze`)
    },
    { deadline: 0 },
  )
}

const timed = async (work: () => unknown): Promise<number> => {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

/** The middle of the times of one run for each of these nodes, in milliseconds. */
const middle = async (nodes: readonly number[], work: (node: number) => unknown): Promise<number> => {
  const times: number[] = []
  for (const node of nodes) times.push(await timed(() => work(node)))
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
}

/** A plain breadth-first walk over the same arrays: the least that any impact costs. */
const plainWalk = (graph: Graph, node: number): number => closure(graph, node, 'needed_by').length

const figure = (work: string, value: number, beside: number, most: number): Row => ({ work, figure: value, unit: 'ms', beside, ratio: value / beside, reach: `< ${most} ms`, met: value < most })

export const bench: Bench = {
  name: 'graph',
  run: async ([nodesText, edgesText]): Promise<readonly Row[]> => {
    const [nodes, edges] = [Number(nodesText ?? 100_000), Number(edgesText ?? 400_000)]
    await using database = await freshDatabase({ templateKey: 'graphbench', prepare: () => Promise.resolve() })
    const db = openDatabase(database.address, 2)
    try {
      await fill(db, nodes, edges)
      const live = liveGraph([source])
      const rows = await timed(async () => await source.edges(db, null))
      const loaded = await timed(async () => await live.current(db))
      const graph = await live.current(db)
      const ids = Array.from({ length: 101 }, (_, at) => Math.floor((graph.ids.length / 101) * at))
      const low = graph.index.get((await db.first<{ id: string }>(sql`select md5('0')::uuid as id`))?.id ?? '') ?? 0
      const [impact, walk] = [await middle(ids, (node) => impactOf(graph, [node])), await middle(ids, (node) => plainWalk(graph, node))]
      const [worst, worstWalk] = [await middle(Array.from({ length: 9 }, () => low), (node) => impactOf(graph, [node])), await middle(Array.from({ length: 9 }, () => low), (node) => plainWalk(graph, node))]
      await db.run(sql`insert into event (kind, record_id, after) select 'need', id, jsonb_build_object('dependent', dependent) from need limit 20`)
      const changed = await timed(async () => await live.current(db))
      const same = await middle([1, 2, 3, 4, 5], async () => await live.current(db))
      return [
        figure(`load ${graph.ids.length} nodes, ${graph.outTo.length} edges`, loaded, rows, 2000),
        figure('impact of one node, median', impact, walk, 5),
        figure(`impact of the node that most stand on (${impactOf(graph, [low]).length} reached)`, worst, worstWalk, 50),
        figure('bring up to date after 20 changes', changed, rows, 500),
        figure('bring up to date after none', same, rows, 5),
      ]
    } finally {
      await db.close()
    }
  },
}
