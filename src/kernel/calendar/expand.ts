import { type Day, dayNumber, dayOfNumber, weekdayOfNumber } from '../day.ts'
import type { Millis } from '../instant.ts'
import { clip, type Interval, type Intervals, intervals, subtract } from '../interval.ts'
import { invalid } from '../refusal.ts'
import type { CalendarRule, Hours } from './rule.ts'
import { timeOfDay, utcOfLocal, type Zone, zoneNamed } from './zone.ts'

const dayMs = 86_400_000

/** Start and end in milliseconds since midnight of the local date; an end after 24 h lies on the next date. */
type Span = readonly [number, number]

const spansOf = (hours: Hours, path: string): readonly Span[] =>
  hours.map(([from, to]) => {
    const start = timeOfDay(from)
    const end = timeOfDay(to)
    if (start === null || end === null || start === dayMs)
      throw invalid(path, `${from} to ${to} are not hours. Write them like 09:00 to 17:00.`, 'hours')
    return [start, end <= start ? end + dayMs : end]
  })

const onDay = (zone: Zone, day: number, spans: readonly Span[]): readonly Interval[] =>
  spans.map(([from, to]) => ({ from: utcOfLocal(zone, day * dayMs + from), to: utcOfLocal(zone, day * dayMs + to) }))

const datedSpans = (dated: Readonly<Record<string, Hours>> | null | undefined, path: string): ReadonlyMap<string, readonly Span[]> =>
  new Map(Object.entries(dated ?? {}).map(([day, hours]) => [day, spansOf(hours, `${path}.${day}`)]))

/** The working time between two moments, as a set in epoch milliseconds. */
export type Expand = (from: Millis, to: Millis) => Intervals

/**
 * Reads a rule once, so that any range of it can be laid out.
 * Hours that a clock change makes empty are dropped.
 * @throws Refusal `time_zone`, `hours`
 */
export const expander = (rule: CalendarRule): Expand => {
  const zone = zoneNamed(rule.time_zone)
  const week = new Map(Object.entries(rule.hours).map(([name, hours]) => [name, spansOf(hours ?? [], `hours.${name}`)]))
  const holidays = new Set(rule.holidays ?? [])
  const shifts = datedSpans(rule.shifts, 'shifts')
  const breaks = datedSpans(rule.breaks, 'breaks')

  const spansOn = (number: number, date: Day): readonly Span[] =>
    holidays.has(date) ? [] : (shifts.get(date) ?? week.get(weekdayOfNumber(number)) ?? [])

  return (from, to) => {
    // Local dates begin up to 16 h off UTC and hours may run into the next date: two days on either side hold all that can reach the range.
    const firstDay = Math.floor(from / dayMs) - 2
    const lastDay = Math.floor(to / dayMs) + 2
    const open: Interval[] = []
    for (let number = firstDay; number <= lastDay; number++) open.push(...onDay(zone, number, spansOn(number, dayOfNumber(number))))
    const taken: Interval[] = []
    for (const [date, spans] of breaks) {
      const number = dayNumber(date as Day)
      if (number >= firstDay && number <= lastDay) taken.push(...onDay(zone, number, spans))
    }
    return clip(subtract(intervals(open), intervals(taken)), from, to)
  }
}
