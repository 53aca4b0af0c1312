import { compileCalendar } from '../../../kernel/calendar/timetable.ts'
import type { CalendarRule } from '../../../kernel/calendar/rule.ts'
import { plusDays, utcDay } from '../../../kernel/day.ts'
import type { Millis } from '../../../kernel/instant.ts'
import type { BusinessCalendar } from './book.ts'
import { ruleOf } from './terms.ts'

type Fields = Readonly<{ id: string; ref: string; title: string; version: number } & Record<string, unknown>>

/** A calendar record laid out a year back and two ahead; readers beyond that make it grow. Only calendars that `validateCalendar` passed are stored. */
export const calendarOf = (record: Fields, now: Millis): BusinessCalendar => {
  const rule = ruleOf(record) as CalendarRule
  const { id, ref, title, version } = record
  return { id, ref, title, version, rule, table: compileCalendar(rule, plusDays(utcDay(now), -366), plusDays(utcDay(now), 731)) }
}
