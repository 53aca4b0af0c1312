import type { Database, Row } from '../db/database.ts'
import { id, sql } from '../db/sql.ts'
import type { Context } from '../records/context.ts'
import { sightOf } from '../records/filter.ts'
import { stateOf } from '../records/kind.ts'
import { type Hit, search } from '../search/search.ts'

const most = 8

/** Refs that begin like this one: INC-10 and INC-100 to INC-109. */
const refsLike = (ref: string): readonly string[] => [ref, ...Array.from({ length: 10 }, (_, digit) => `${ref}${digit}`)]

const byRef = async (db: Database, ctx: Context, text: string): Promise<readonly Hit[]> => {
  const ref = /^[a-z]{2,5}-\d{1,9}$/i.test(text) ? text.toUpperCase() : undefined
  const kind = ref && ctx.registry.kinds.find((one) => ref.startsWith(`${one.prefix}-`))
  const sight = kind ? sightOf(ctx, kind) : null
  if (!ref || !kind || sight === null) return []
  return await db.rows<Row & Hit>(
    sql`select id, ${kind.name} as kind, ref, title, state from ${id(kind.name)} where ref = any(${refsLike(ref)}::text[]) and ${sight} order by length(ref), ref limit ${most}`,
  )
}

/** What a person may mean while they type: after @ people and teams, after # other records, without a sign both. */
export const mentionable = async (db: Database, ctx: Context, typed: string): Promise<readonly Hit[]> => {
  const sign = typed.startsWith('@') || typed.startsWith('#') ? typed[0] : ''
  const words = typed.slice(sign ? 1 : 0).trim()
  if (words === '') return []
  const somebody = ['person', 'team'].filter((name) => ctx.registry.kinds.some((kind) => kind.name === name))
  const others = ctx.registry.kinds.filter((kind) => kind.quiet !== true && !somebody.includes(kind.name)).map((kind) => kind.name)
  const found = [
    ...(await byRef(db, ctx, words)),
    ...(sign === '#' ? [] : await search(db, ctx, words, somebody, most)),
    ...(sign === '@' ? [] : await search(db, ctx, words, others, most)),
  ]
  const wanted = new Set(sign === '@' ? somebody : sign === '#' ? others : [...somebody, ...others])
  const seen = new Set<string>()
  return found
    .filter((hit) => wanted.has(hit.kind) && !seen.has(hit.id) && seen.add(hit.id))
    .filter((hit) => !somebody.includes(hit.kind) || stateOf(ctx.registry.kind(hit.kind), hit.state)?.phase !== 'closed')
    .slice(0, most)
}
