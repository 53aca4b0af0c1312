import type { Db, Row } from '../db/database.ts'
import { sql, type Sql } from '../db/sql.ts'

/** A comment as it is shown. `html` has been made safe. */
export type Remark = Readonly<{
  id: string
  at: string
  edited_at: string | null
  author: Readonly<{ id: string; title: string }> | null
  text: string
  html: string
}>

export type Stored = Remark & Readonly<{ record_id: string }>

type Found = Row & Omit<Stored, 'author'> & Readonly<{ author: string | null; author_title: string | null }>

const read = async (db: Db, where: Sql, limit: number): Promise<readonly Stored[]> => {
  const rows = await db.rows<Found>(sql`
    select comment.id, comment.record_id, comment.at, comment.edited_at, comment.text, comment.html, comment.author, author.title as author_title
    from comment left join record author on author.id = comment.author
    where comment.removed_at is null and ${where} order by comment.id desc limit ${limit}`)
  return rows.map(({ author, author_title, ...row }) => ({
    ...row,
    author: author === null ? null : { id: author, title: author_title ?? '' },
  }))
}

/** Comments of a record, newest first. @param after the id of the last one of the page before */
export const commentsOf = async (db: Db, recordId: string, after: string | undefined, limit: number): Promise<readonly Stored[]> =>
  await read(db, sql`comment.record_id = ${recordId} and ${after === undefined ? sql`true` : sql`comment.id < ${after}::uuid`}`, limit)

export const commentById = async (db: Db, id: string): Promise<Stored | undefined> => (await read(db, sql`comment.id = ${id}::uuid`, 1))[0]
