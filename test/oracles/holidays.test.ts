import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { elapsed } from '../../src/kernel/calendar/business-time.ts'
import type { CalendarRule } from '../../src/kernel/calendar/rule.ts'
import { compileCalendar } from '../../src/kernel/calendar/timetable.ts'
import { validateCalendar } from '../../src/kernel/calendar/validate.ts'
import { day, weekdayOf } from '../../src/kernel/day.ts'
import { parsePeriod, periodInstants } from '../../src/kernel/period.ts'
import { sharedText } from './shared.ts'

const rows = z.array(z.object({ calendar: z.string(), date: z.string(), name: z.string() }))

describe('twenty years of real public holidays', () => {
  const text = sharedText('data/holidays/public_holidays_2015_2035.csv.gz')
  it.skipIf(text === null)('each take one working day out of the year they fall in', () => {
    const all = rows.parse(parse(text ?? '', { columns: true }))
    const names = [...new Set(all.map((row) => row.calendar))]
    expect(names).toHaveLength(16)
    for (const name of names) {
      const holidays = [...new Set(all.filter((row) => row.calendar === name).map((row) => row.date))]
      const week = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((one) => [one, [['09:00', '17:00']] as const]))
      const rule: CalendarRule = { time_zone: 'Europe/London', hours: week, holidays }
      expect([name, validateCalendar(rule)]).toEqual([name, []])
      const [with_, without] = [rule, { ...rule, holidays: [] }].map((one) => compileCalendar(one, day('2015-01-01'), day('2016-01-01')))
      if (!with_ || !without) throw new Error('two timetables')
      for (const year of ['2016', '2024', '2035']) {
        const { from, to } = periodInstants(parsePeriod(year), rule.time_zone)
        const onWeekdays = holidays.filter((date) => date.startsWith(year) && !['sat', 'sun'].includes(weekdayOf(day(date)))).length
        expect([name, year, elapsed(without, from, to) - elapsed(with_, from, to)]).toEqual([name, year, onWeekdays * 8 * 3600])
      }
    }
  })
})
