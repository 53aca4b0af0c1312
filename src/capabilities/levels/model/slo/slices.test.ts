import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { slicesByDay, wholeSlices } from './slices.ts'

const day = 86_400_000
const start = Date.UTC(2026, 2, 1)

describe('slices of a window', () => {
  it('are those that lie wholly within it', () => {
    expect(wholeSlices({ from: start + 1, to: start + 10 * 60_000 - 1 }, 300)).toEqual({ from: start + 300_000, to: start + 300_000 })
    expect(wholeSlices({ from: start, to: start + 11 * 60_000 }, 300)).toEqual({ from: start, to: start + 600_000 })
  })
  it('are days where whole days are over, and edges for the rest', () => {
    const found = slicesByDay({ from: start - 3600_000, to: start + 2 * day + 7200_000 }, 300, start + 2 * day - 1)
    expect(found.days.map((one) => one.day)).toEqual(['2026-03-01'])
    expect(found.edges).toEqual([
      { from: start - 3600_000, to: start },
      { from: start + day, to: start + 2 * day + 7200_000 },
    ])
  })
  it('are each in one day or one edge, whatever their length', () => {
    const case_ = fc.record({
      from: fc.integer({ min: 0, max: 5 * 1440 }),
      length: fc.integer({ min: 0, max: 9 * 1440 }),
      slice: fc.constantFrom(1, 5, 7, 60, 11 * 60, 36 * 60),
      settled: fc.integer({ min: 0, max: 16 * 1440 }),
    })
    fc.assert(
      fc.property(case_, ({ from, length, slice, settled }) => {
        const window = { from: start + from * 60_000, to: start + (from + length) * 60_000 }
        const { days, edges } = slicesByDay(window, slice * 60, start + settled * 60_000)
        const pieces = [...days.map((one) => one.span), ...edges].filter((one) => one.to > one.from).sort((a, b) => a.from - b.from)
        const whole = wholeSlices(window, slice * 60)
        const sum = pieces.reduce((all, one) => all + one.to - one.from, 0)
        return (
          sum === whole.to - whole.from &&
          pieces.every((one, n) => n === 0 || one.from === pieces[n - 1]?.to) &&
          pieces.every((one) => one.from % (slice * 60_000) === 0)
        )
      }),
      { numRuns: 400 },
    )
  })
})
