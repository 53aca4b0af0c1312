import { isoOf, type Millis, millisOf } from '../../../kernel/instant.ts'
import type { Db, Tx } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'

/** A measure or a subject whose figures changed from a moment on. */
export type Touched = Readonly<{ id: string; what: 'measure' | 'subject'; from: Millis }>

/** Notes what must be judged anew, in the transaction of the change. */
export const touch = async (tx: Tx, what: Touched['what'], list: readonly Readonly<{ id: string; from: Millis }>[]): Promise<void> => {
  if (list.length === 0) return
  const earliest = new Map<string, Millis>()
  for (const one of list) earliest.set(one.id, Math.min(one.from, earliest.get(one.id) ?? Infinity))
  const ids = [...earliest.keys()].sort()
  const times = ids.map((one) => isoOf(earliest.get(one) ?? 0))
  await tx.run(sql`
    insert into touched (id, what, from_at) select id, ${what}, from_at from unnest(${ids}::uuid[], ${times}::timestamptz[]) as new (id, from_at)
    on conflict (id) do update set from_at = least(touched.from_at, excluded.from_at), n = nextval('touch_n')`)
}

/** What was touched, oldest first. Taken away by `forgetTouched` once it was judged. */
export const readTouched = async (db: Db, limit: number): Promise<readonly (Touched & Readonly<{ n: number }>)[]> => {
  const rows = await db.rows<{ id: string; what: 'measure' | 'subject'; from_at: string; n: number }>(
    sql`select id, what, from_at, n from touched order by n limit ${limit}`,
  )
  return rows.map(({ id, what, from_at, n }) => ({ id, what, from: millisOf(from_at), n }))
}

/** Takes away what was judged; what was touched again meanwhile stays. */
export const forgetTouched = async (db: Db, judged: readonly Readonly<{ id: string; n: number }>[]): Promise<void> => {
  await db.run(sql`
    delete from touched using unnest(${judged.map((one) => one.id)}::uuid[], ${judged.map((one) => one.n)}::bigint[]) as judged (id, n)
    where touched.id = judged.id and touched.n = judged.n`)
}
