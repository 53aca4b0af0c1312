import { describe, expect, it } from 'vitest'
import { formatsOf, readDay, readInstant } from './dates.ts'

describe('dates of a file', () => {
  it('reads a day in the order that the format says', () => {
    expect(readDay('3/4/2016', 'd/m/y')).toBe('2016-04-03')
    expect(readDay('3/4/2016', 'm/d/y')).toBe('2016-03-04')
    expect(readDay('03.04.16', 'd/m/y')).toBe('2016-04-03')
    expect(readDay('2016-04-03', 'd/m/y')).toBe('2016-04-03')
    expect(readDay('2016/4/3 11:00', 'iso')).toBe('2016-04-03')
  })

  it('refuses dates that do not exist and text that is none', () => {
    for (const text of ['30/2/2016', '29/2/2015', '31/4/2016', '0/1/2016', 'soon', '2016-13-01', '12'])
      expect(readDay(text, 'd/m/y')).toBeNull()
    expect(readInstant('1/1/2016 24:00', 'd/m/y', 'UTC')).toBeNull()
    expect(readInstant('1/1/2016 10:61', 'd/m/y', 'UTC')).toBeNull()
  })

  it('takes times without a zone for local ones', () => {
    expect(readInstant('29/2/2016 01:16', 'd/m/y', 'UTC')).toBe('2016-02-29T01:16:00.000Z')
    expect(readInstant('1/7/2016 09:00', 'd/m/y', 'Europe/London')).toBe('2016-07-01T08:00:00.000Z')
    expect(readInstant('1/1/2016 09:00', 'd/m/y', 'Europe/London')).toBe('2016-01-01T09:00:00.000Z')
    expect(readInstant('7/1/2016 1:05 PM', 'm/d/y', 'UTC')).toBe('2016-07-01T13:05:00.000Z')
    expect(readInstant('2016-07-01T09:00:00+02:00', 'iso', 'Europe/London')).toBe('2016-07-01T07:00:00.000Z')
  })

  it('finds out the order of day and month where the dates tell', () => {
    expect(formatsOf(['1/2/2016', '13/2/2016'])).toEqual(['d/m/y'])
    expect(formatsOf(['1/2/2016', '2/13/2016'])).toEqual(['m/d/y'])
    expect(formatsOf(['1/2/2016', '3/4/2016'])).toEqual(['d/m/y', 'm/d/y'])
    expect(formatsOf(['2016-01-02', '', 'x'])).toEqual(['iso'])
    expect(formatsOf(['', 'x'])).toEqual([])
  })
})
