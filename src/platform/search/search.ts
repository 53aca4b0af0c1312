import type { Db, Row } from '../db/database.ts'
import { id, sql } from '../db/sql.ts'
import type { Context } from '../records/context.ts'
import { sightOf, tsquery } from '../records/filter.ts'
import type { Kind } from '../records/kind.ts'

export type Hit = Readonly<{ id: string; kind: string; ref: string; title: string; state: string }>

/** So many of each kind are ranked; beyond that, a query is too broad for its order to mean anything. */
const candidates = 200

const refLike = /^[a-z]{2,5}-\d+$/i

const kindsFor = (ctx: Context, only: readonly string[] | undefined): readonly Kind[] =>
  ctx.registry.kinds.filter((kind) => (only ? only.includes(kind.name) : kind.quiet !== true))

type Found = Row & Hit & Readonly<{ rank: number }>

/**
 * Records by exact ref first, then by the words of their ref, title and text, the last word as a beginning; only what the person may see.
 * Reads a bounded number of candidates per kind through the index, newest first, so that a million records cost what ten thousand do.
 */
export const search = async (
  db: Db,
  ctx: Context,
  text: string,
  only: readonly string[] | undefined,
  limit: number,
): Promise<readonly Hit[]> => {
  const kinds = kindsFor(ctx, only)
  const query = tsquery(text)
  const hits: Found[] = []
  const trimmed = text.trim()
  for (const kind of kinds) {
    const sight = sightOf(ctx, kind)
    if (sight === null) continue
    if (refLike.test(trimmed) && trimmed.toUpperCase().startsWith(`${kind.prefix}-`))
      hits.push(
        ...(await db.rows<Found>(
          sql`select id, ${kind.name} as kind, ref, title, state, 10::float8 as rank from ${id(kind.name)} where ref = ${trimmed.toUpperCase()} and ${sight}`,
        )),
      )
    if (query === '') continue
    hits.push(
      ...(await db.rows<Found>(sql`
        select found.id, found.kind, found.ref, found.title, found.state, ts_rank(found.words, to_tsquery('simple', ${query}))::float8 as rank
        from (select * from record where kind = ${kind.name} and words @@ to_tsquery('simple', ${query}) limit ${candidates}) as found
        where found.id in (select id from ${id(kind.name)} where ${sight})
        order by rank desc limit ${limit}`)),
    )
  }
  const seen = new Set<string>()
  return hits
    .sort((one, other) => other.rank - one.rank || one.title.localeCompare(other.title))
    .filter((hit) => !seen.has(hit.id) && seen.add(hit.id))
    .slice(0, limit)
    .map(({ id: hit, kind, ref, title, state }) => ({ id: hit, kind, ref, title, state }))
}
