import type { Weekday } from '../day.ts'

/** From and to as 'HH:MM' on the local clock. 24:00 is the end of the day; an end at or before the start lies on the next day, so 00:00-00:00 is a whole day. */
export type Hours = readonly (readonly [string, string])[]

/**
 * The hours that count, in words of local time.
 * `holidays`: dates without hours. `shifts`: dates whose hours replace those of the week (a holiday beats a shift).
 * `breaks`: hours taken out of a date. Hours that pass midnight belong to the date on which they start.
 */
export type CalendarRule = Readonly<{
  time_zone: string
  hours: Readonly<Partial<Record<Weekday, Hours>>>
  holidays?: readonly string[] | null
  shifts?: Readonly<Record<string, Hours>> | null
  breaks?: Readonly<Record<string, Hours>> | null
}>

const always: Hours = [['00:00', '24:00']]

/** Every hour of every day. */
export const roundTheClock = (timeZone = 'Etc/UTC'): CalendarRule => ({
  time_zone: timeZone,
  hours: { mon: always, tue: always, wed: always, thu: always, fri: always, sat: always, sun: always },
})
