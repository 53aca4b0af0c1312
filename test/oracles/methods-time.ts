import { z } from 'zod'
import { addBusiness, elapsed, periods, subtractBusiness } from '../../src/kernel/calendar/business-time.ts'
import type { CalendarRule } from '../../src/kernel/calendar/rule.ts'
import { compileCalendar, intersectCalendars, type Timetable } from '../../src/kernel/calendar/timetable.ts'
import { localToUtc } from '../../src/kernel/calendar/zone.ts'
import { day, utcDay } from '../../src/kernel/day.ts'
import { isoOf, type Millis, millisOf } from '../../src/kernel/instant.ts'
import { type Interval, type Intervals, intersect, intervals, subtract, union } from '../../src/kernel/interval.ts'
import { readClock } from '../../src/capabilities/levels/model/clock.ts'
import type { Custody } from '../../src/capabilities/levels/model/custody.ts'
import { method } from './method.ts'

const instant = z.string().transform((text): Millis => millisOf(text))
const hours = z.array(z.tuple([z.string(), z.string()]))
const dated = z.record(z.string(), hours).optional()

const calendar = z
  .object({
    timeZone: z.string(),
    hours: z.partialRecord(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']), hours),
    holidays: z.array(z.string()).optional(),
    shifts: dated,
    breaks: dated,
  })
  .transform(
    (given): CalendarRule => ({
      time_zone: given.timeZone,
      hours: given.hours,
      holidays: given.holidays ?? [],
      shifts: given.shifts ?? {},
      breaks: given.breaks ?? {},
    }),
  )

const closedPauses = z
  .array(z.tuple([instant, instant]))
  .default([])
  .transform((list): Intervals => intervals(list.map(([from, to]) => ({ from, to }))))

const openPauses = z.array(z.tuple([instant, instant.nullable()])).default([])

const table = (rule: CalendarRule, from: Millis, to = from): Timetable =>
  compileCalendar(rule, utcDay(Math.min(from, to)), utcDay(Math.max(from, to)))

const asText = (set: Intervals): readonly (readonly [string, string])[] => set.map((one) => [isoOf(one.from), isoOf(one.to)])

/** A chain in which one team holds the ticket and waits for the customer during the pauses. */
const chainOf = (start: Millis, now: Millis, pauses: readonly (readonly [Millis, Millis | null])[]): Custody => {
  const waits = intervals(pauses.map(([from, to]) => ({ from, to: to ?? Infinity })))
  const works = subtract([{ from: start, to: Infinity }], waits)
  const step = (one: Interval, waiting: boolean) =>
    ({
      from: one.from,
      to: one.to === Infinity ? null : one.to,
      holder: { type: 'team', id: 'desk' },
      state: waiting ? 'pending' : 'active',
      meaning: waiting ? 'waiting' : 'active',
      waiting_for: waiting ? 'customer' : null,
      owner: null,
      priority: null,
    }) as const
  return [...works.map((one) => step(one, false)), ...waits.map((one) => step(one, true))]
    .filter((one) => one.from <= now)
    .sort((a, b) => a.from - b.from)
}

export const timeMethods = {
  elapsedBusinessSeconds: method(z.object({ calendar, start: instant, end: instant, pauses: closedPauses }), (input) =>
    elapsed(table(input.calendar, input.start, input.end), input.start, input.end, input.pauses),
  ),
  addBusinessSeconds: method(z.object({ calendar, start: instant, seconds: z.number(), pauses: closedPauses }), (input) =>
    isoOf(addBusiness(table(input.calendar, input.start), input.start, input.seconds, input.pauses)),
  ),
  subtractBusinessSeconds: method(z.object({ calendar, start: instant, seconds: z.number() }), (input) =>
    isoOf(subtractBusiness(table(input.calendar, input.start), input.start, input.seconds)),
  ),
  businessPeriods: method(z.object({ calendar, start: instant, end: instant }), (input) =>
    asText(periods(table(input.calendar, input.start, input.end), input.start, input.end)),
  ),
  intersectCalendarsFirst3: method(z.object({ calendars: z.tuple([calendar], calendar), start: instant, end: instant }), (input) => {
    const [first, ...others] = input.calendars
    const both = intersectCalendars(table(first, input.start), ...others.map((one) => table(one, input.start)))
    return asText(periods(both, input.start, input.end).slice(0, 3))
  }),
  localToUtc: method(z.object({ timeZone: z.string(), date: z.string(), time: z.string() }), (input) =>
    isoOf(localToUtc(input.timeZone, day(input.date), input.time)),
  ),
  clockState: method(z.object({ calendar, start: instant, targetSeconds: z.number(), pauses: openPauses, now: instant }), (input) => {
    const promise = {
      measure: 'resolution',
      target_s: input.targetSeconds,
      pauses_on: { waiting_for: ['customer'] },
      when_reopened: 'exclude_closed',
    } as const
    const clock = readClock(
      chainOf(input.start, input.now, input.pauses),
      promise,
      table(input.calendar, input.start, input.now),
      input.now,
    )
    return {
      elapsed: clock.elapsed_s,
      remaining: clock.remaining_s,
      due: clock.due_at === null ? null : isoOf(clock.due_at),
      consumed: clock.elapsed_s / input.targetSeconds,
      breached: clock.breached_at !== null,
      paused: clock.paused,
    }
  }),
}

const set = z.array(z.tuple([z.number(), z.number()])).transform((list): Intervals => intervals(list.map(([from, to]) => ({ from, to }))))

const sets = z.object({ a: set, b: set })

const asPairs = (of: Intervals): readonly (readonly [number, number])[] => of.map((one) => [one.from, one.to])

export const intervalMethods = {
  'intervalSet.union': method(sets, (input) => asPairs(union(input.a, input.b))),
  'intervalSet.intersect': method(sets, (input) => asPairs(intersect(input.a, input.b))),
  'intervalSet.subtract': method(sets, (input) => asPairs(subtract(input.a, input.b))),
}
