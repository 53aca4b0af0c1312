import { isoOf, type Millis, millisOf } from '../../../kernel/instant.ts'
import type { Interval } from '../../../kernel/interval.ts'
import type { Db } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'

/** One outage as figures read it; `to` is null while it goes on. Dismissed ones are none. */
export type OutageSpan = Readonly<{
  id: string
  ref: string
  title: string
  subject: string
  severity: 'down' | 'degraded'
  from: Millis
  to: Millis | null
  own_fault: boolean | null
  cause: string | null
}>

export type MaintenanceSpan = Readonly<{
  id: string
  ref: string
  title: string
  subjects: readonly string[]
  from: Millis
  to: Millis
  announced: Millis
  down: boolean
  state: 'planned' | 'under_way' | 'finished'
}>

export type CorrectionSpan = Readonly<{
  id: string
  ref: string
  subject: string
  outage: string | null
  from: Millis
  to: Millis
  reason_type: string
  explanation: string
  approved_by: string | null
}>

type Times = Readonly<{ from_at: string; to_at: string | null }>

/** Outages of any of these that touch a stretch of time, in order of their beginning. */
export const outagesOf = async (db: Db, subjects: readonly string[], within: Interval): Promise<readonly OutageSpan[]> => {
  const rows = await db.rows<Omit<OutageSpan, 'from' | 'to'> & Times>(sql`
    select id, ref, title, subject, severity, started_at as from_at, ended_at as to_at, own_fault, cause from outage
    where subject = any(${[...subjects]}::uuid[]) and state <> 'dismissed' and started_at < ${isoOf(within.to)} and (ended_at is null or ended_at > ${isoOf(within.from)})
    order by started_at, id`)
  return rows.map(({ from_at, to_at, ...row }) => ({ ...row, from: millisOf(from_at), to: to_at === null ? null : millisOf(to_at) }))
}

/** Maintenance on any of these that touches a stretch of time and was not cancelled. */
export const maintenanceOf = async (db: Db, subjects: readonly string[], within: Interval): Promise<readonly MaintenanceSpan[]> => {
  const rows = await db.rows<
    Omit<MaintenanceSpan, 'from' | 'to' | 'announced' | 'down'> &
      Times &
      Readonly<{ announced_at: string; down: boolean | null; to_at: string }>
  >(sql`
    select id, ref, title, subjects, starts_at as from_at, ends_at as to_at, coalesce(announced_at, created_at) as announced_at, down, state from maintenance
    where subjects && ${[...subjects]}::uuid[] and state <> 'cancelled' and starts_at < ${isoOf(within.to)} and ends_at > ${isoOf(within.from)}
    order by starts_at, id`)
  return rows.map(({ from_at, to_at, announced_at, ...row }) => ({
    ...row,
    down: row.down === true,
    from: millisOf(from_at),
    to: millisOf(to_at),
    announced: millisOf(announced_at),
  }))
}

/** Approved corrections of any of these that touch a stretch of time. */
export const correctionsOf = async (db: Db, subjects: readonly string[], within: Interval): Promise<readonly CorrectionSpan[]> => {
  const rows = await db.rows<Omit<CorrectionSpan, 'from' | 'to'> & Times & Readonly<{ to_at: string }>>(sql`
    select id, ref, subject, outage, starts_at as from_at, ends_at as to_at, reason_type, explanation, approved_by from correction
    where subject = any(${[...subjects]}::uuid[]) and state = 'approved' and starts_at < ${isoOf(within.to)} and ends_at > ${isoOf(within.from)}
    order by starts_at, id`)
  return rows.map(({ from_at, to_at, ...row }) => ({ ...row, from: millisOf(from_at), to: millisOf(to_at) }))
}

/**
 * Outages that began within a stretch of time because of any of these: named as the cause, or the cause of the outage that is named. Those that are said to be our own fault
 * are not.
 */
export const outagesCausedBy = async (db: Db, causes: readonly string[], within: Interval): Promise<readonly OutageSpan[]> => {
  const of = [...causes]
  const rows = await db.rows<Omit<OutageSpan, 'from' | 'to'> & Times>(sql`
    select outage.id, outage.ref, outage.title, outage.subject, outage.severity, outage.started_at as from_at, outage.ended_at as to_at, outage.own_fault, outage.cause
    from outage left join outage as first on first.id = outage.cause
    where outage.state <> 'dismissed' and outage.started_at >= ${isoOf(within.from)} and outage.started_at < ${isoOf(within.to)} and outage.own_fault is not true
      and (outage.cause = any(${of}::uuid[]) or first.cause = any(${of}::uuid[]) or first.subject = any(${of}::uuid[]))
    order by outage.started_at, outage.id`)
  return rows.map(({ from_at, to_at, ...row }) => ({ ...row, from: millisOf(from_at), to: to_at === null ? null : millisOf(to_at) }))
}
