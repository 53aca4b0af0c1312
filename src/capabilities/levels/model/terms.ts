import type { Day } from '../../../kernel/day.ts'
import { type Issue, Refusal } from '../../../kernel/refusal.ts'

/** Meaning of calendars, agreements and promises: what cannot be so together. */

export const refused = (path: string, rule: string, message: string): Refusal =>
  new Refusal('invalid', rule, message, [{ path, rule, message }])

export const refusedAll = (issues: readonly Issue[]): Refusal =>
  new Refusal(
    'invalid',
    'invalid_fields',
    issues.length === 1
      ? (issues[0]?.message ?? '')
      : `${issues.length} things need attention: ${issues.map((one) => one.path).join(', ')}.`,
    issues,
  )

/** The dates of a list of holidays, each a date or `{ date, name? }`. */
export const holidayDates = (holidays: unknown): unknown =>
  Array.isArray(holidays)
    ? holidays.map((one: unknown) => (typeof one === 'object' && one !== null && 'date' in one ? one.date : one))
    : holidays

/** A calendar's fields as the rule that clocks are laid out by. Not judged: see `validateCalendar`. */
export const ruleOf = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  time_zone: fields['time_zone'],
  hours: fields['hours'],
  holidays: holidayDates(fields['holidays']) ?? null,
  shifts: fields['shifts'] ?? null,
  breaks: fields['breaks'] ?? null,
})

/** Dates, both included; null is open. */
export type Span = Readonly<{ starts_on: Day | null; ends_on: Day | null }>

export const overlap = (one: Span, other: Span): boolean =>
  (one.starts_on === null || other.ends_on === null || one.starts_on <= other.ends_on) &&
  (other.starts_on === null || one.ends_on === null || other.starts_on <= one.ends_on)
