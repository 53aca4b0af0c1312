import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayOfNumber } from './day.ts'
import { isoOf } from './instant.ts'
import { lastPeriods, nextPeriod, parsePeriod, type PeriodKind, periodInstants, periodLabel, periodOf, previousPeriod } from './period.ts'

const instants = (text: string, zone: string) => {
  const { from, to } = periodInstants(parsePeriod(text), zone)
  return [isoOf(from), isoOf(to)]
}

describe('a period', () => {
  it('is read from its text and named for people', () => {
    expect(['2016-03', '2016-Q1', '2016', '2016-W10'].map((text) => periodLabel(parsePeriod(text)))).toEqual([
      'March 2016',
      'Q1 2016',
      '2016',
      'Week 10 of 2016',
    ])
    expect(parsePeriod('2016-Q4')).toMatchObject({ first: '2016-10-01', next: '2017-01-01' })
  })

  it('follows ISO 8601 weeks: 2015 and 2020 have 53, and 1 January may belong to the year before', () => {
    expect(parsePeriod('2020-W53')).toMatchObject({ first: '2020-12-28', next: '2021-01-04' })
    expect(periodOf('week', parsePeriod('2016').first).text).toBe('2015-W53')
    expect(() => parsePeriod('2016-W53')).toThrow('is not a period')
  })

  it('begins and ends at midnight of its zone, clock changes included', () => {
    expect(instants('2025-03', 'Europe/London')).toEqual(['2025-03-01T00:00:00.000Z', '2025-03-31T23:00:00.000Z'])
    expect(instants('2016', 'Etc/UTC')).toEqual(['2016-01-01T00:00:00.000Z', '2017-01-01T00:00:00.000Z'])
  })

  it('refuses what is not one', () => {
    for (const text of [
      '',
      '2016-13',
      '2016-00',
      '2016-Q5',
      '16-01',
      '2016-W00',
      '2016-3',
      '0000',
      '0001-01',
      '9999-12',
      '9999',
      '9999-W52',
      'March 2016',
    ])
      expect(() => parsePeriod(text)).toThrow('is not a period')
  })

  it('has neighbours that touch it, and its text reads back', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<PeriodKind>('year', 'quarter', 'month', 'week'),
        fc.integer({ min: -20_000, max: 60_000 }),
        (kind, number) => {
          const one = periodOf(kind, dayOfNumber(number))
          expect(one.first <= dayOfNumber(number) && dayOfNumber(number) < one.next).toBe(true)
          expect(parsePeriod(one.text)).toEqual(one)
          expect(previousPeriod(one).next).toBe(one.first)
          expect(nextPeriod(one).first).toBe(one.next)
          expect(nextPeriod(previousPeriod(one))).toEqual(one)
        },
      ),
    )
  })

  it('lists the periods before it, oldest first', () => {
    expect(lastPeriods(parsePeriod('2016-02'), 3).map((one) => one.text)).toEqual(['2015-12', '2016-01', '2016-02'])
  })
})
