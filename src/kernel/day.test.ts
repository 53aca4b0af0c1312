import { describe, expect, it } from 'vitest'
import { dayAt } from './calendar/zone.ts'
import { day, dayNumber, dayOfNumber, daysBetween, plusDays, utcDay, weekdayOf } from './day.ts'

describe('a day', () => {
  it('must exist', () => {
    expect(day('2016-02-29')).toBe('2016-02-29')
    for (const text of ['2016-02-30', '2015-02-29', '2016-2-1', '', '2016-03-01T00:00:00Z'])
      expect(() => day(text)).toThrow('is not a date')
  })

  it('is counted, moved and named', () => {
    expect(dayNumber(day('1970-01-02'))).toBe(1)
    expect(dayOfNumber(-1)).toBe('1969-12-31')
    expect(plusDays(day('2016-02-28'), 2)).toBe('2016-03-01')
    expect(daysBetween(day('2016-03-01'), day('2016-02-01'))).toBe(-29)
    expect([day('1970-01-01'), day('2016-03-07'), day('1969-12-28')].map(weekdayOf)).toEqual(['thu', 'mon', 'sun'])
  })

  it('depends on the zone at a moment', () => {
    const at = Date.parse('2016-03-01T23:30:00Z')
    expect([utcDay(at), dayAt('Europe/Berlin', at), dayAt('America/New_York', at)]).toEqual(['2016-03-01', '2016-03-02', '2016-03-01'])
  })
})
