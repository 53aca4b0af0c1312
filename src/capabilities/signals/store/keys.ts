import { isoOf, type Millis } from '../../../kernel/instant.ts'
import type { Db, Tx } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'

/** A key as its source shows it; `prefix` tells which one it is without giving it away. */
export type SourceKey = Readonly<{ id: string; prefix: string; made_at: string; last_used_at: string | null; revoked_at: string | null }>

export const writeKey = async (
  tx: Tx,
  key: Readonly<{ id: string; source: string; hash: string; prefix: string; made_by: string | null }>,
  now: Millis,
): Promise<void> => {
  await tx.run(
    sql`insert into source_key (id, source, hash, prefix, made_at, made_by) values (${key.id}, ${key.source}, ${key.hash}, ${key.prefix}, ${isoOf(now)}, ${key.made_by})`,
  )
}

export const keysOf = async (db: Db, source: string): Promise<readonly SourceKey[]> =>
  await db.rows<SourceKey>(
    sql`select id, prefix, made_at, last_used_at, revoked_at from source_key where source = ${source} order by made_at desc`,
  )

/** @returns how many */
export const revoke = async (tx: Tx, source: string, key: string, now: Millis): Promise<number> =>
  await tx.run(sql`update source_key set revoked_at = ${isoOf(now)} where id = ${key} and source = ${source} and revoked_at is null`)

export const sourceByHash = async (db: Db, hash: string): Promise<Readonly<{ id: string; source: string }> | undefined> =>
  await db.first<{ id: string; source: string }>(sql`select id, source from source_key where hash = ${hash} and revoked_at is null`)

export const noteUse = async (db: Db, key: string, now: Millis): Promise<void> => {
  await db.run(sql`update source_key set last_used_at = ${isoOf(now)} where id = ${key}`)
}
