import type { Db, Tx } from '../../platform/db/database.ts'
import { and, id, join, sql } from '../../platform/db/sql.ts'
import { type EdgeRow, type EdgeSource, liveGraph } from '../../platform/graph/source.ts'
import type { Context } from '../../platform/records/context.ts'
import { sightOf } from '../../platform/records/filter.ts'

const dependencies: EdgeSource = {
  kind: 'dependency',
  from: 'dependent',
  edges: async (db, of) =>
    await db.rows<EdgeRow>(
      sql`select dependent as "from", provider as "to", means, "group", needs_k as k from dependency where state = 'active'${of ? sql` and dependent = any(${[...of]}::uuid[])` : sql``}`,
    ),
}

/** An offering is a part of what its service offers. */
const offerings: EdgeSource = {
  kind: 'offering',
  from: 'id',
  edges: async (db, of) =>
    await db.rows<EdgeRow>(
      sql`select id as "from", service as "to", 'part_of' as means, null as "group", null::bigint as k from offering where state = 'active'${of ? sql` and id = any(${[...of]}::uuid[])` : sql``}`,
    ),
}

/** What needs what, held in memory and kept current. */
export const graph = liveGraph([dependencies, offerings])

/** What is shown of a thing on maps and in lists of impact. */
export type Card = Readonly<{ id: string; kind: string; ref: string; title: string; state: string; criticality: string | null }>

const shown = ['service', 'offering', 'component'] as const

/** Cards of those records that the person may see; retired ones are left out. */
export const cardsOf = async (db: Db, ctx: Context, ids: readonly string[]): Promise<ReadonlyMap<string, Card>> => {
  if (ids.length === 0) return new Map()
  const parts = shown.flatMap((name) => {
    const sight = sightOf(ctx, ctx.registry.kind(name))
    const criticality = name === 'service' ? sql`criticality` : sql`null::text`
    const where = sight && and([sql`id = any(${[...ids]}::uuid[])`, sql`state <> 'retired'`, sight])
    return where ? [sql`select id, ${name} as kind, ref, title, state, ${criticality} as criticality from ${id(name)} where ${where}`] : []
  })
  if (parts.length === 0) return new Map()
  const rows = await db.rows<Card>(join(parts, ' union all '))
  return new Map(rows.map((row) => [row.id, row]))
}

/** Changes of dependencies follow each other, so that two of them cannot close a circle together. */
export const lockDependencies = async (tx: Tx): Promise<void> => {
  await tx.run(sql`select pg_advisory_xact_lock(7300021)`)
}

/** Another dependency in force between the same two. */
export const twinOf = async (tx: Tx, dependent: string, provider: string, self: string): Promise<string | undefined> =>
  (
    await tx.first<{ ref: string }>(
      sql`select ref from dependency where dependent = ${dependent} and provider = ${provider} and state = 'active' and id <> ${self} limit 1`,
    )
  )?.ref

/** How many other dependencies in force stand in a redundancy group. */
export const othersInGroup = async (tx: Tx, dependent: string, group: string, self: string): Promise<number> =>
  (
    await tx.first<{ count: number }>(
      sql`select count(*) as count from dependency where dependent = ${dependent} and "group" = ${group} and state = 'active' and id <> ${self}`,
    )
  )?.count ?? 0

/**
 * The hard needs (all but "uses") among everything that a record needs by a longer or shorter way, as the transaction sees them.
 * Without the dependency `self`, which is being changed.
 */
export const hardNeedsBelow = async (tx: Tx, from: string, self: string): Promise<readonly Readonly<{ from: string; to: string }>[]> =>
  await tx.rows(sql`
    with recursive below as (
      select ${from}::uuid as id
      union select dependency.provider from dependency join below on dependency.dependent = below.id where dependency.state = 'active' and dependency.means <> 'uses' and dependency.id <> ${self}
    )
    select dependent as "from", provider as "to" from dependency join below on below.id = dependency.dependent where state = 'active' and means <> 'uses' and dependency.id <> ${self}`)

export const titlesOf = async (db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const rows = await db.rows<{ id: string; title: string }>(sql`select id, title from record where id = any(${[...ids]}::uuid[])`)
  return new Map(rows.map((row) => [row.id, row.title]))
}
