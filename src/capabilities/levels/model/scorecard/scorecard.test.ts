import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { computedCriteria, criteria, type Criterion, described, usualWeights } from './criteria.ts'
import { availabilityPart, creditsPart, givenParts, incidentsPart, promisesPart, returnsPart, timePart, unknown } from './parts.ts'
import { type Part, ramp, rankPeers, weigh } from './score.ts'

const part = (criterion: Criterion, score: number | null): Part => ({ ...unknown(criterion, 'not known'), value: score, score })

describe('a total', () => {
  test('weighs only what is known and says how much that is', () => {
    const { total, coverage, parts } = weigh([part('promises', 80), part('availability', null), part('people', 50)], {
      promises: 30,
      availability: 50,
      people: 20,
    })
    // (80 x 30 + 50 x 20) / 50
    expect(total).toBeCloseTo(68, 12)
    expect(coverage).toBeCloseTo(0.5, 12)
    expect(parts.map((one) => one.counts)).toEqual([expect.closeTo(0.6, 12), null, expect.closeTo(0.4, 12)])
  })
  test('of nothing known is not known, not 0', () => {
    expect(weigh([part('promises', null)], usualWeights)).toMatchObject({ total: null, coverage: 0 })
    expect(weigh([part('promises', 50)], {})).toMatchObject({ total: null, coverage: 0 })
  })
  test('is the weighted mean of its parts and lies between them', () => {
    const score = fc.option(fc.integer({ min: 0, max: 100 }), { nil: null })
    fc.assert(
      fc.property(fc.array(fc.tuple(score, fc.integer({ min: 0, max: 50 })), { minLength: 9, maxLength: 9 }), (drawn) => {
        const parts = criteria.map((name, index) => part(name, drawn[index]?.[0] ?? null))
        const weights = Object.fromEntries(criteria.map((name, index) => [name, drawn[index]?.[1] ?? 0]))
        const { total, coverage, parts: weighed } = weigh(parts, weights)
        const known = weighed.filter((one) => one.score !== null && one.weight > 0)
        if (total === null) {
          expect(known).toEqual([])
          return
        }
        expect(total).toBeCloseTo(
          known.reduce((sum, one) => sum + (one.score ?? 0) * (one.counts ?? 0), 0),
          9,
        )
        expect(known.reduce((sum, one) => sum + (one.counts ?? 0), 0)).toBeCloseTo(1, 9)
        expect(coverage).toBeLessThanOrEqual(1)
        const scores = known.map((one) => one.score ?? 0)
        expect(total).toBeGreaterThanOrEqual(Math.min(...scores) - 1e-9)
        expect(total).toBeLessThanOrEqual(Math.max(...scores) + 1e-9)
      }),
    )
  })
  test('the usual weights add up to 100 and name every criterion', () => {
    expect(criteria.reduce((sum, name) => sum + (usualWeights[name] ?? 0), 0)).toBe(100)
    expect(Object.keys(described)).toEqual([...criteria])
    expect(computedCriteria.length).toBe(6)
  })
})

describe('scores', () => {
  test('run straight between the best and the worst value', () => {
    expect([0.4, 0.5, 1, 1.5, 9].map((value) => ramp({ full: 0.5, none: 1.5 }, value))).toEqual([100, 100, 50, 0, 0])
    expect([0, 40, 100].map((value) => ramp({ full: 100, none: 0 }, value))).toEqual([0, 40, 100])
  })
  test('of promises hold what was kept against what was promised of those clocks', () => {
    const found = promisesPart(
      [
        { kept: 8, missed: 2, share: 0.9 },
        { kept: 10, missed: 0, share: null },
      ],
      [],
    )
    // 18 of 20 kept; promised (0.9 x 10 + 1 x 10) / 20 = 0.95: 5 points short of 30.
    expect(found).toMatchObject({ value: 0.9, against: 0.95, counted: 20 })
    expect(found.score).toBeCloseTo(100 * (1 - 0.05 / 0.3), 9)
    expect(promisesPart([], []).score).toBeNull()
    expect(promisesPart([{ kept: 0, missed: 0, share: 0.9 }], []).score).toBeNull()
  })
  test('of availability count how much of what was allowed did fail', () => {
    const one = { promise: 'p', subject: 's', title: 'Available', measure: 'availability', target: 0.999, state: 'missed' }
    expect(availabilityPart([{ ...one, value: 0.998 }]).score).toBeCloseTo(50, 6)
    expect(availabilityPart([{ ...one, value: 0.9995, state: 'kept' }]).score).toBe(100)
    expect(availabilityPart([{ ...one, value: null, state: 'no_data' }]).score).toBeNull()
    expect(availabilityPart([{ ...one, measure: 'level', value: 3, target: 4, state: 'missed' }]).score).toBe(0)
  })
  test('of incidents are not known where nobody watches', () => {
    expect(incidentsPart([], false).score).toBeNull()
    expect(incidentsPart([], true).score).toBe(100)
    expect(
      incidentsPart(
        [
          { id: 'a', severity: 'down', words: '' },
          { id: 'b', severity: 'degraded', words: '' },
        ],
        true,
      ).score,
    ).toBeCloseTo(65, 9)
  })
  test('of time, credits, returns and what people give', () => {
    expect(timePart([0.2, 1, 3]).score).toBeCloseTo(50, 9)
    expect(timePart([0.5, 1.5]).value).toBeCloseTo(1, 9)
    expect(timePart([]).score).toBeNull()
    expect(creditsPart([{ id: 'c', title: 'C', share: 0.05, agreement: 'a' }], 1).score).toBeCloseTo(50, 9)
    expect(creditsPart([], 0).score).toBeNull()
    expect(returnsPart(10, 3, []).score).toBeCloseTo(0, 9)
    expect(returnsPart(0, 0, []).score).toBeNull()
    const given = { criterion: 'people', note: '', by: null } as const
    const parts = givenParts(
      [
        { ...given, score: 90, at: '2024-01-01T00:00:00Z' },
        { ...given, score: 60, at: '2026-01-01T00:00:00Z' },
        { ...given, score: 70, at: '2026-02-01T00:00:00Z' },
        { ...given, score: 10, at: '2026-04-01T00:00:00Z' },
      ],
      '2025-04-01',
      '2026-04-01',
    )
    expect(parts.map((one) => one.score)).toEqual([70, null, null])
  })
})

describe('a rank', () => {
  const peer = (id: string, promises: number | null, people: number | null) => ({
    id,
    parts: [part('promises', promises), part('people', people)],
  })
  const weights = { promises: 50, people: 50 }
  test('needs half of the weights known', () => {
    const found = rankPeers([peer('a', 80, 80), peer('b', 90, null), peer('c', null, null)], weights)
    expect(found.map((one) => [one.id, one.rank])).toEqual([
      ['a', 2],
      ['b', 1],
      ['c', null],
    ])
    expect(rankPeers([peer('b', null, 90)], { promises: 51, people: 49 })[0]?.rank).toBeNull()
  })
  test('says between which places it stands when one weight moves by a fifth', () => {
    const near = rankPeers([peer('a', 90, 60), peer('b', 61, 90)], weights)
    // a 75, b 75.5; with promises at 60 of 110 a stands at 76.4, b at 74.2.
    expect(near).toMatchObject([
      { id: 'a', rank: 2, best: 1, worst: 2 },
      { id: 'b', rank: 1, best: 1, worst: 2 },
    ])
    const far = rankPeers([peer('a', 90, 90), peer('b', 30, 40)], weights)
    expect(far).toMatchObject([
      { rank: 1, best: 1, worst: 1 },
      { rank: 2, best: 2, worst: 2 },
    ])
  })
  test('is shared by equals', () => {
    expect(rankPeers([peer('a', 50, 50), peer('b', 50, 50), peer('c', 10, 10)], weights).map((one) => one.rank)).toEqual([1, 1, 3])
  })
})
