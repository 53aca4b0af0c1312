import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asTime, sliceTogether, weighted } from './composite.ts'

describe('parts weighed together', () => {
  it('burn by their weights: 1 % bad of weight 3 beside 5 % of weight 1 are 2 %', () => {
    const { value } = weighted([
      { weight: 3, ratio: 0.99 },
      { weight: 1, ratio: 0.95 },
    ])
    expect(value).toBeCloseTo(0.98, 12)
  })
  it('leave out a part that tells nothing, and say between what it lies', () => {
    const found = weighted([
      { weight: 1, ratio: 0.9 },
      { weight: 3, ratio: null },
    ])
    expect(found.value).toBeCloseTo(0.9, 12)
    expect(found.low).toBeCloseTo(1 - (0.1 + 3) / 4, 12)
    expect(found.high).toBeCloseTo(1 - 0.1 / 4, 12)
    expect(weighted([{ weight: 1, ratio: null }])).toEqual({ value: null, low: null, high: null })
  })
  it('lie between the worst and the best part, and one part alone is itself', () => {
    const part = fc.record({ weight: fc.double({ min: 0.01, max: 100, noNaN: true }), ratio: fc.double({ min: 0, max: 1, noNaN: true }) })
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
        const { value, low, high } = weighted(parts)
        const ratios = parts.map((one) => one.ratio)
        if (value === null || low === null || high === null) return false
        return value >= Math.min(...ratios) - 1e-9 && value <= Math.max(...ratios) + 1e-9 && Math.abs(low - high) < 1e-9
      }),
    )
    expect(weighted([{ weight: 7, ratio: 0.97 }]).value).toBeCloseTo(0.97, 12)
  })
  it('are told in time, and tell nothing where nothing is known', () => {
    expect(asTime(0.75, 3600)).toEqual({ good: 2700, valid: 3600 })
    expect(asTime(null, 3600)).toEqual({ good: 0, valid: 0 })
  })
})

describe('a slice of time of several parts', () => {
  const part = (good: number, target = 0.95) => ({ slice: { good, valid: 100 }, rule: { target } })
  it('is bad when it is bad in any of them', () => {
    expect(sliceTogether([part(99), part(95)], 'slices')).toEqual({ good: 1, valid: 1, unknown: 0 })
    expect(sliceTogether([part(100), part(94)], 'slices')).toEqual({ good: 0, valid: 1, unknown: 0 })
  })
  it('adds up what each lacks where ratios are counted, never below nothing', () => {
    expect(sliceTogether([part(99), part(96)], 'slice_ratios').good).toBeCloseTo(0.95, 12)
    expect(sliceTogether([part(30), part(20)], 'slice_ratios')).toEqual({ good: 0, valid: 1, unknown: 0 })
  })
  it('is unknown where no part tells anything; a silent part says neither good nor bad', () => {
    const silent = { slice: null, rule: { target: 0.95 } }
    const empty = { slice: { good: 0, valid: 0 }, rule: { target: 0.95 } }
    expect(sliceTogether([silent, empty], 'slices')).toEqual({ good: 0, valid: 0, unknown: 1 })
    expect(sliceTogether([silent, part(99)], 'slices')).toEqual({ good: 1, valid: 1, unknown: 0 })
    expect(sliceTogether([silent, part(10)], 'slices')).toEqual({ good: 0, valid: 1, unknown: 0 })
  })
})
