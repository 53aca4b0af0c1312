import { utcOfLocal, zoneNamed } from './calendar/zone.ts'
import { type Day, daysBetween, dayNumber, dayOfNumber, plusDays } from './day.ts'
import type { Interval } from './interval.ts'
import { invalid } from './refusal.ts'

export type PeriodKind = 'year' | 'quarter' | 'month' | 'week'

/** A calendar period as '2016', '2016-Q1', '2016-03' or ISO week '2016-W10', from its first date up to, not including, `next`. */
export type Period = Readonly<{ kind: PeriodKind; text: string; first: Day; next: Day }>

const dayMs = 86_400_000
const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

const two = (number: number): string => String(number).padStart(2, '0')

const four = (number: number): string => String(number).padStart(4, '0')

/** The first date of a month counted from month 0 of year 0. */
const monthStart = (count: number): Day => `${four(Math.floor(count / 12))}-${two((count % 12) + 1)}-01` as Day

const monthCount = (of: Day): number => Number(of.slice(0, 4)) * 12 + Number(of.slice(5, 7)) - 1

const months = (kind: PeriodKind, text: string, count: number, size: number): Period => ({
  kind,
  text,
  first: monthStart(count),
  next: monthStart(count + size),
})

const ofMonth = (count: number): Period => months('month', monthStart(count).slice(0, 7), count, 1)

const ofQuarter = (count: number): Period =>
  months('quarter', `${four(Math.floor(count / 12))}-Q${Math.floor((count % 12) / 3) + 1}`, count - (count % 3), 3)

const ofYear = (count: number): Period => months('year', four(Math.floor(count / 12)), count - (count % 12), 12)

/** ISO 8601: weeks begin on Monday, and belong to the year that holds their Thursday. */
const ofWeek = (date: Day): Period => {
  const number = dayNumber(date)
  const monday = number - ((((number + 3) % 7) + 7) % 7)
  const year = dayOfNumber(monday + 3).slice(0, 4)
  const week = Math.floor(daysBetween(`${year}-01-01` as Day, dayOfNumber(monday + 3)) / 7) + 1
  return { kind: 'week', text: `${year}-W${two(week)}`, first: dayOfNumber(monday), next: dayOfNumber(monday + 7) }
}

/** The period of a kind that holds a date. */
export const periodOf = (kind: PeriodKind, date: Day): Period => {
  if (kind === 'week') return ofWeek(date)
  const count = monthCount(date)
  return kind === 'month' ? ofMonth(count) : kind === 'quarter' ? ofQuarter(count) : ofYear(count)
}

const shape = /^(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|W(0[1-9]|[1-4]\d|5[0-3])))?$/

/** Beyond these a period, or the ones before it that a screen shows beside it, would leave the dates that have four digits. */
const [firstYear, lastYear] = [1000, 9998]

const readPeriod = (text: string): Period | null => {
  const [, year, month, quarter, week] = shape.exec(text) ?? []
  if (year === undefined || Number(year) < firstYear || Number(year) > lastYear) return null
  const count = Number(year) * 12
  if (month !== undefined) return ofMonth(count + Number(month) - 1)
  if (quarter !== undefined) return ofQuarter(count + (Number(quarter) - 1) * 3)
  if (week === undefined) return ofYear(count)
  // 4 January always lies in week 1; a year without a week 53 answers with another text.
  const found = ofWeek(plusDays(`${year}-01-04` as Day, (Number(week) - 1) * 7))
  return found.text === text ? found : null
}

/** @throws Refusal `period` */
export const parsePeriod = (text: string, path = 'period'): Period => {
  const found = readPeriod(text)
  if (!found) throw invalid(path, `“${text.slice(0, 40)}” is not a period. Write it like 2016-03, 2016-Q1, 2016 or 2016-W10.`, 'period')
  return found
}

export const nextPeriod = (of: Period): Period => periodOf(of.kind, of.next)

export const previousPeriod = (of: Period): Period => periodOf(of.kind, plusDays(of.first, -1))

/** How many of the same kind lie together up to and including this one, oldest first. */
export const lastPeriods = (of: Period, count: number): readonly Period[] => {
  const found: Period[] = []
  for (let one = of; found.length < count; one = previousPeriod(one)) found.unshift(one)
  return found
}

/** The period as moments: from midnight to midnight on the clocks of a zone. @throws Refusal `time_zone` */
export const periodInstants = (of: Period, timeZone: string): Interval => {
  const zone = zoneNamed(timeZone)
  return { from: utcOfLocal(zone, dayNumber(of.first) * dayMs), to: utcOfLocal(zone, dayNumber(of.next) * dayMs) }
}

/** For people: 'March 2016', 'Q1 2016', '2016', 'Week 10 of 2016'. */
export const periodLabel = (of: Period): string => {
  const year = of.text.slice(0, 4)
  if (of.kind === 'month') return `${monthNames[Number(of.text.slice(5)) - 1]} ${year}`
  if (of.kind === 'quarter') return `${of.text.slice(5)} ${year}`
  return of.kind === 'week' ? `Week ${Number(of.text.slice(6))} of ${year}` : year
}
