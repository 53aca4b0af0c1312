import { isoOf } from '../../../kernel/instant.ts'
import type { Interval } from '../../../kernel/interval.ts'
import type { Db } from '../../../platform/db/database.ts'
import { type Sql, sql } from '../../../platform/db/sql.ts'

type Row = Readonly<{ id: string; ref: string; title: string; from_at: string; to_at: string | null; state: string }>
export type OutageRow = Row & Readonly<{ subject: string; severity: 'down' | 'degraded'; own_fault: boolean | null; cause: string | null }>
export type MaintenanceRow = Row & Readonly<{ subjects: readonly string[]; down: boolean | null }>
export type CorrectionRow = Row & Readonly<{ subject: string; reason_type: string }>

const only = (column: Sql, subjects: readonly string[] | null): Sql =>
  subjects === null ? sql`` : sql` and ${column} = any(${[...subjects]}::uuid[])`

/** The latest outages that touch a stretch of time, dismissed ones left out; one more than `most` says that there are more. */
export const outageRows = async (
  db: Db,
  sight: Sql,
  within: Interval,
  subjects: readonly string[] | null,
  most: number,
): Promise<readonly OutageRow[]> =>
  await db.rows<OutageRow>(sql`
    select id, ref, title, subject, severity, state, own_fault, cause, started_at as from_at, ended_at as to_at from outage
    where (${sight}) and state <> 'dismissed' and started_at < ${isoOf(within.to)} and (ended_at is null or ended_at > ${isoOf(within.from)})${only(sql`subject`, subjects)}
    order by started_at desc, id desc limit ${most + 1}`)

export const maintenanceRows = async (
  db: Db,
  sight: Sql,
  within: Interval,
  subjects: readonly string[] | null,
  most: number,
): Promise<readonly MaintenanceRow[]> =>
  await db.rows<MaintenanceRow>(sql`
    select id, ref, title, subjects, down, state, starts_at as from_at, ends_at as to_at from maintenance
    where (${sight}) and state <> 'cancelled' and starts_at < ${isoOf(within.to)} and ends_at > ${isoOf(within.from)}${subjects === null ? sql`` : sql` and subjects && ${[...subjects]}::uuid[]`}
    order by starts_at desc, id desc limit ${most}`)

export const correctionRows = async (
  db: Db,
  sight: Sql,
  within: Interval,
  subjects: readonly string[] | null,
  most: number,
): Promise<readonly CorrectionRow[]> =>
  await db.rows<CorrectionRow>(sql`
    select id, ref, title, subject, reason_type, state, starts_at as from_at, ends_at as to_at from correction
    where (${sight}) and state = 'approved' and starts_at < ${isoOf(within.to)} and ends_at > ${isoOf(within.from)}${only(sql`subject`, subjects)}
    order by starts_at desc, id desc limit ${most}`)

/** What causes of outages are about: themselves, or what the outage is about that is the cause. */
export const subjectsOfCauses = async (db: Db, causes: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  if (causes.length === 0) return new Map()
  const rows = await db.rows<{ id: string; subject: string }>(sql`select id, subject from outage where id = any(${[...causes]}::uuid[])`)
  return new Map([...causes.map((id) => [id, id] as const), ...rows.map((row) => [row.id, row.subject] as const)])
}
