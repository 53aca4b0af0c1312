import { isoOf, type Millis } from '../../../kernel/instant.ts'
import type { Db, Tx } from '../../../platform/db/database.ts'
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

/** Whether a step of the budget policy was reached since a moment already, so that a budget around its edge does not tell of it again and again. */
export const policyReached = async (
  db: Db,
  of: Readonly<{ promise: string; subject: string; policy: string }>,
  since: Millis,
): Promise<boolean> =>
  (
    await db.first<{ some: boolean }>(sql`
    select exists (select 1 from event where record_id = ${of.promise} and verb = 'budget_policy' and at > ${isoOf(since)}
      and after ->> 'subject' = ${of.subject} and after ->> 'policy' = ${of.policy}) as some`)
  )?.some ?? false
