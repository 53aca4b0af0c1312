import type { Day } from '../../../kernel/day.ts'
import type { Millis } from '../../../kernel/instant.ts'
import type { Db } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'
import { type BusinessCalendar, inForce } from '../model/book.ts'
import { calendarOf } from '../model/calendar.ts'
import { isAboutTickets } from '../model/promise.ts'
import { burnTable } from '../model/slo/alert-table.ts'
import { usualPolicy } from '../model/slo/policy.ts'
import type { Budgeting } from '../model/slo/sli.ts'
import type { Window } from '../model/slo/window.ts'
import { objectiveOf } from '../model/standing/composite.ts'
import type { Line, Part, Promised, Statistic } from '../model/standing/line.ts'

type Row = Readonly<{
  id: string
  ref: string
  title: string
  version: number
  measure: Promised['measure']
  priority: string | null
  target: number | null
  parts: readonly string[]
  part_weight: number | null
  subject: string | null
  indicator: string | null
  indicator_subject: string | null
  share: number | null
  statistic: Statistic | null
  comparator: 'at_most' | 'at_least' | null
  level: number | null
  budgeting: 'events' | 'slices' | 'slice_ratios' | null
  slice: number | null
  slice_share: number | null
  window_type: 'month' | 'quarter' | 'year' | 'rolling' | null
  window_length: number | null
  maintenance_counts: 'excluded' | 'counts' | null
  maintenance_notice: number | null
  budget_policy: Line['policy'] | null
  burn_alerts: Line['burn_rows'] | null
  warn_at: number | null
  calendar: string
  agreement: string
  agreement_ref: string
  agreement_title: string
  agreement_version: number
  agreement_type: string
  services: readonly string[]
  starts_on: Day | null
  ends_on: Day | null
}>

type CalendarRow = Readonly<{ id: string; ref: string; title: string; version: number; time_zone: string } & Record<string, unknown>>

const budgetingOf = (row: Row): Budgeting => {
  if (row.budgeting === 'slices') return { method: 'slices', target: row.slice_share ?? row.share ?? 1, least_events: 1, few: 'unknown' }
  if (row.budgeting === 'slice_ratios') return { method: 'slice_ratios', least_events: 1, few: 'unknown' }
  return { method: 'events' }
}

/** The parts of a row among the lines known so far. */
type Known = (id: string) => Part | undefined

const compositeOf = (row: Row, known: Known): Promised => {
  const parts = row.parts.flatMap((id) => known(id) ?? [])
  return {
    measure: 'composite',
    objective: row.share ?? objectiveOf(parts),
    by: row.budgeting ?? 'events',
    slice_s: row.slice ?? 60,
    parts,
    gone: row.parts.filter((id) => known(id) === undefined),
  }
}

const promisedOf = (row: Row, known: Known): Promised | null => {
  if (row.measure === 'composite') return compositeOf(row, known)
  if (row.measure === 'response' || row.measure === 'resolution')
    return row.target === null ? null : { measure: row.measure, objective: row.share ?? 1, target_s: row.target, priority: row.priority }
  if (row.measure === 'availability')
    return row.share === null
      ? null
      : {
          measure: 'availability',
          objective: row.share,
          maintenance: { counts: row.maintenance_counts ?? 'excluded', notice_s: row.maintenance_notice, windows: null },
        }
  if (row.indicator === null) return null
  if (row.measure === 'good_share')
    return row.share === null
      ? null
      : { measure: 'good_share', objective: row.share, indicator: row.indicator, by: budgetingOf(row), slice_s: row.slice ?? 60 }
  if (row.statistic === null || row.comparator === null || row.level === null) return null
  return { measure: 'level', indicator: row.indicator, statistic: row.statistic, comparator: row.comparator, level: row.level }
}

const windowOf = (row: Row, zone: string): Window =>
  row.window_type === 'rolling'
    ? { type: 'rolling', length_s: row.window_length ?? 30 * 86_400 }
    : { type: row.window_type ?? 'month', zone }

const monthSeconds = { month: 30 * 86_400, quarter: 91 * 86_400, year: 365 * 86_400, week: 7 * 86_400 } as const

/**
 * What a line is judged for: its own subject, else each service of the agreement for availability, the one service or the agreement as a whole for tickets and
 * composites, and what the indicator is about.
 */
const subjectsOf = (row: Row): readonly string[] => {
  if (row.subject !== null) return [row.subject]
  const { services, agreement } = row
  switch (row.measure) {
    case 'availability':
      return services
    case 'response':
    case 'resolution':
    case 'composite':
      return services.length === 1 ? services : [agreement]
    case 'good_share':
    case 'level':
      return row.indicator_subject !== null ? [row.indicator_subject] : services.length > 0 ? services : [agreement]
  }
}

/** Tickets come one by one, and their clocks tell of themselves: their burn is told of only where that is asked for. */
const burnRowsOf = (row: Row, length_s: number): Line['burn_rows'] => {
  if (row.measure === 'level') return []
  return row.burn_alerts ?? (isAboutTickets(row.measure) ? [] : burnTable(length_s))
}

const lineOf = (row: Row, calendar: BusinessCalendar, known: Known): readonly Line[] => {
  const promised = promisedOf(row, known)
  if (!promised) return []
  const window = windowOf(row, calendar.rule.time_zone)
  const length_s = window.type === 'rolling' ? window.length_s : monthSeconds[window.type]
  const { id, ref, title } = row
  const version = row.version + (promised.measure === 'composite' ? promised.parts.reduce((sum, one) => sum + one.line.version, 0) : 0)
  return [
    {
      id,
      ref,
      title,
      version,
      agreement: {
        id: row.agreement,
        ref: row.agreement_ref,
        title: row.agreement_title,
        version: row.agreement_version,
        type: row.agreement_type,
        ...inForce(calendar.rule.time_zone, row.starts_on, row.ends_on),
      },
      calendar,
      subjects: subjectsOf(row),
      window,
      promised,
      warn_at: row.warn_at ?? 0.75,
      policy: row.budget_policy ?? usualPolicy,
      burn_rows: burnRowsOf(row, length_s),
    },
  ]
}

/** Rises whenever a promise, an agreement or a calendar changes. */
export const linesMark = async (db: Db): Promise<number> => (await db.first<{ n: number }>(sql`select n from line_version`))?.n ?? 0

/**
 * Every promise in force that is judged over windows of time, with its agreement and calendar. `indicatorSubject` tells what indicators are about.
 * Only agreements that are, or were, in force.
 */
export const readLines = async (
  db: Db,
  now: Millis,
  indicatorSubject: (ids: readonly string[]) => Promise<ReadonlyMap<string, string | null>>,
): Promise<readonly Line[]> => {
  const rows = await db.rows<Omit<Row, 'indicator_subject'>>(sql`
    select promise.id, promise.ref, promise.title, promise.version, promise.measure, promise.priority, promise.target, promise.parts, promise.part_weight, promise.subject, promise.indicator, promise.share, promise.statistic, promise.comparator, promise.level,
      promise.budgeting, promise.slice, promise.slice_share, promise.window_type, promise.window_length, promise.maintenance_counts, promise.maintenance_notice,
      promise.budget_policy, promise.burn_alerts, promise.warn_at, coalesce(promise.calendar, agreement.calendar) as calendar,
      agreement.id as agreement, agreement.ref as agreement_ref, agreement.title as agreement_title, agreement.version as agreement_version, agreement.agreement_type, agreement.services, agreement.starts_on, agreement.ends_on
    from promise join agreement on agreement.id = promise.agreement
    where promise.state = 'active' and (agreement.state = 'active' or (agreement.state = 'ended' and agreement.ends_on is not null))
    order by promise.id`)
  const calendars = await db.rows<CalendarRow>(
    sql`select id, ref, title, version, time_zone, hours, holidays, shifts, breaks from calendar where id = any(${[...new Set(rows.map((row) => row.calendar))]}::uuid[])`,
  )
  const byId = new Map(calendars.map((row) => [row.id, calendarOf(row, now)]))
  const subjects = await indicatorSubject([...new Set(rows.flatMap((row) => row.indicator ?? []))])
  const linesFrom = (list: typeof rows, known: Known): readonly Line[] =>
    list.flatMap((row) => {
      const calendar = byId.get(row.calendar)
      const indicator_subject = row.indicator === null ? null : (subjects.get(row.indicator) ?? null)
      return calendar ? lineOf({ ...row, indicator_subject }, calendar, known) : []
    })
  // A composite is no part of another, so that its parts are read by now.
  const simple = linesFrom(
    rows.filter((row) => row.measure !== 'composite'),
    () => undefined,
  )
  const weights = new Map(rows.map((row) => [row.id, row.part_weight ?? 1]))
  const parts = new Map(simple.map((line): readonly [string, Part] => [line.id, { line, weight: weights.get(line.id) ?? 1 }]))
  return [
    ...simple,
    ...linesFrom(
      rows.filter((row) => row.measure === 'composite'),
      (id) => parts.get(id),
    ),
  ]
}
