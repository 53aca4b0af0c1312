import type { Db } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'

export type IntakeRow = Readonly<{ taken: number; series_n: number; last_at: string | null }>

export const intakeOf = async (db: Db, source: string): Promise<IntakeRow | undefined> =>
  await db.first<IntakeRow>(sql`select taken, series_n, last_at from source_intake where source = ${source}`)

export type SeriesRow = Readonly<{
  name: string
  labels: Readonly<Record<string, string>>
  first_at: string
  last_at: string
  resets: number
}>

/** Series of a source whose name or labels hold some words, by name. */
export const seriesShown = async (db: Db, source: string, words: string, limit: number): Promise<readonly SeriesRow[]> => {
  const like = `%${words.replaceAll(/[\\%_]/g, '\\$&')}%`
  return await db.rows<SeriesRow>(
    sql`select name, labels, first_at, last_at, resets from series where source = ${source} and (name ilike ${like} or labels::text ilike ${like}) order by name, hash limit ${limit}`,
  )
}

export type DropRow = Readonly<{ reason: string; n: number; example: string | null; last_hour: string }>

/** What was not taken since a moment, by reason, the most frequent first. */
export const dropsOf = async (db: Db, source: string, since: string): Promise<readonly DropRow[]> =>
  await db.rows<DropRow>(sql`
    select reason, sum(n)::bigint as n, max(example) as example, max(hour) as last_hour from source_drop where source = ${source} and hour >= ${since} group by reason order by 2 desc, 1`)
