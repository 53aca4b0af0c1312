import { periods } from '../../../kernel/calendar/business-time.ts'
import { calendarInWords } from '../../../kernel/calendar/words.ts'
import { dayAt, localToUtc } from '../../../kernel/calendar/zone.ts'
import { type Day, daysBetween, weekdayOfNumber } from '../../../kernel/day.ts'
import { isoOf, type Millis } from '../../../kernel/instant.ts'
import { invalid } from '../../../kernel/refusal.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { get } from '../../../platform/records/read.ts'
import { slaOf, type Ticket } from '../model/book.ts'
import { calendarOf } from '../model/calendar.ts'
import { currentBook } from './book.ts'

/** The longest stretch that is shown at once. */
const mostDays = 400

/** The working stretches of a calendar between two dates, `to` not included. @throws Refusal `not_found`, `period` */
export const calendarPreview = async (db: Db, ctx: Context, key: string, from: Day, to: Day) => {
  const record = await get(db, ctx, ctx.registry.kind('calendar'), key)
  const days = daysBetween(from, to)
  if (days <= 0 || days > mostDays)
    throw invalid('to', `A preview takes from 1 to ${mostDays} days: “to” is the day after the last one.`, 'period')
  const { rule, table } = calendarOf(record, ctx.now)
  const zone = rule.time_zone
  const stretches = periods(table, localToUtc(zone, from, '00:00'), localToUtc(zone, to, '00:00'))
  return {
    words: calendarInWords(rule),
    time_zone: zone,
    periods: stretches.map((one) => ({
      day: dayAt(zone, one.from),
      from: isoOf(one.from),
      to: isoOf(one.to),
      seconds: (one.to - one.from) / 1000,
    })),
    seconds: stretches.reduce((sum, one) => sum + (one.to - one.from) / 1000, 0),
  }
}

/** Working days after the day of `from` up to the day of `to`: days with working hours in the ticket's agreement's calendar; Monday to Friday in UTC without one. */
export const workingDaysSince = async (
  db: Db,
  ctx: Context,
  ticket: Pick<Ticket, 'service' | 'opened_at'>,
  from: Millis,
  to: Millis,
): Promise<number> => {
  const sla = slaOf(await currentBook(db, ctx.registry, ctx.now), ticket)
  if (!sla) return weekdaysBetween(from, to)
  const { rule, table } = sla.calendar
  const first = dayAt(rule.time_zone, from)
  const days = new Set(periods(table, from, to).map((one) => dayAt(rule.time_zone, one.from)))
  days.delete(first)
  return days.size
}

const dayMs = 86_400_000

const weekdaysBetween = (from: Millis, to: Millis): number => {
  let count = 0
  for (let day = Math.floor(from / dayMs) + 1; day <= Math.floor(to / dayMs); day++)
    if (!['sat', 'sun'].includes(weekdayOfNumber(day))) count++
  return count
}
