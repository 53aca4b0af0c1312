import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { day, weekdays } from '../day.ts'
import { isoOf, millisOf } from '../instant.ts'
import { intersect, type Intervals, intervals, length, subtract } from '../interval.ts'
import { addBusiness, elapsed, firstWorkingMoment, periods, subtractBusiness } from './business-time.ts'
import { expander } from './expand.ts'
import { type CalendarRule, type Hours, roundTheClock } from './rule.ts'
import { compileCalendar, intersectCalendars } from './timetable.ts'

const minute = 60_000
const hour = 60 * minute

/** Whole hours of the clock, some past midnight; starts and ends so that one day's hours never overlap each other. */
const dayHours = fc.constantFrom<Hours>(
  [],
  [['09:00', '17:00']],
  [
    ['08:00', '12:00'],
    ['13:00', '17:30'],
  ],
  [['22:00', '06:00']],
  [['00:00', '24:00']],
  [['00:00', '00:00']],
  [['01:15', '02:45']],
)
const someDates = fc.integer({ min: 1, max: 28 }).map((date) => `2025-${date % 2 === 0 ? '03' : '10'}-${String(date).padStart(2, '0')}`)
const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Etc/UTC')

const rules = fc.record({
  time_zone: zone,
  hours: fc
    .tuple(dayHours, dayHours, dayHours, dayHours, dayHours, dayHours, dayHours)
    .map((week) => Object.fromEntries(weekdays.map((name, i) => [name, week[i] ?? []]))),
  holidays: fc.array(someDates, { maxLength: 3 }),
  shifts: fc.dictionary(someDates, dayHours, { maxKeys: 2 }),
  breaks: fc.dictionary(someDates, fc.constant<Hours>([['11:30', '12:15']]), { maxKeys: 2 }),
})

const working = rules.filter((rule) => Object.values(rule.hours).some((hours) => hours.length > 0))
const moment = fc.integer({ min: Date.UTC(2025, 1, 20) / minute, max: Date.UTC(2025, 10, 5) / minute }).map((at) => at * minute)
const pausesFrom = (start: number) =>
  fc
    .array(fc.tuple(fc.integer({ min: -500, max: 6000 }), fc.integer({ min: 0, max: 3000 })), { maxLength: 5 })
    .map((list) => intervals(list.map(([from, size]) => ({ from: start + from * minute, to: start + (from + size) * minute }))))

/** The working stretches by the plain reading of the conventions with Temporal itself, a date at a time. */
const plainly = (rule: CalendarRule, from: number, to: number): Intervals => {
  const at = (date: Temporal.PlainDate, text: string, later: number): number => {
    const [hours, minutes] = text.split(':').map(Number)
    const onDate = date.add({ days: later + (hours === 24 ? 1 : 0) })
    return onDate.toZonedDateTime({ timeZone: rule.time_zone, plainTime: new Temporal.PlainTime((hours ?? 0) % 24, minutes) })
      .epochMilliseconds
  }
  const spans = (date: Temporal.PlainDate, hours: Hours) =>
    hours.map(([start, end]) => ({ from: at(date, start, 0), to: at(date, end, end <= start ? 1 : 0) }))
  const open: Intervals[] = []
  const taken: Intervals[] = []
  const last = Temporal.Instant.fromEpochMilliseconds(to + 48 * hour)
    .toZonedDateTimeISO('UTC')
    .toPlainDate()
  for (
    let date = Temporal.Instant.fromEpochMilliseconds(from - 48 * hour)
      .toZonedDateTimeISO('UTC')
      .toPlainDate();
    Temporal.PlainDate.compare(date, last) <= 0;
    date = date.add({ days: 1 })
  ) {
    const text = date.toString()
    const weekday = weekdays[date.dayOfWeek - 1] ?? 'mon'
    if (!rule.holidays?.includes(text)) open.push(spans(date, rule.shifts?.[text] ?? rule.hours[weekday] ?? []))
    taken.push(spans(date, rule.breaks?.[text] ?? []))
  }
  return intersect(subtract(intervals(open.flat()), intervals(taken.flat())), [{ from, to }])
}

describe('working time', () => {
  it('is laid out as the conventions read, clock changes included', () => {
    fc.assert(
      fc.property(rules, moment, fc.integer({ min: 1, max: 20 * 24 * 60 }), (rule, from, minutes) => {
        const to = from + minutes * minute
        const table = compileCalendar(rule, day('2025-05-01'), day('2025-05-02'))
        expect(periods(table, from, to)).toEqual(plainly(rule, from, to))
        expect(expander(rule)(from, to)).toEqual(plainly(rule, from, to))
      }),
      { numRuns: 60 },
    )
  })

  it('adds up: the parts of a span make the span, and pauses take only what they share with it', () => {
    fc.assert(
      fc.property(
        rules,
        moment.chain((start) => fc.tuple(fc.constant(start), pausesFrom(start))),
        fc.integer({ min: 0, max: 9000 }),
        fc.integer({ min: 0, max: 9000 }),
        (rule, [start, pauses], first, second) => {
          const table = compileCalendar(rule, day('2025-03-01'), day('2025-03-02'))
          const middle = start + first * minute
          const end = middle + second * minute
          expect(elapsed(table, start, middle) + elapsed(table, middle, end)).toBe(elapsed(table, start, end))
          expect(elapsed(table, start, end, pauses)).toBe(length(subtract(periods(table, start, end), pauses)) / 1000)
        },
      ),
    )
  })

  it('is due at the first moment by which the target has passed', () => {
    fc.assert(
      fc.property(
        working,
        moment.chain((start) => fc.tuple(fc.constant(start), pausesFrom(start))),
        fc.integer({ min: 1, max: 60 * 60 }),
        (rule, [start, pauses], minutes) => {
          const table = compileCalendar(rule, day('2025-03-01'), day('2025-03-02'))
          const due = addBusiness(table, start, minutes * 60, pauses)
          expect(elapsed(table, start, due, pauses)).toBe(minutes * 60)
          expect(elapsed(table, start, due - 1, pauses)).toBeLessThan(minutes * 60)
        },
      ),
    )
  })

  it('stays on the near side when a target falls exactly on an edge', () => {
    const office = compileCalendar(
      { time_zone: 'Etc/UTC', hours: { mon: [['09:00', '17:00']], tue: [['09:00', '17:00']] } },
      day('2016-03-07'),
      day('2016-03-08'),
    )
    const at = (text: string) => millisOf(`2016-03-${text}:00Z`)
    const pause = [{ from: at('07T11:00'), to: at('07T15:00') }]
    expect(isoOf(addBusiness(office, at('07T09:00'), 2 * 3600, pause))).toBe('2016-03-07T11:00:00.000Z')
    expect(isoOf(addBusiness(office, at('07T09:00'), 4 * 3600, pause))).toBe('2016-03-07T17:00:00.000Z')
    expect(isoOf(subtractBusiness(office, at('08T10:00'), 3600))).toBe('2016-03-08T09:00:00.000Z')
    expect(isoOf(subtractBusiness(office, at('08T10:00'), 3601))).toBe('2016-03-07T16:59:59.000Z')
  })

  it('takes pauses of years', () => {
    const table = compileCalendar(roundTheClock(), day('2016-01-01'), day('2016-01-02'))
    const pause = { from: millisOf('2016-01-01T01:00:00Z'), to: millisOf('2026-01-01T00:00:00Z') }
    expect(isoOf(addBusiness(table, millisOf('2016-01-01T00:00:00Z'), 7200, [pause]))).toBe('2026-01-01T01:00:00.000Z')
  })

  it('goes back as it went forth', () => {
    fc.assert(
      fc.property(working, moment, fc.integer({ min: 1, max: 3000 }), (rule, end, minutes) => {
        const table = compileCalendar(rule, day('2025-03-01'), day('2025-03-02'))
        const start = subtractBusiness(table, end, minutes * 60)
        expect(elapsed(table, start, end)).toBe(minutes * 60)
        expect(elapsed(table, start + 1, end)).toBeLessThan(minutes * 60)
      }),
    )
  })

  it('does not depend on how far the timetable had grown before', () => {
    fc.assert(
      fc.property(working, moment, fc.integer({ min: -900, max: 900 }), (rule, start, days) => {
        const grown = compileCalendar(rule, day('2025-05-01'), day('2025-05-01'))
        addBusiness(grown, start + days * 24 * hour, 3600)
        const fresh = compileCalendar(rule, day('2025-01-01'), day('2025-12-31'))
        expect(addBusiness(grown, start, 36_000)).toBe(addBusiness(fresh, start, 36_000))
      }),
      { numRuns: 40 },
    )
  })

  it('of two calendars is what both have', () => {
    fc.assert(
      fc.property(rules, rules, moment, (one, other, from) => {
        const [a, b] = [one, other].map((rule) => compileCalendar(rule, day('2025-03-01'), day('2025-03-02')))
        if (!a || !b) throw new Error('two calendars')
        const to = from + 20 * 24 * hour
        expect(periods(intersectCalendars(a, b), from, to)).toEqual(intersect(periods(a, from, to), periods(b, from, to)))
      }),
      { numRuns: 40 },
    )
  })

  it('ends with a clear word where there is none', () => {
    const table = compileCalendar(
      { time_zone: 'Etc/UTC', hours: {}, shifts: { '2025-03-03': [['09:00', '10:00']] } },
      day('2025-01-01'),
      day('2025-12-31'),
    )
    expect(isoOf(addBusiness(table, millisOf('2025-01-01T00:00:00Z'), 3600))).toBe('2025-03-03T10:00:00.000Z')
    expect(() => addBusiness(table, millisOf('2025-01-01T00:00:00Z'), 3601)).toThrow('too little working time')
    expect(() => firstWorkingMoment(table, millisOf('2025-03-03T10:00:00Z'))).toThrow('too little working time')
    expect(() => subtractBusiness(table, millisOf('2025-03-03T09:00:00Z'), 1)).toThrow('100 years')
  })

  it('refuses moments a lifetime away instead of laying out centuries', () => {
    const table = compileCalendar(roundTheClock(), day('2025-01-01'), day('2025-12-31'))
    expect(elapsed(table, millisOf('2025-01-01T00:00:00Z'), millisOf('2060-01-01T00:00:00Z'))).toBe(
      (Date.UTC(2060, 0) - Date.UTC(2025, 0)) / 1000,
    )
    expect(() => elapsed(table, millisOf('1200-01-01T00:00:00Z'), millisOf('2025-01-01T00:00:00Z'))).toThrow('100 years')
    expect(() => addBusiness(table, millisOf('2025-01-01T00:00:00Z'), 200 * 366 * 86_400)).toThrow('100 years')
    expect(() => elapsed(table, 0, Infinity)).toThrow('100 years')
  })
})
