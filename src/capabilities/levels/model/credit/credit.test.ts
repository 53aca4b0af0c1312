import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { claimHtml, claimMarkdown, type Claim } from './claim.ts'
import { contractYear, creditShare, owed, stepIssues, ticketResult } from './credit.ts'
import { compared, minus, product, sumOf } from './decimal.ts'
import { closedWindows } from './windows.ts'

const steps = [
  { below: 0.999, credit: 0.1 },
  { below: 0.99, credit: 0.25 },
  { below: 0.95, credit: 1 },
]

describe('decimal amounts', () => {
  test('are multiplied exactly and rounded once', () => {
    // 100,000 / 12 x 10 %: rounding the month first would give 833.33 as well, but 0.005 more often not.
    expect(product('100000', [1, 0.1], 12, 2)).toBe('833.33')
    expect(product('0.10', [3], 1, 2)).toBe('0.30')
    expect(product('1', [1], 8, 2)).toBe('0.13')
    expect(product('-1', [1], 8, 2)).toBe('-0.13')
    expect(product('1000', [0.5], 1, 0)).toBe('500')
    expect(sumOf(['0.1', '0.2'], 2)).toBe('0.30')
    expect(minus('1', '1.5', 2)).toBe('-0.50')
  })
  test('three steps of a third add up to the whole only when rounded at the end', () => {
    expect(product('100', [1], 3, 2)).toBe('33.33')
    expect(product('100', [3], 3, 2)).toBe('100.00')
  })
})

describe('the share of the charge', () => {
  test('is that of the deepest step that the result lies below', () => {
    expect([1, 0.999, 0.9989, 0.99, 0.98, 0.5].map((result) => creditShare(result, steps))).toEqual([0, 0, 0.1, 0.1, 0.25, 1])
  })
  test('is not known without a result: nothing decided owes nothing, and is not kept either', () => {
    expect(creditShare(null, steps)).toBeNull()
    expect(ticketResult(0, 0, 0.9, [])).toMatchObject({ result: null, missed_by: null })
  })
  test('of a level that must be at most so much grows with the level', () => {
    const latency = [
      { below: 300, credit: 0.05 },
      { below: 500, credit: 0.2 },
    ]
    expect([200, 300, 301, 900].map((result) => creditShare(result, latency, 'higher'))).toEqual([0, 0, 0.05, 0.2])
  })
  const anySteps = fc.array(
    fc.record({ below: fc.double({ min: 0, max: 1, noNaN: true }), credit: fc.double({ min: 0, max: 1, noNaN: true }) }),
    {
      maxLength: 8,
    },
  )
  test('never falls when more fails, whatever the steps', () => {
    fc.assert(
      fc.property(anySteps, fc.nat(50), fc.nat(50), fc.nat(20), (some, kept, missed, more) => {
        const before = creditShare(ticketResult(kept + 1, missed, null, []).result, some) ?? 0
        const after = creditShare(ticketResult(kept + 1, missed + more, null, []).result, some) ?? 0
        expect(after).toBeGreaterThanOrEqual(before)
      }),
    )
  })
})

describe('steps', () => {
  test('that deepen are right', () => {
    expect(stepIssues(steps, 0.999, 'lower')).toEqual([])
    expect(stepIssues([{ below: 300, credit: 0.1 }], 300, 'higher')).toEqual([])
  })
  test('may not give less the deeper they lie, stand twice, or begin while the promise is kept', () => {
    expect(
      stepIssues(
        [
          { below: 0.9, credit: 0.2 },
          { below: 0.8, credit: 0.1 },
        ],
        0.9,
        'lower',
      ),
    ).toHaveLength(1)
    expect(
      stepIssues(
        [
          { below: 0.9, credit: 0.1 },
          { below: 0.9, credit: 0.2 },
        ],
        0.9,
        'lower',
      ),
    ).toHaveLength(1)
    expect(stepIssues([{ below: 0.95, credit: 0.1 }], 0.9, 'lower')).toHaveLength(1)
    expect(stepIssues([{ below: 200, credit: 0.1 }], 300, 'higher')).toHaveLength(1)
  })
})

describe('what is owed', () => {
  const charge = { yearly: '212000', currency: 'GBP', months: 3 }
  test('is the share of the charge of the window', () => {
    expect(owed(charge, 0.1, null)).toEqual({ charge: '53000.00', amount: '5300.00', capped: '0.00' })
    expect(owed({ ...charge, currency: 'JPY', months: 1 }, 0.1, null)).toEqual({ charge: '17667', amount: '1767', capped: '0' })
  })
  test('is at most what the year’s cap leaves', () => {
    const cap = { share: 0.05, taken: ['9000.00'] }
    // 5 % of 212,000 are 10,600.
    expect(owed(charge, 0.1, cap)).toEqual({ charge: '53000.00', amount: '1600.00', capped: '3700.00' })
    expect(owed(charge, 0.1, { share: 0.05, taken: ['9000', '4000'] })).toMatchObject({ amount: '0.00', capped: '5300.00' })
  })
  test('never passes the cap, and what was cut off is never lost', () => {
    const amount = fc.integer({ min: 0, max: 1e11 }).map((minor) => `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`)
    const share = fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000)
    fc.assert(
      fc.property(amount, share, share, fc.array(amount, { maxLength: 3 }), (yearly, part, most, taken) => {
        const got = owed({ yearly, currency: 'EUR', months: 1 }, part, { share: most, taken })
        const cap = product(yearly, [most], 1, 2)
        if (compared(got.amount, '0') > 0) expect(compared(sumOf([got.amount, ...taken], 2), cap)).toBeLessThanOrEqual(0)
        expect(compared(got.amount, '0')).toBeGreaterThanOrEqual(0)
        expect(sumOf([got.amount, got.capped], 2)).toBe(product(yearly, [1, part], 12, 2))
      }),
    )
  })
  test('belongs to the contract year in which its window ends', () => {
    expect(contractYear('2024-10-01', '2026-03-31')).toEqual({ from: '2025-10-01', to: '2026-10-01' })
    expect(contractYear('2024-10-01', '2026-10-01').from).toBe('2026-10-01')
    expect(contractYear(null, '2026-03-31')).toEqual({ from: '2026-01-01', to: '2027-01-01' })
  })
})

describe('windows that are over', () => {
  const now = Date.UTC(2026, 4, 10)
  const terms = { window_type: 'month', zone: 'Etc/UTC', starts_on: '2026-02-10', ends_on: null } as const
  const names = (over: object = {}): readonly string[] => closedWindows({ ...terms, ...over }, now).map((one) => one.period.text)
  test('lie within the agreement, the one that runs not among them', () => {
    expect(names()).toEqual(['2026-02', '2026-03', '2026-04'])
    expect(names({ ends_on: '2026-03-05' })).toEqual(['2026-02', '2026-03'])
    expect(names({ window_type: 'quarter' })).toEqual(['2026-Q1'])
  })
  test('end at midnight on the calendar’s own clock', () => {
    const [last] = closedWindows({ ...terms, zone: 'Pacific/Auckland' }, Date.UTC(2026, 3, 30, 13)).slice(-1)
    expect(last?.period.text).toBe('2026-04')
  })
})

describe('the claim letter', () => {
  const claim: Claim = {
    ref: 'CRD-1',
    organisation: 'Trust & Co',
    supplier: 'Nor<wire>',
    contract: 'L-77',
    agreement: 'AGR-1 Lines',
    promise: 'PRM-1 Resolve | fast',
    subject: null,
    period: 'March 2026',
    level: false,
    result: 2 / 3,
    promised: 0.9,
    share: 0.15,
    charge: '8333.33',
    amount: '1250.00',
    capped: '0.00',
    currency: 'EUR',
    evidence: [
      {
        id: 'x',
        kind: 'incident',
        ref: 'INC-7',
        title: '<b>No</b> | tone',
        words: '30 h used',
        contributes: 1 / 3,
        at: '2026-03-03T18:00:00Z',
      },
    ],
    on: '2026-04-02',
    state: 'claimed',
  }
  test('says what is claimed and why, and lets nothing of a title become markup', () => {
    const html = claimHtml(claim)
    expect(html).toContain('1250.00 EUR')
    expect(html).toContain('33.3333 %')
    expect(html).not.toMatch(/<b>|<wire>/)
    const text = claimMarkdown(claim)
    expect(text).toContain('| INC-7 | \\<b\\>No\\</b\\> \\| tone | 2026-03-03 18:00 UTC | 30 h used | 33.3333 % |')
  })
})
