import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Outcome } from './check.ts'
import { afterLook, missedBeats, nextLook } from './check-beat.ts'
import { nextTurn, offsetOf } from './check-grid.ts'
import { afterResult, type CheckState, effectsOf, untried } from './check-standing.ts'

type Result = Outcome['result']
type Outage = { severity: 'down' | 'degraded'; from: number; to: number | null }

/** The outages that a row of results makes, a result a minute. */
const outagesOf = (results: readonly Result[], limit: number): { outages: Outage[]; last: CheckState } => {
  let state = untried(0)
  const outages: Outage[] = []
  results.forEach((result, index) => {
    const after = afterResult(state, result, index + 1, limit)
    const { ends, begins } = effectsOf(state, after)
    const open = outages.at(-1)
    if (ends !== null && open) open.to = ends
    if (begins) outages.push({ ...begins, to: null })
    state = after
  })
  return { outages, last: state }
}

/** Stretches of failures at least so long: from the first of them to the first result that is none. */
const runsOf = (results: readonly Result[], limit: number): readonly Readonly<{ from: number; to: number | null }>[] => {
  const runs: { from: number; to: number | null }[] = []
  for (let at = 0; at < results.length; at++) {
    if (results[at] !== 'failed') continue
    let end = at
    while (results[end] === 'failed') end++
    if (end - at >= limit) runs.push({ from: at + 1, to: end < results.length ? end + 1 : null })
    at = end
  }
  return runs
}

const results = fc.array(fc.constantFrom<Result>('good', 'slow', 'failed'), { maxLength: 60 })

describe('the standing of a check', () => {
  test('whatever the results, it was down exactly in the stretches of so many failures in a row, from the first one to the first that is none', () => {
    fc.assert(
      fc.property(results, fc.integer({ min: 1, max: 5 }), (row, limit) => {
        const downs = outagesOf(row, limit).outages.filter((one) => one.severity === 'down')
        expect(downs.map(({ from, to }) => ({ from, to }))).toEqual(runsOf(row, limit))
      }),
      { numRuns: 2000 },
    )
  })
  test('whatever the results, its outages follow one another: none is empty, none overlaps, only the last may go on, as the standing says', () => {
    const all = fc.array(fc.constantFrom<Result>('good', 'slow', 'failed', 'cannot'), { maxLength: 60 })
    fc.assert(
      fc.property(all, fc.integer({ min: 1, max: 5 }), (row, limit) => {
        const { outages, last } = outagesOf(row, limit)
        outages.forEach((one, index) => {
          const next = outages[index + 1]
          if (next) expect(one.to).not.toBeNull()
          if (one.to !== null) expect(one.to).toBeGreaterThan(one.from)
          if (next && one.to !== null) expect(next.from).toBeGreaterThanOrEqual(one.to)
        })
        const open = outages.at(-1)
        expect(last.standing === 'down' || last.standing === 'degraded').toBe(open !== undefined && open.to === null)
      }),
      { numRuns: 2000 },
    )
  })
  test('one failure of two is no outage; the second makes it one from the first on; the first good one ends it', () => {
    expect(outagesOf(['good', 'failed', 'good'], 2).outages).toEqual([])
    expect(outagesOf(['good', 'failed', 'failed', 'failed', 'good'], 2).outages).toEqual([{ severity: 'down', from: 2, to: 5 }])
  })
  test('slow again and again is degraded, worse is down, and each is an outage of its own', () => {
    expect(outagesOf(['slow', 'slow', 'failed', 'failed', 'slow', 'good'], 2).outages).toEqual([
      { severity: 'degraded', from: 1, to: 3 },
      { severity: 'down', from: 3, to: 5 },
      { severity: 'degraded', from: 5, to: 6 },
    ])
  })
  test('what could not be tried is unknown, but does not end what was down', () => {
    expect(outagesOf(['good', 'cannot'], 2).last.standing).toBe('unknown')
    expect(outagesOf(['failed', 'failed', 'cannot', 'good'], 2).outages).toEqual([{ severity: 'down', from: 1, to: 4 }])
  })
})

describe('a heartbeat', () => {
  const minute = 60_000
  const rhythm = { every: 10 * minute, grace: minute, last: 0 }
  test('is missing once its time and its grace are over, and down from when it was due', () => {
    expect([missedBeats(rhythm, 11 * minute - 1), missedBeats(rhythm, 11 * minute), missedBeats(rhythm, 31 * minute)]).toEqual([0, 1, 3])
    expect([nextLook(rhythm, 0), nextLook(rhythm, 11 * minute)]).toEqual([11 * minute, 21 * minute])
    expect(afterLook(untried(0), rhythm, 11 * minute, 1)).toMatchObject({ standing: 'down', since: 10 * minute })
    expect(afterLook(untried(0), rhythm, 11 * minute, 2)).toMatchObject({ standing: 'unknown', failures: 1 })
    expect(afterLook(untried(0), rhythm, 21 * minute, 2)).toMatchObject({ standing: 'down', since: 10 * minute })
  })
  test('is up from the beat on that comes again, and unknown before the first', () => {
    const down = afterLook(untried(0), rhythm, 25 * minute, 1) ?? untried(0)
    expect(afterLook(down, { ...rhythm, last: 26 * minute }, 26 * minute + 5, 1)).toMatchObject({
      standing: 'up',
      since: 26 * minute,
      failures: 0,
    })
    expect(afterLook(untried(0), { ...rhythm, last: null }, 99 * minute, 1)).toBeNull()
  })
})

describe('turns', () => {
  test('lie on a grid of the check’s own: the next one is later, at most an interval away, and the same however often it is asked', () => {
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.integer({ min: 10_000, max: 86_400_000 }),
        fc.integer({ min: 0, max: 2_000_000_000_000 }),
        (check, every, now) => {
          const next = nextTurn(check, every, now)
          expect(next).toBeGreaterThan(now)
          expect(next - now).toBeLessThanOrEqual(every)
          expect(nextTurn(check, every, next - 1)).toBe(next)
          expect(nextTurn(check, every, next)).toBe(next + every)
        },
      ),
    )
  })
  test('of many checks spread over the interval, even where their ids follow one another', () => {
    const tenths = Array.from({ length: 10 }, () => 0)
    for (let n = 0; n < 1000; n++) {
      const tenth = Math.floor(offsetOf(`019f0000-0000-7000-8000-${String(n).padStart(12, '0')}`, 60_000) / 6000)
      tenths[tenth] = (tenths[tenth] ?? 0) + 1
    }
    for (const n of tenths) expect(n).toBeGreaterThan(60)
  })
})
