import { calendarOf } from '../model/calendar.ts'
import {
  type AgreementTerms,
  type AgreementType,
  type Book,
  bookOf,
  type BusinessCalendar,
  inForce,
  type Measure,
  type PromiseTerms,
} from '../model/book.ts'
import type { ReopenRule } from '../model/clock.ts'
import type { Day } from '../../../kernel/day.ts'
import type { Millis } from '../../../kernel/instant.ts'
import type { Db } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'

type CalendarRow = Readonly<{
  id: string
  ref: string
  title: string
  version: number
  time_zone: string
  hours: unknown
  holidays: unknown
  shifts: unknown
  breaks: unknown
}>
type AgreementRow = Readonly<{
  id: string
  ref: string
  title: string
  version: number
  agreement_type: AgreementType
  provider: string | null
  provider_kind: string | null
  services: string[]
  calendar: string
  starts_on: Day | null
  ends_on: Day | null
  pauses_on: string[]
  when_reopened: ReopenRule | null
}>
type PromiseRow = Readonly<{
  id: string
  ref: string
  title: string
  version: number
  agreement: string
  measure: Measure
  priority: string | null
  target: number
  calendar: string | null
  warn_at: number | null
}>

const providerOf = (row: AgreementRow): AgreementTerms['provider'] =>
  row.provider !== null && (row.provider_kind === 'team' || row.provider_kind === 'supplier')
    ? { type: row.provider_kind, id: row.provider }
    : null

const agreementOf = (
  row: AgreementRow,
  calendars: ReadonlyMap<string, BusinessCalendar>,
  promises: readonly PromiseRow[],
): AgreementTerms | null => {
  const calendar = calendars.get(row.calendar)
  if (!calendar) return null
  const terms = promises
    .filter((one) => one.agreement === row.id)
    .flatMap((one): readonly PromiseTerms[] => {
      const own = one.calendar === null ? calendar : calendars.get(one.calendar)
      if (!own) return []
      const { id, ref, title, version, measure, priority, warn_at } = one
      return [{ id, ref, title, version, measure, priority, warn_at, target_s: one.target, calendar: own }]
    })
  const { id, ref, title, version, services } = row
  return {
    id,
    ref,
    title,
    version,
    services,
    type: row.agreement_type,
    provider: row.agreement_type === 'sla' ? null : providerOf(row),
    ...inForce(calendar.rule.time_zone, row.starts_on, row.ends_on),
    pauses_on: { waiting_for: row.pauses_on },
    when_reopened: row.when_reopened ?? 'exclude_closed',
    calendar,
    promises: terms,
  }
}

/** The version of everything that clocks depend on, as this transaction sees it. */
export const versionNow = async (db: Db): Promise<number> => (await db.first<{ n: number }>(sql`select n from level_version`))?.n ?? 0

/**
 * Reads all agreements that are or were in force, with their promises and calendars laid out around `now`.
 * An agreement that ended counts for tickets opened before its end; one that was dropped as a draft has no end and never counts.
 * @returns undefined when a change slipped in between the questions: ask again
 */
export const readBook = async (db: Db, now: Millis): Promise<Book | undefined> => {
  const version = await versionNow(db)
  const agreements = await db.rows<AgreementRow>(sql`
    select agreement.id, agreement.ref, agreement.title, agreement.version, agreement_type, provider, record.kind as provider_kind, services, calendar, starts_on, ends_on, pauses_on, when_reopened
    from agreement left join record on record.id = provider
    where agreement.state = 'active' or (agreement.state = 'ended' and ends_on is not null)`)
  const ids = agreements.map((one) => one.id)
  const promises = await db.rows<PromiseRow>(
    sql`select id, ref, title, version, agreement, measure, priority, target, calendar, warn_at from promise where state = 'active' and measure in ('response', 'resolution') and agreement = any(${ids}::uuid[])`,
  )
  const used = new Set([...agreements, ...promises].flatMap((one) => (one.calendar === null ? [] : [one.calendar])))
  const rows = await db.rows<CalendarRow>(
    sql`select id, ref, title, version, time_zone, hours, holidays, shifts, breaks from calendar where id = any(${[...used]}::uuid[])`,
  )
  if ((await versionNow(db)) !== version) return undefined
  const calendars = new Map(rows.map((row) => [row.id, calendarOf(row, now)]))
  return bookOf(
    version,
    agreements.flatMap((row) => agreementOf(row, calendars, promises) ?? []),
  )
}
