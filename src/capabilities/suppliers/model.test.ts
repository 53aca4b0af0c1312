import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day, dayOfNumber } from '../../kernel/day.ts'
import { sumsByCurrency } from './model/amount.ts'
import { alertDue, noticeOf, plusMonths, renewedUntil } from './model/term.ts'

describe('months', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2027-02-28', 1, '2027-03-31'],
    ['2026-11-15', 3, '2027-02-15'],
    ['2026-12-31', 12, '2027-12-31'],
    ['2026-01-30', 1, '2026-02-28'],
  ])('%s and %i months are %s', (from, months, to) => {
    expect(plusMonths(day(from), months)).toBe(to)
  })
  it('renew until a day that has not passed, and no further than one term', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 18_000, max: 22_000 }),
        fc.integer({ min: 1, max: 36 }),
        fc.integer({ min: 1, max: 2000 }),
        (number, months, late) => {
          const [ends, today] = [dayOfNumber(number), dayOfNumber(number + late)]
          const until = renewedUntil(ends, months, today)
          expect(until >= today).toBe(true)
          expect(plusMonths(today, months + 1) >= until).toBe(true)
        },
      ),
    )
  })
})

it('alerts once the day has come, the second in place of the first, none after the notice day', () => {
  const at = (today: string) => alertDue('2026-10-02', null, null, day(today))
  expect([at('2026-07-03'), at('2026-07-04'), at('2026-09-01'), at('2026-09-02'), at('2026-10-02'), at('2026-10-03')]).toEqual([
    null,
    'first',
    'first',
    'second',
    'second',
    null,
  ])
})

it('words a notice day', () => {
  const words = (today: string) => noticeOf('2026-10-02', 90, day(today)).words
  expect([
    words('2026-10-03'),
    words('2026-10-05'),
    words('2026-10-02'),
    words('2026-10-01'),
    words('2026-09-20'),
    words('2026-04-02'),
  ]).toEqual(['notice missed yesterday', 'notice missed 3 days ago', 'notice today at the latest', 'tomorrow', 'in 12 days', 'in 6 months'])
})

it('adds amounts exactly, currency by currency', () => {
  expect(
    sumsByCurrency([
      { currency: 'GBP', amount: '0.1' },
      { currency: 'GBP', amount: '0.2' },
      { currency: 'EUR', amount: '900719925474099.11' },
      { currency: 'EUR', amount: '-0.01' },
    ]),
  ).toEqual([
    { currency: 'EUR', amount: '900719925474099.10' },
    { currency: 'GBP', amount: '0.30' },
  ])
})
