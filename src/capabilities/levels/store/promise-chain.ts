import type { Day } from '../../../kernel/day.ts'
import type { Millis } from '../../../kernel/instant.ts'
import type { Db } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'
import type { AgreementType, BusinessCalendar } from '../model/book.ts'
import { calendarOf } from '../model/calendar.ts'

/** A promise about availability with the agreement that it stands in. */
export type AvailabilityTerms = Readonly<{
  id: string
  ref: string
  title: string
  /** Promised, 0-1. */
  share: number
  /** What it is of; null: each service of the agreement. */
  subject: string | null
  window_type: 'month' | 'quarter' | 'year' | 'rolling' | null
  /** Seconds, of a rolling window. */
  window_length: number | null
  calendar: string
  agreement: Readonly<{ id: string; ref: string; title: string; type: AgreementType }>
  provider: string | null
  services: readonly string[]
  contract: string | null
  starts_on: Day | null
  ends_on: Day | null
}>

type Row = Omit<AvailabilityTerms, 'agreement'> &
  Readonly<{ agreement_id: string; agreement_ref: string; agreement_title: string; agreement_type: AgreementType }>

/** All promises about availability in active agreements; whether these are in force on a day is left to the reader. */
export const availabilityTerms = async (db: Db): Promise<readonly AvailabilityTerms[]> => {
  const rows = await db.rows<Row>(sql`
    select promise.id, promise.ref, promise.title, promise.share, promise.subject, promise.window_type, promise.window_length,
      coalesce(promise.calendar, agreement.calendar) as calendar,
      agreement.id as agreement_id, agreement.ref as agreement_ref, agreement.title as agreement_title, agreement.agreement_type,
      agreement.provider, agreement.services, agreement.contract, agreement.starts_on, agreement.ends_on
    from promise join agreement on agreement.id = promise.agreement
    where promise.measure = 'availability' and promise.state = 'active' and promise.share is not null and agreement.state = 'active'
    order by promise.share, promise.ref`)
  return rows.map(({ agreement_id, agreement_ref, agreement_title, agreement_type, ...row }) => ({
    ...row,
    agreement: { id: agreement_id, ref: agreement_ref, title: agreement_title, type: agreement_type },
  }))
}

type CalendarRow = Readonly<{ id: string; ref: string; title: string; version: number; time_zone: string } & Record<string, unknown>>

/** Calendars laid out around `now`, by id. */
export const calendarsLaidOut = async (db: Db, ids: readonly string[], now: Millis): Promise<ReadonlyMap<string, BusinessCalendar>> => {
  const rows = await db.rows<CalendarRow>(
    sql`select id, ref, title, version, time_zone, hours, holidays, shifts, breaks from calendar where id = any(${[...new Set(ids)]}::uuid[])`,
  )
  return new Map(rows.map((row) => [row.id, calendarOf(row, now)]))
}
