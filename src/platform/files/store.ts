import { isoOf, type Millis } from '../../kernel/instant.ts'
import type { Db, Row, Tx } from '../db/database.ts'
import { sql, type Sql } from '../db/sql.ts'

/** A file as it is listed. `size` in bytes. */
export type Attached = Readonly<{
  id: string
  name: string
  size: number
  type: string
  at: string
  by: Readonly<{ id: string; title: string }> | null
}>

export type Stored = Attached & Readonly<{ record_id: string; sha256: string }>

type Found = Row & Omit<Stored, 'by'> & Readonly<{ made_by: string | null; made_title: string | null }>

const read = async (db: Db, where: Sql): Promise<readonly Stored[]> => {
  const rows = await db.rows<Found>(sql`
    select file.id, file.record_id, file.name, file.size, file.type, file.sha256, file.made_at as at, file.made_by, maker.title as made_title
    from file left join record maker on maker.id = file.made_by where file.removed_at is null and ${where} order by file.made_at desc, file.id desc limit 1000`)
  return rows.map(({ made_by, made_title, ...row }) => ({ ...row, by: made_by === null ? null : { id: made_by, title: made_title ?? '' } }))
}

/** Files of a record, newest first. */
export const filesOf = async (db: Db, recordId: string): Promise<readonly Stored[]> => await read(db, sql`file.record_id = ${recordId}`)
export const fileById = async (db: Db, id: string): Promise<Stored | undefined> => (await read(db, sql`file.id = ${id}::uuid`))[0]

export type NewFile = Readonly<{
  id: string
  record: string
  name: string
  type: string
  size: number
  sha256: string
  by: string | null
  at: Millis
}>

export const insertFile = async (tx: Tx, file: NewFile): Promise<void> => {
  await tx.run(sql`insert into file (id, record_id, name, type, size, sha256, made_by, made_at)
    values (${file.id}, ${file.record}, ${file.name}, ${file.type}, ${file.size}, ${file.sha256}, ${file.by}, ${isoOf(file.at)})`)
}

export const markRemoved = async (tx: Tx, id: string, now: Millis): Promise<boolean> =>
  (await tx.run(sql`update file set removed_at = ${isoOf(now)} where id = ${id} and removed_at is null`)) === 1

/** Forgets files that were removed before a moment. */
export const forgetRemoved = async (db: Db, before: Millis): Promise<number> =>
  await db.run(sql`delete from file where removed_at < ${isoOf(before)}`)

export const contentsInUse = async (db: Db, digests: readonly string[]): Promise<ReadonlySet<string>> =>
  new Set(
    (await db.rows<{ sha256: string }>(sql`select distinct sha256 from file where sha256 = any(${[...digests]}::text[])`)).map(
      (row) => row.sha256,
    ),
  )
