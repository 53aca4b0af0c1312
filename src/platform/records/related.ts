import type { Db } from '../db/database.ts'
import { and, id, sql } from '../db/sql.ts'
import type { Context } from './context.ts'
import { sightOf } from './filter.ts'
import { allFields, type Kind } from './kind.ts'
import type { Link } from './links.ts'

export type RelatedGroup = Readonly<{
  kind: string
  field: string
  label: string
  count: number
  exact: boolean
  items: readonly Omit<Link, 'kind'>[]
}>

/** Counting goes no further: a service may have a million incidents. */
const bound = 1_000

/** Records of every kind that link to this one, group by group, the newest five of each. */
export const relatedTo = async (db: Db, ctx: Context, of: Kind, recordId: string): Promise<readonly RelatedGroup[]> => {
  const groups: RelatedGroup[] = []
  for (const kind of ctx.registry.kinds) {
    const sight = sightOf(ctx, kind)
    if (sight === null) continue
    for (const [name, field] of Object.entries(allFields(kind))) {
      if ((field.type !== 'link' && field.type !== 'links') || !field.back || !field.to.includes(of.name)) continue
      const names = field.type === 'link' ? sql`${id(name)} = ${recordId}::uuid` : sql`${id(name)} @> array[${recordId}::uuid]`
      const where = and([sight, names])
      const counted = await db.first<{ count: number }>(
        sql`select count(*) from (select 1 from ${id(kind.name)} where ${where} limit ${bound + 1}) as bounded`,
      )
      const count = counted?.count ?? 0
      if (count === 0) continue
      const items = await db.rows<Omit<Link, 'kind'> & Record<string, unknown>>(
        sql`select id, ref, title, state from ${id(kind.name)} where ${where} order by id desc limit 5`,
      )
      groups.push({ kind: kind.name, field: name, label: field.back, count: Math.min(count, bound), exact: count <= bound, items })
    }
  }
  return groups
}
