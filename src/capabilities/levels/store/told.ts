import { isoOf, type Millis } from '../../../kernel/instant.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'

/** Marks what was told of clocks. */
export const markTold = async (tx: Tx, marks: readonly Readonly<{ ticket: string; promise: string; told: 1 | 2 }>[]): Promise<void> => {
  if (marks.length === 0) return
  await tx.run(sql`update clock set told = mark.told from json_to_recordset(${JSON.stringify(marks)}::json) as mark (ticket uuid, promise uuid, told smallint)
    where clock.ticket = mark.ticket and clock.promise = mark.promise`)
}

export type Due = Readonly<{ ticket: string; promise: string; told: number }>

/** Clocks of which something is to be told by now, the earliest first. */
export const dueClocks = async (tx: Tx, now: Millis, most: number): Promise<readonly Due[]> =>
  await tx.rows<Due>(sql`select ticket, promise, told from clock where next_at <= ${isoOf(now)} order by next_at limit ${most}`)
