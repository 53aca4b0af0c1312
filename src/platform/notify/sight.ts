import type { Db } from '../db/database.ts'
import { id, sql } from '../db/sql.ts'
import type { Context } from '../records/context.ts'
import { sightOf } from '../records/filter.ts'
import type { Notice } from './store.ts'

/** Which of these records the person may see now. */
const seen = async (db: Db, ctx: Context, notices: readonly Notice[]): Promise<ReadonlySet<string>> => {
  const byKind = new Map<string, string[]>()
  for (const { record } of notices) if (record) byKind.set(record.kind, [...(byKind.get(record.kind) ?? []), record.id])
  const found = await Promise.all(
    [...byKind].map(async ([name, ids]) => {
      const kind = ctx.registry.kinds.find((one) => one.name === name)
      const sight = kind ? sightOf(ctx, kind) : null
      return kind && sight
        ? await db.rows<{ id: string }>(sql`select id from ${id(kind.name)} where id = any(${[...new Set(ids)]}::uuid[]) and ${sight}`)
        : []
    }),
  )
  return new Set(found.flat().map((row) => row.id))
}

/** Rights change after somebody was told: what they may no longer see is said without naming it. */
export const asSeen = async (db: Db, ctx: Context, notices: readonly Notice[]): Promise<readonly Notice[]> => {
  const visible = await seen(db, ctx, notices)
  return notices.map((notice) =>
    notice.record === null || visible.has(notice.record.id)
      ? notice
      : { ...notice, record: null, actor: null, text: 'Something happened to a record that you may not see.' },
  )
}
