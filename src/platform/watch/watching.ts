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

/** Who is told of changes of each of these records of a kind: ids of people by record. */
export const watchersOfAll = async (db: Db, kind: Kind, records: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> => {
  if (records.length === 0) return new Map()
  const rows = await db.rows<{ record: string; people: string[] }>(sql`
    with said as (select record_id, person, watching from watch where record_id = any(${[...records]}::uuid[])),
      born as (select id as record_id, unnest(array[owner, created_by]) as person from ${id(kind.name)} where id = any(${[...records]}::uuid[]))
    select record_id as record, array_agg(distinct person) as people from (
      select record_id, person from said where watching
      union all select record_id, person from born where not exists (select 1 from said where said.record_id = born.record_id and said.person = born.person and not watching)
    ) as everybody where person is not null group by record_id`)
  return new Map(rows.map(({ record, people }) => [record, people]))
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
