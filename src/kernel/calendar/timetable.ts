import { type Day, dayNumber } from '../day.ts'
import { isoOf, type Millis } from '../instant.ts'
import { type Intervals, intersect } from '../interval.ts'
import { Refusal } from '../refusal.ts'
import { type Expand, expander } from './expand.ts'
import type { CalendarRule } from './rule.ts'

/**
 * A calendar laid out: stretches of working time, sorted and disjoint, in epoch milliseconds.
 * `before[i]` is the working time in all stretches before `i`. Complete between `from` and `to`; grows by years when a reader leaves that range.
 */
export type Timetable = {
  starts: Float64Array
  ends: Float64Array
  before: Float64Array
  from: Millis
  to: Millis
  readonly expand: Expand
}

const dayMs = 86_400_000
const yearMs = 365.25 * dayMs
const longest = 100 * yearMs

const tooFar = (at: Millis): Refusal =>
  new Refusal(
    'invalid',
    'calendar_range',
    Number.isFinite(at) && Math.abs(at) < 8.64e15
      ? `${isoOf(at)} is more than 100 years away from the rest of this calendar’s use. Check the date.`
      : 'This calendar has too little working time: the target is not reached within 100 years. Check its hours.',
  )

const fill = (table: Timetable, set: Intervals): void => {
  table.starts = Float64Array.from(set, (one) => one.from)
  table.ends = Float64Array.from(set, (one) => one.to)
  table.before = new Float64Array(set.length + 1)
  let sum = 0
  for (const [index, one] of set.entries()) {
    sum += one.to - one.from
    table.before[index + 1] = sum
  }
}

const laidOut = (expand: Expand, from: Millis, to: Millis): Timetable => {
  const none = new Float64Array(0)
  const table: Timetable = { starts: none, ends: none, before: none, from, to, expand }
  fill(table, expand(from, to))
  return table
}

/**
 * Lays a calendar out over a range of dates (a day of margin on both sides). Later readers may leave the range: it grows by itself.
 * @throws Refusal `time_zone`, `hours` for a rule that `validateCalendar` finds fault with
 */
export const compileCalendar = (rule: CalendarRule, fromDay: Day, toDay: Day): Timetable =>
  laidOut(expander(rule), (dayNumber(fromDay) - 1) * dayMs, (dayNumber(toDay) + 2) * dayMs)

/** Working time that both calendars share, such as ours and a supplier's. Grows like any other. */
export const intersectCalendars = (first: Timetable, ...others: readonly Timetable[]): Timetable => {
  const expand: Expand = (from, to) => others.reduce((set, one) => intersect(set, one.expand(from, to)), first.expand(from, to))
  return laidOut(expand, first.from, first.to)
}

/**
 * Makes the table reach a moment, by whole years, at least half as much again as it holds, so that growing stays rare.
 * @throws Refusal `calendar_range` beyond 100 years
 */
export const growTo = (table: Timetable, at: Millis): void => {
  if (at >= table.from && at <= table.to) return
  const more = Math.max(2 * yearMs, (table.to - table.from) / 2)
  const from = at < table.from ? Math.max(Math.min(at - dayMs, table.from - more), table.to - longest) : table.from
  const to = at > table.to ? Math.min(Math.max(at + dayMs, table.to + more), table.from + longest) : table.to
  if (!(at >= from && at <= to)) throw tooFar(at)
  table.from = Math.floor(from)
  table.to = Math.ceil(to)
  fill(table, table.expand(table.from, table.to))
}

/** Makes the table hold at least so much working time (ms, counted from its start). @throws Refusal `calendar_range` */
export const growToHold = (table: Timetable, working: number): void => {
  while ((table.before.at(-1) ?? 0) < working) {
    if (table.to - table.from >= longest) throw tooFar(Infinity)
    growTo(table, table.to + 1)
  }
}
