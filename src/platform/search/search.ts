import type { Database, Db, Row, Tx } from '../db/database.ts'
import { id, join, type Sql, sql } from '../db/sql.ts'
import type { Context } from '../records/context.ts'
import { sightOf } from '../records/filter.ts'
import type { Kind } from '../records/kind.ts'
import { tsquery } from '../records/words.ts'
import { reachOf } from '../rights/grants.ts'
import { excerptOf } from './excerpt.ts'

/** `excerpt`: where the words stand in the record's text; null when they are in its ref or title alone. */
export type Hit = Readonly<{ id: string; kind: string; ref: string; title: string; state: string; excerpt: string | null }>

/** So many of each kind are ranked, the newest first; beyond that, a query is too broad for its order to mean anything. */
const candidates = 200

const refLike = /^\s*([a-z]{2,5})[\s-]*(\d{1,15})\s*$/i

const kindsFor = (ctx: Context, only: readonly string[] | undefined): readonly Kind[] =>
  ctx.registry.kinds.filter((kind) => (only ? only.includes(kind.name) : kind.quiet !== true))

type Found = Row & Omit<Hit, 'excerpt'> & Readonly<{ rank: number; changed_at: string }>
/** `all`: the person sees every record of the kind, so that none has to be looked at. */
type Sight = Readonly<{ kind: Kind; sight: Sql; all: boolean }>

/** The record whose ref the text is, written as INC-12, inc12 or INC 12. */
const byRef = async (db: Db, { kind, sight }: Sight, text: string): Promise<readonly Found[]> => {
  const [, prefix = '', number = ''] = refLike.exec(text) ?? []
  if (prefix.toUpperCase() !== kind.prefix) return []
  const ref = `${kind.prefix}-${number.replace(/^0+(?=\d)/, '')}`
  return await db.rows<Found>(
    sql`select id, ${kind.name} as kind, ref, title, state, changed_at, 10::float8 as rank from ${id(kind.name)} where ref = ${ref} and ${sight}`,
  )
}

/** The newest records of a kind that hold the words and may be seen, ranked. What may not be seen takes nobody's place. */
const byWords = async (db: Db, { kind, sight, all }: Sight, query: string, limit: number): Promise<readonly Found[]> => {
  const seen = all ? sql`true` : sql`exists (select 1 from ${id(kind.name)} where ${id(kind.name)}.id = record.id and ${sight})`
  return await db.rows<Found>(sql`
    select found.id, found.kind, found.ref, found.title, found.state, found.changed_at, ts_rank(found.words, to_tsquery('simple', ${query}))::float8 as rank
    from (
      select * from record where kind = ${kind.name} and words @@ to_tsquery('simple', ${query}) and ${seen}
      order by changed_at desc limit ${candidates}
    ) as found
    order by rank desc, found.changed_at desc limit ${limit}`)
}

const textsOf = async (db: Db, kind: Kind, ids: readonly string[]): Promise<readonly Readonly<{ id: string; text: string }>[]> =>
  kind.search.length === 0
    ? []
    : await db.rows<{ id: string; text: string }>(
        sql`select id, concat_ws(E'\n', ${join(kind.search.map((name) => sql`${id(name)}::text`))}) as text from ${id(kind.name)} where id = any(${[...ids]}::uuid[])`,
      )

const withExcerpts = async (db: Db, ctx: Context, found: readonly Found[], text: string): Promise<readonly Hit[]> => {
  const kinds = new Map(found.map((hit) => [hit.kind, ctx.registry.kind(hit.kind)]))
  const texts = await Promise.all(
    [...kinds.values()].map(async (kind) =>
      textsOf(
        db,
        kind,
        found.filter((hit) => hit.kind === kind.name).map((hit) => hit.id),
      ),
    ),
  )
  const byId = new Map(texts.flat().map((row) => [row.id, row.text]))
  return found.map(({ id: hit, kind, ref, title, state }) => ({
    id: hit,
    kind,
    ref,
    title,
    state,
    excerpt: excerptOf(byId.get(hit) ?? '', text),
  }))
}

const asked = async (tx: Tx, sights: readonly Sight[], text: string, limit: number): Promise<readonly Found[]> => {
  // Rare and frequent words want different plans: each question gets its own.
  void tx.run(sql`set local plan_cache_mode = force_custom_plan`).catch(() => undefined)
  const query = tsquery(text)
  const all = await Promise.all(
    sights.flatMap((sight) => [byRef(tx, sight, text), ...(query === '' ? [] : [byWords(tx, sight, query, limit)])]),
  )
  return all.flat()
}

/**
 * Records by exact ref first, then by the words of their ref, title and text, each word as a beginning; only what the person may see.
 * Of each kind a bounded number of candidates is ranked, the newest first.
 */
export const search = async (
  db: Database,
  ctx: Context,
  text: string,
  only: readonly string[] | undefined,
  limit: number,
): Promise<readonly Hit[]> => {
  const sights = kindsFor(ctx, only).flatMap((kind): readonly Sight[] => {
    const sight = sightOf(ctx, kind)
    return sight === null ? [] : [{ kind, sight, all: reachOf(ctx.actor, `${kind.name}.see`) === 'all' }]
  })
  if (sights.length === 0 || text.trim() === '') return []
  const hits = await db.transaction(async (tx) => await asked(tx, sights, text, limit))
  const seen = new Set<string>()
  const best = [...hits]
    .sort((one, other) => other.rank - one.rank || other.changed_at.localeCompare(one.changed_at))
    .filter((hit) => !seen.has(hit.id) && seen.add(hit.id))
    .slice(0, limit)
  return await withExcerpts(db, ctx, best, text)
}
