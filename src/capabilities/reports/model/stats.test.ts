import { describe, expect, it } from 'vitest'
import { countsDiffer, quantile, sharesDiffer, valuesDiffer, wilson } from './stats.ts'

describe('figures from few cases', () => {
  // Newcombe 1998, Stat Med 17:857, table I, method 3: the score interval without continuity correction.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%i of %i lie between %d and %d', (hits, cases, low, high) => {
    const range = wilson(hits, cases)
    expect(range?.low).toBeCloseTo(low, 4)
    expect(range?.high).toBeCloseTo(high, 4)
  })

  it('say nothing without cases', () => {
    expect(wilson(0, 0)).toBeNull()
  })

  // Newcombe 1998, Stat Med 17:873, table II, method 10: 56/70 - 48/80 lies between 0.0524 and 0.3339; 9/10 - 3/10 between 0.1705 and 0.8090; 10/10 - 0/20 differ; 0/10 - 0/20 do not.
  it('tell shares apart as the hybrid interval does', () => {
    expect(sharesDiffer({ hits: 48, cases: 80 }, { hits: 56, cases: 70 })).toBe(true)
    expect(sharesDiffer({ hits: 3, cases: 10 }, { hits: 9, cases: 10 })).toBe(true)
    expect(sharesDiffer({ hits: 0, cases: 20 }, { hits: 10, cases: 10 })).toBe(true)
    expect(sharesDiffer({ hits: 0, cases: 20 }, { hits: 0, cases: 10 })).toBe(false)
    expect(sharesDiffer({ hits: 6, cases: 7 }, { hits: 2, cases: 7 })).toBe(true)
    expect(sharesDiffer({ hits: 5, cases: 56 }, { hits: 0, cases: 29 })).toBe(false)
  })

  it('do not take chance for a rise, and see a real one', () => {
    expect(countsDiffer(25, 31, 31, 28)).toBe(false)
    expect(countsDiffer(412, 486, 31, 31)).toBe(true)
    expect(countsDiffer(0, 0, 31, 28)).toBe(false)
  })

  it('allow for periods of different length', () => {
    expect(countsDiffer(1000, 1107, 28, 31)).toBe(false)
    expect(countsDiffer(1000, 1107, 31, 28)).toBe(true)
  })

  it('take the smallest value that enough of them do not exceed', () => {
    expect(quantile([5, 1, 8, 3, 2], 0.5)).toBe(3)
    expect(quantile([5, 1, 8, 3, 2], 0.9)).toBe(8)
    expect(quantile([7], 0.9)).toBe(7)
    expect(quantile([], 0.5)).toBeNull()
  })

  it('tell groups of lengths apart by their ranks', () => {
    const low = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    expect(
      valuesDiffer(
        low,
        low.map((one) => one + 8),
      ),
    ).toBe(true)
    expect(
      valuesDiffer(
        low,
        low.map((one) => one + 0.5),
      ),
    ).toBe(false)
    expect(
      valuesDiffer(
        low.slice(0, 5),
        low.map((one) => one + 100),
      ),
    ).toBe(false)
    expect(valuesDiffer(Array(9).fill(3), Array(9).fill(3))).toBe(false)
  })
})
