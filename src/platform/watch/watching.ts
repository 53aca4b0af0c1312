import { isoOf, type Millis } from '../../kernel/instant.ts'
import type { Db, Row, Tx } from '../db/database.ts'
import { id, type Sql, sql } from '../db/sql.ts'
import type { AnyRecord, Kind } from '../records/kind.ts'

/** People who watch a record because it is theirs, until they say no. */
const born = (record: AnyRecord): readonly string[] =>
  [record.owner, record['created_by']].filter((one): one is string => typeof one === 'string')

/**
 * The people who are told of a record's changes, as a subquery with the column `person`: those who watch it, its owner and who made it,
 * without those who said no.
 * @param more others who are told this once, even if they do not watch; who said no stays out
 */
export const watchersSql = (record: AnyRecord, more: readonly string[] = []): Sql =>
  sql`select person from watch where record_id = ${record.id} and watching
    union select one as person from unnest(${[...new Set([...born(record), ...more])]}::uuid[]) as one
      where not exists (select 1 from watch where record_id = ${record.id} and person = one and not watching)`

/** @returns ids of people */
export const watchersOf = async (db: Db, kind: Kind, recordId: string): Promise<readonly string[]> => {
  const record = await db.first<Row & AnyRecord>(sql`select id, owner, created_by from ${id(kind.name)} where id = ${recordId}`)
  return record ? (await db.rows<{ person: string }>(watchersSql(record))).map(({ person }) => person) : []
}

export type Watching = Readonly<{ watching: boolean; count: number }>

/** Whether the person watches the record, and how many do. */
export const watchingOf = async (db: Db, person: string | null, record: AnyRecord): Promise<Watching> => {
  const row = await db.first<Watching>(
    sql`select count(*) as count, coalesce(bool_or(person = ${person}::uuid), false) as watching from (${watchersSql(record)}) as watchers`,
  )
  return row ?? { watching: false, count: 0 }
}

/** People begin to watch because of what they did or who named them, unless they once said no. Ids of others than people are passed over. */
export const startWatching = async (tx: Tx, people: readonly string[], recordId: string, now: Millis): Promise<void> => {
  await tx.run(
    sql`insert into watch (record_id, person, watching, since) select ${recordId}, id, true, ${isoOf(now)} from record where id = any(${[...people]}::uuid[]) and kind = 'person' on conflict do nothing`,
  )
}

/** A person says that they want to be told, or that they do not. */
export const setWatching = async (db: Db, person: string, recordId: string, watching: boolean, now: Millis): Promise<void> => {
  await db.run(sql`insert into watch (record_id, person, watching, since) values (${recordId}, ${person}, ${watching}, ${isoOf(now)})
    on conflict (record_id, person) do update set watching = excluded.watching, since = excluded.since where watch.watching <> excluded.watching`)
}
