import { openDatabase, type Database } from '../src/platform/db/database.ts'
import { sql } from '../src/platform/db/sql.ts'
import { freshDatabase } from '../src/platform/db/testing.ts'
import { type Graph } from '../src/platform/graph/graph.ts'
import { impactOf } from '../src/platform/graph/impact.ts'
import { type EdgeRow, type EdgeSource, liveGraph } from '../src/platform/graph/source.ts'
import { closure } from '../src/platform/graph/walk.ts'
import { type Bench, cpuSeconds, type Row } from './row.ts'

const source: EdgeSource = {
  kind: 'need',
  from: 'dependent',
  edges: async (db, of) =>
    await db.rows<EdgeRow>(
      sql`select dependent as "from", provider as "to", means, "group", needs_k as k from need${of ? sql` where dependent = any(${[...of]}::uuid[])` : sql``}`,
    ),
}

/**
 * Five storeys of an estate, from 1 % plant to 20 % services at the top, and one supply that all plant needs. Each node needs some of the storey below,
 * close to its own place (within 1 %); one need in six is by use only, a third of the nodes need 2 of a group. Ids are made from numbers.
 */
const fill = async (db: Database, nodes: number, edges: number): Promise<void> => {
  const each = Math.ceil(edges / nodes)
  await db.transaction(
    async (tx) => {
      await tx.run(
        sql`create table event (id bigint generated always as identity, era smallint not null default 0, tx xid8 not null default pg_current_xact_id(), kind text, record_id uuid, before jsonb, after jsonb)`,
      )
      await tx.run(sql`create index event_seal_order on event (era, tx, id)`)
      await tx.run(
        sql`create table need (id uuid primary key default gen_random_uuid(), dependent uuid not null, provider uuid not null, means text not null, "group" text, needs_k bigint)`,
      )
      await tx.run(sql`select setseed(0.42)`)
      await tx.run(sql`create table storey (floor int, first bigint, size bigint)`)
      for (const [floor, share, before] of [
        [1, 0.01, 0],
        [2, 0.09, 0.01],
        [3, 0.3, 0.1],
        [4, 0.4, 0.4],
        [5, 0.2, 0.8],
      ] as const)
        await tx.run(
          sql`insert into storey values (${floor}::int, ${1 + Math.round(before * nodes)}::bigint, ${Math.round(share * nodes)}::bigint)`,
        )
      await tx.run(
        sql`insert into need (dependent, provider, means) select md5(n::text)::uuid, md5('0')::uuid, 'requires' from storey, generate_series(first, first + size - 2) n where floor = 1`,
      )
      await tx.run(sql`insert into need (dependent, provider, means, "group", needs_k)
        select md5(n::text)::uuid, md5((below.first + least(below.size - 1, greatest(0, floor(below.size * ((n - own.first)::float / own.size + (random() - 0.5) * 0.02)))))::bigint::text)::uuid,
          case when random() < 0.17 then 'uses' else 'requires' end, case when n % 3 = 0 then 'group' end, 2
        from storey own join storey below on below.floor = own.floor - 1, generate_series(own.first, own.first + own.size - 2) n, generate_series(1, ${each}::bigint) e`)
      await tx.run(sql`create index need_dependent on need (dependent)`)
      await tx.run(sql`analyze`)
    },
    { deadline: 0 },
  )
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

/** The middle of the CPU times for each of these nodes, the best of three runs each, in milliseconds: other work on the machine does not count. */
const middle = (nodes: readonly number[], work: (node: number) => unknown): number => {
  const times = nodes.map((node) => 1000 * Math.min(...Array.from({ length: 3 }, () => cpuSeconds(() => void work(node)))))
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
}

/** A plain breadth-first walk over the same arrays: the least that any impact costs. */
const plainWalk = (graph: Graph, node: number): number => closure(graph, node, 'needed_by').length

const figure = (work: string, value: number, beside: number, most: number): Row => ({
  work,
  figure: value,
  unit: 'ms',
  beside,
  ratio: value / beside,
  reach: `< ${most} ms`,
  met: value < most,
})

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
      const ids = Array.from({ length: 201 }, (_, at) => Math.floor((graph.ids.length / 201) * at))
      const supply = graph.index.get((await db.first<{ id: string }>(sql`select md5('0')::uuid as id`))?.id ?? '') ?? 0
      // Most nodes carry little; the twentieth part that carries most is what people ask about.
      const reach = new Map(ids.map((node) => [node, impactOf(graph, [node]).nodes.length]))
      const heavy = [...ids].sort((a, b) => (reach.get(b) ?? 0) - (reach.get(a) ?? 0)).slice(0, 10)
      const [impact, walk] = [middle(heavy, (node) => impactOf(graph, [node])), middle(heavy, (node) => plainWalk(graph, node))]
      const [worst, worstWalk] = [middle([supply], (node) => impactOf(graph, [node])), middle([supply], (node) => plainWalk(graph, node))]
      await db.run(
        sql`insert into event (kind, record_id, after) select 'need', id, jsonb_build_object('dependent', dependent) from need limit 20`,
      )
      const changed = await timed(async () => await live.current(db))
      await live.current(db)
      const same = await timed(async () => await live.current(db))
      return [
        figure(`load ${graph.ids.length} nodes, ${graph.outTo.length} edges`, loaded, rows, 2000),
        figure(`impact of one node of the heaviest 5 % (${reach.get(heavy[5] ?? 0) ?? 0} reached)`, impact, walk, 5),
        figure(`impact of what all stand on (${impactOf(graph, [supply]).nodes.length} reached)`, worst, worstWalk, 50),
        figure('bring up to date after 20 changes', changed, rows, 500),
        figure('bring up to date after none', same, rows, 5),
      ]
    } finally {
      await db.close()
    }
  },
}
