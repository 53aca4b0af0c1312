import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addBuckets, addReading, type Cell, cellFrom, merge, nothing, valueOf } from './rollup.ts'
import { addToSketch, emptySketch, quantileOf, sketchBytes, sketchFrom } from './sketch.ts'

const keeping = { isGood: (value: number) => value <= 300, sketched: true }
const rollupOf = (values: readonly number[]): Cell => {
  const cell = cellFrom(nothing)
  for (const [at, value] of values.entries()) addReading(cell, value, at, keeping)
  return cell
}
const numbers = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { maxLength: 60 })

describe('rollups', () => {
  test('merging stretches gives what reading them in one go gives', () => {
    fc.assert(
      fc.property(numbers, numbers, (one, other) => {
        const merged = merge(rollupOf(one), rollupOf(other))
        const whole = rollupOf([...one, ...other])
        expect([merged.count, merged.good, merged.min, merged.max]).toEqual([whole.count, whole.good, whole.min, whole.max])
        expect(merged.sum).toBeCloseTo(whole.sum, 3)
        expect(merged.sketch && sketchBytes(merged.sketch)).toEqual(whole.sketch && sketchBytes(whole.sketch))
      }),
    )
  })
  test('a quantile is within one hundredth of the true one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (values, q) => {
          const sketch = values.reduce((all, value) => addToSketch(all, value), emptySketch())
          const truth = [...values].sort((a, b) => a - b)[Math.max(1, Math.ceil(q * values.length)) - 1] ?? 0
          const got = quantileOf(sketch, q) ?? 0
          expect(Math.abs(got - truth)).toBeLessThanOrEqual(truth * 0.0101)
        },
      ),
    )
  })
  test('a sketch comes back from its bytes', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const sketch = values.reduce((all, value) => addToSketch(all, value), emptySketch())
        expect(sketchFrom(sketchBytes(sketch))).toEqual({
          ...sketch,
          above: new Map([...sketch.above].sort(([a], [b]) => a - b)),
          below: new Map([...sketch.below].sort(([a], [b]) => a - b)),
        })
      }),
    )
  })
  test('nothing read has no value, whatever is asked', () => {
    for (const aggregation of ['mean', 'sum', 'min', 'max', 'last', 'quantile', 'share'] as const)
      expect(valueOf(nothing, aggregation)).toBeNull()
  })
  test('a limit inside a bucket takes the bucket as not good', () => {
    const cell = cellFrom(nothing)
    addBuckets(
      cell,
      [
        { from: -Infinity, to: 100, n: 5 },
        { from: 100, to: 300, n: 3 },
        { from: 300, to: 500, n: 2 },
        { from: 500, to: Infinity, n: 1 },
      ],
      { sum: 2500, min: null, max: 480 },
      0,
      keeping,
    )
    expect(valueOf(cell, 'share')).toBeCloseTo(8 / 11, 12)
    expect(cell).toMatchObject({ count: 11, sum: 2500, min: 0, max: 480 })
    const tighter = cellFrom(nothing)
    addBuckets(tighter, [{ from: 100, to: 400, n: 3 }], { sum: null, min: null, max: null }, 0, keeping)
    expect(tighter.good).toBe(0)
    expect(tighter.sum).toBe(750)
  })
})
