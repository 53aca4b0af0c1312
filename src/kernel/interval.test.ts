import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clip, covers, type Interval, intersect, intervals, length, subtract, union } from './interval.ts'

const list = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: -3, max: 12 })).map(([from, size]): Interval => ({ from, to: from + size })),
  { maxLength: 12 },
)
const points = Array.from({ length: 90 }, (_, at) => at - 5)
const inList = (of: readonly Interval[], at: number) => of.some((one) => one.from <= at && at < one.to)

const wellFormed = (set: readonly Interval[]) =>
  set.every((one, index) => one.to > one.from && (index === 0 || (set[index - 1]?.to ?? Infinity) < one.from))

describe('interval sets', () => {
  it('merge what overlaps or touches and drop what is empty', () => {
    expect(
      intervals([
        { from: 5, to: 7 },
        { from: 1, to: 3 },
        { from: 3, to: 4 },
        { from: 9, to: 9 },
        { from: 6, to: 8 },
      ]),
    ).toEqual([
      { from: 1, to: 4 },
      { from: 5, to: 8 },
    ])
  })

  it('are the set of points they cover, whatever is done to them', () => {
    fc.assert(
      fc.property(list, list, (one, other) => {
        const a = intervals(one)
        const b = intervals(other)
        const results = { both: intersect(a, b), either: union(a, b), left: subtract(a, b), part: clip(a, 10, 40) }
        expect(Object.values(results).every(wellFormed)).toBe(true)
        for (const at of points) {
          expect(covers(a, at)).toBe(inList(one, at))
          expect(covers(results.both, at)).toBe(inList(one, at) && inList(other, at))
          expect(covers(results.either, at)).toBe(inList(one, at) || inList(other, at))
          expect(covers(results.left, at)).toBe(inList(one, at) && !inList(other, at))
          expect(covers(results.part, at)).toBe(inList(one, at) && at >= 10 && at < 40)
        }
      }),
    )
  })

  it('keep their length: what is in both and what is in either add up to the two', () => {
    fc.assert(
      fc.property(list.map(intervals), list.map(intervals), (a, b) => {
        expect(length(union(a, b)) + length(intersect(a, b))).toBe(length(a) + length(b))
        expect(length(subtract(a, b))).toBe(length(a) - length(intersect(a, b)))
      }),
    )
  })
})
