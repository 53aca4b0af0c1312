import { elapsedMs } from '../../../kernel/calendar/business-time.ts'
import { compileCalendar } from '../../../kernel/calendar/timetable.ts'
import type { CalendarRule } from '../../../kernel/calendar/rule.ts'
import { plusDays, utcDay } from '../../../kernel/day.ts'
import type { Millis } from '../../../kernel/instant.ts'
import type { BusinessCalendar } from './book.ts'
import { ruleOf } from './terms.ts'

/** Whether any working time is left in so many days from a moment: holidays and breaks may take all that the week has. Only for rules that `validateCalendar` passed. */
export const worksWithin = (rule: Readonly<Record<string, unknown>>, from: Millis, days: number): boolean => {
  const first = utcDay(from)
  return elapsedMs(compileCalendar(rule as CalendarRule, first, plusDays(first, days)), from, from + days * 86_400_000) > 0
}

type Fields = Readonly<{ id: string; ref: string; title: string; version: number } & Record<string, unknown>>

/** A calendar record laid out a year back and two ahead; readers beyond that make it grow. Only calendars that `validateCalendar` passed are stored. */
export const calendarOf = (record: Fields, now: Millis): BusinessCalendar => {
  const rule = ruleOf(record) as CalendarRule
  const { id, ref, title, version } = record
  return { id, ref, title, version, rule, table: compileCalendar(rule, plusDays(utcDay(now), -366), plusDays(utcDay(now), 731)) }
}
