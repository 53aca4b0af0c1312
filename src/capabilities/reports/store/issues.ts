import type { Db, Tx } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'
import type { ReportFacts } from '../model/facts.ts'

export type Issue = Readonly<{ facts: ReportFacts; html: string; issued_at: string; sha256: string }>

export const issueOf = async (db: Db, report: string): Promise<Issue | undefined> =>
  await db.first<Issue>(sql`select facts, html, issued_at, sha256 from report_issue where report = ${report}`)

export const issuedRecords = async (db: Db, report: string, key: string): Promise<readonly string[] | undefined> =>
  (await db.first<{ record_ids: string[] }>(sql`select record_ids from report_figure where report = ${report} and key = ${key}`))
    ?.record_ids

export const saveIssue = async (
  tx: Tx,
  report: string,
  issue: Issue & Readonly<{ issued_by: string | null }>,
  records: ReadonlyMap<string, readonly string[]>,
): Promise<void> => {
  await tx.run(sql`insert into report_issue (report, facts, html, issued_at, issued_by, sha256)
    values (${report}, ${JSON.stringify(issue.facts)}, ${issue.html}, ${issue.issued_at}, ${issue.issued_by}, ${issue.sha256})`)
  for (const [key, ids] of records)
    await tx.run(sql`insert into report_figure (report, key, record_ids) values (${report}, ${key}, ${[...ids]}::uuid[])`)
}

export const dropIssue = async (tx: Tx, report: string): Promise<void> => {
  await tx.run(sql`delete from report_figure where report = ${report}`)
  await tx.run(sql`delete from report_issue where report = ${report}`)
}

/** A draft of a service's report on a period. */
export const draftOf = async (db: Db, service: string, period: string): Promise<string | undefined> =>
  (
    await db.first<{ id: string }>(
      sql`select id from report where service = ${service} and period = ${period} and report_type = 'service' and state = 'draft' order by created_at desc limit 1`,
    )
  )?.id
