import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { burnTable, scaledBurnTable, tableIssues, usualShares } from './alert-table.ts'
import { burnAlerts, windowsOf, worstFiring } from './alerts.ts'
import { budgetTime, errorBudget, wholeIfSteady } from './budget.ts'
import { burnRate, exhaustionSeconds } from './burn.ts'
import { policyAt, usualPolicy } from './policy.ts'
import { moveOn, type Rolling, rollingOf, type RollingRule, type Slot, sumsOf, takeIn } from './rolling.ts'
import { type Budgeting, ratioOf, tallyOf } from './sli.ts'
import { indicatorStanding, standingState } from './standing.ts'
import { placeWindow, windowNamed } from './window.ts'

const day = 86_400

describe('indicators', () => {
  const slices = [
    { good: 99, valid: 100 },
    { good: 1, valid: 2 },
    { good: 0, valid: 0 },
    { good: 80, valid: 100 },
  ]

  it('sum events before they divide', () => {
    expect(ratioOf(tallyOf(slices, { method: 'events' }))).toBe(180 / 202)
    expect(ratioOf(tallyOf([], { method: 'events' }))).toBeNull()
  })

  it('take a slice with too few events as the rule says', () => {
    const by = (few: 'unknown' | 'good' | 'bad'): Budgeting => ({ method: 'slices', target: 0.95, least_events: 10, few })
    expect(tallyOf(slices, by('unknown'))).toEqual({ good: 1, valid: 2, unknown: 2 })
    expect(tallyOf(slices, by('good'))).toEqual({ good: 3, valid: 4, unknown: 0 })
    expect(tallyOf(slices, by('bad'))).toEqual({ good: 1, valid: 4, unknown: 0 })
  })

  it('count the ratios of slices alike', () => {
    expect(ratioOf(tallyOf(slices, { method: 'slice_ratios', least_events: 1, few: 'unknown' }))).toBeCloseTo((0.99 + 0.5 + 0.8) / 3, 12)
  })
})

describe('error budgets', () => {
  it('are unknown, not full, without events', () => {
    expect(errorBudget(0.99, { good: 0, valid: 0 })).toMatchObject({ sli: null, left: null, left_share: null, burn: null, consumed: null })
  })

  it('may be overdrawn, in events and in time', () => {
    const budget = errorBudget(0.9, { good: 3556, valid: 7112 })
    expect(budget.left).toBeCloseTo(-2844.8, 6)
    expect(budget.left_share).toBeCloseTo(-4, 12)
    expect(budgetTime(budget, 43_200).left_s).toBeCloseTo(-288 * 60, 6)
  })

  it('have no shares when everything was promised', () => {
    expect(errorBudget(1, { good: 9, valid: 10 })).toMatchObject({ allowed: 0, spent: 1, left: -1, consumed: null, burn: null })
  })

  it('are sized on the whole window while it runs', () => {
    const whole = wholeIfSteady(100, 10, 30)
    expect(whole).toEqual({ valid: 300, estimated: true })
    expect(errorBudget(0.9, { good: 95, valid: 100 }, whole)).toMatchObject({ estimated: true })
    expect(errorBudget(0.9, { good: 95, valid: 100 }, whole).left).toBeCloseTo(25, 9)
    expect(wholeIfSteady(100, 30, 30)).toEqual({ valid: 100, estimated: false })
  })

  it('are used up when the burn rate says so', () => {
    expect(exhaustionSeconds(burnRate(0.001, 0.999), 30 * day)).toBeCloseTo(30 * day, 3)
    expect(exhaustionSeconds(2, 30 * day, 0.5)).toBe(7.5 * day)
    expect(exhaustionSeconds(2, 30 * day, -0.1)).toBe(0)
    expect(exhaustionSeconds(0, 30 * day)).toBeNull()
    expect(exhaustionSeconds(null, 30 * day)).toBeNull()
  })
})

describe('windows', () => {
  it('of a calendar are as long as their month, on the clocks of the zone', () => {
    expect(windowNamed('2026-02', 'Europe/Berlin', 0).length_s).toBe(28 * day)
    expect(windowNamed('2026-03', 'Europe/Berlin', 0).length_s).toBe(31 * day - 3600)
    const now = Date.parse('2026-02-28T23:30:00Z')
    expect(placeWindow({ type: 'month', zone: 'Europe/Berlin' }, now)).toMatchObject({ label: '2026-03', passed_s: 1800 })
    expect(placeWindow({ type: 'quarter', zone: 'Etc/UTC' }, now)).toMatchObject({ label: '2026-Q1' })
  })

  it('that roll end now', () => {
    expect(placeWindow({ type: 'rolling', length_s: 28 * day }, 30 * day * 1000)).toEqual({
      from: 2 * day * 1000,
      to: 30 * day * 1000,
      length_s: 28 * day,
      passed_s: 28 * day,
      remaining_s: 0,
      label: null,
    })
  })
})

describe('burn alerts', () => {
  const table = burnTable(30 * day)

  it('name rows that can never tell', () => {
    expect(tableIssues(table, 0.999, 30 * day)).toEqual([])
    expect(tableIssues(table, 0.9, 30 * day)).toMatchObject([{ row: 0, rule: 'never_fires' }])
    expect(tableIssues([{ severity: 'critical', long_s: 3600, short_s: 300, factor: 10 }], 0.9, 30 * day)).toHaveLength(1)
    expect(tableIssues([{ severity: 'critical', long_s: 3600, short_s: 3600, factor: 0 }], 0.9, 1800).map((one) => one.rule)).toEqual([
      'factor',
      'windows',
      'too_long',
    ])
  })

  it('never fire where the table says that they never do, even when all is bad', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.99999, noNaN: true }),
        fc.double({ min: 0.01, max: 2000, noNaN: true }),
        (objective, factor) => {
          const row = { severity: 'critical', long_s: 3600, short_s: 300, factor } as const
          const allBad = new Map([3600, 300].map((one) => [one, { good: 0, valid: 100 }]))
          const never = tableIssues([row], objective, 30 * day).some((one) => one.rule === 'never_fires')
          const fires = burnAlerts([row], objective, allBad)[0]?.firing
          // At the very limit floating point may say either.
          if (Math.abs(factor * (1 - objective) - 1) > 1e-9) expect(fires).toBe(!never)
        },
      ),
    )
  })

  it('fire when both windows burn, and say why they do not', () => {
    const sums = (long: number, short: number) =>
      new Map([
        [3600, { good: 1000 - long, valid: 1000 }],
        [300, { good: 100 - short, valid: 100 }],
      ])
    const rows = table.slice(0, 1)
    const why = (of: ReadonlyMap<number, { good: number; valid: number }>, least = 1) => burnAlerts(rows, 0.999, of, least)[0]?.why
    expect(why(sums(20, 20))).toBe('fires')
    expect(why(sums(20, 0))).toBe('short_below')
    expect(why(sums(1, 20))).toBe('long_below')
    expect(why(sums(20, 20), 1001)).toBe('too_few_events')
    expect(why(new Map())).toBe('no_events')
    expect(burnAlerts(rows, 0.999, new Map())[0]).toMatchObject({ firing: null, long: { burn: null } })
    expect(worstFiring(burnAlerts(rows, 0.999, sums(20, 20)))).toBe('critical')
    expect(worstFiring(burnAlerts(rows, 0.999, new Map()))).toBeNull()
  })

  it('scale with the window in whole minutes, the short one staying shorter', () => {
    for (const days of [0.05, 1, 7, 28, 90])
      for (const row of scaledBurnTable(days * day)) {
        expect(row.short_s % 60).toBe(0)
        expect(row.short_s).toBeLessThan(row.long_s)
      }
    expect(windowsOf(burnTable(28 * day, usualShares))).toEqual([300, 1800, 3600, 7200, 21_600, 86_400, 259_200])
  })
})

describe('the budget policy', () => {
  it('holds the step for what is left, and knows nothing of a budget that is not known', () => {
    expect([1, 0.5, 0.4, 0.25, 0.1, 0, -3, -5000].map((left) => policyAt(usualPolicy, left)?.state)).toEqual([
      'normal',
      'normal',
      'watch',
      'watch',
      'restrict',
      'freeze',
      'freeze',
      'freeze',
    ])
    expect(policyAt(usualPolicy, null)).toBeNull()
    expect(policyAt([], 0.5)).toBeNull()
    for (const step of usualPolicy) expect(step.consequence.length * (step.decides ?? '').length).toBeGreaterThan(0)
  })
})

describe('sums over windows', () => {
  const grain = 60_000
  const methods: readonly Budgeting[] = [
    { method: 'events' },
    { method: 'slices', target: 0.9, least_events: 3, few: 'unknown' },
    { method: 'slices', target: 0.9, least_events: 3, few: 'bad' },
  ]
  const slot = fc
    .record({ at: fc.integer({ min: 0, max: 90 }), bad: fc.nat(5), good: fc.nat(20) })
    .map(({ at, bad, good }): Slot => ({ at: at * grain, good, valid: good + bad }))
  const step = fc.oneof(
    slot,
    fc.integer({ min: 0, max: 100 }).map((at) => at * grain),
  )

  const follow = (rule: RollingRule, steps: readonly (Slot | number)[]): Rolling =>
    steps.reduce<Rolling>((state, one) => (typeof one === 'number' ? moveOn(state, one) : takeIn(state, one)), rollingOf(rule, [], 0))

  it('taken in one by one, late, told again or after a silence, are what reading all anew gives', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.constantFrom(...methods), (steps, by) => {
        const rule: RollingRule = { grain_s: 60, windows: [300, 1800, 60], by }
        const one = follow(rule, steps)
        const slots = steps.filter((each) => typeof each !== 'number')
        // What came too late for the longest window is gone either way.
        const anew = rollingOf(rule, slots, one.until)
        expect(one).toEqual(anew)
        expect(one.until).toBe(Math.max(0, ...steps.map((each) => (typeof each === 'number' ? each : each.at + grain))))
      }),
      { numRuns: 500 },
    )
  })

  it('leave no crumbs of fractions behind once a window is empty', () => {
    const rule: RollingRule = { grain_s: 60, windows: [120], by: { method: 'events' } }
    const state = follow(rule, [{ at: 0, good: 0.1, valid: 0.3 }, { at: grain, good: 0.2, valid: 0.7 }, 10 * grain])
    expect(sumsOf(state).get(120)).toMatchObject({ good: 0, valid: 0 })
  })
})

describe('how a promise about an indicator stands', () => {
  const february = (passed: number) => windowNamed('2026-02', 'Etc/UTC', Date.parse('2026-02-01T00:00:00Z') + passed * day * 1000)
  const standing = (good: number, valid: number, unknown = 0, slice_s: number | null = 60, passed = 14) =>
    indicatorStanding({ objective: 0.999, window: february(passed), tally: { good, valid, unknown }, slice_s, warn_at: 0.75 })

  it('sizes the budget on the whole month, and gives the range of what nobody saw', () => {
    const found = standing(20_100, 20_110, 50)
    expect(found.value).toBe(20_100 / 20_110)
    expect(found.low).toBe(20_100 / 20_160)
    expect(found.high).toBe(20_150 / 20_160)
    expect(found.coverage).toBe(20_110 / 20_160)
    expect(found.budget.whole).toBe(20_110 + 20_160)
    expect(found.state).toBe('kept')
    expect(found.exhausted_in_s).toBeGreaterThan(0)
  })

  it('is at risk before it is missed, and missed only when nothing can save it', () => {
    expect(standing(20_160 - 31, 20_160).state).toBe('at_risk')
    expect(standing(20_160 - 40, 20_160).state).toBe('at_risk')
    expect(standing(20_160 - 41, 20_160).state).toBe('missed')
    expect(standing(20_160 - 41, 20_160).value).toBeLessThan(0.999)
    expect(standingState(0.99, 0.99, 1, 0.75)).toBe('at_risk')
  })

  it('knows nothing without events', () => {
    expect(standing(0, 0, 0, null)).toMatchObject({
      value: null,
      low: null,
      high: null,
      coverage: null,
      state: 'no_data',
      exhausted_in_s: null,
    })
    expect(standing(0, 0, 0, 60, 0).state).toBe('no_data')
  })

  it('guesses the events of the rest of a month from those so far, and says so', () => {
    const found = standing(999, 1000, 0, null)
    expect(found.budget).toMatchObject({ whole: 2000, estimated: true })
    expect(found.if_nothing_else_fails).toBe(1 - 1 / 2000)
    expect(standing(999, 1000, 0, null, 40).budget.estimated).toBe(false)
  })
})
