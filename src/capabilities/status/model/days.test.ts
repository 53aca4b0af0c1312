import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayCells, type ItemFacts, midnights, rankOf, uptimeOf, uptimeText } from './days.ts'
import { statusAt, statuses, type Told, type Trouble, type Work } from './state.ts'

const zone = 'Europe/London'
const hour = 3_600_000
/** Monday 23 November 2026, 10:00 in London. */
const now = Date.UTC(2026, 10, 23, 10)
const bare: ItemFacts = { item: { id: 'i', subjects: ['a', 'b'] }, since: 0, troubles: [], works: [], told: [], corrected: [] }
const today = Date.UTC(2026, 10, 23)

describe('the state of an item', () => {
  const at = (facts: Partial<ItemFacts>) => statusAt(bare.item, { ...bare, ...facts }, now)
  const down = (subject: string, more: Partial<Trouble> = {}): Trouble => ({
    subject,
    severity: 'down',
    from: now - hour,
    to: null,
    ...more,
  })

  test('follows outages: all subjects down, some down, degraded, none', () => {
    expect(at({})).toBe('operational')
    expect(at({ troubles: [down('a', { severity: 'degraded' })] })).toBe('degraded')
    expect(at({ troubles: [down('a')] })).toBe('partial_outage')
    expect(at({ troubles: [down('a'), down('b')] })).toBe('major_outage')
    expect(at({ troubles: [down('c')] })).toBe('operational')
    expect(at({ troubles: [down('a', { to: now })] })).toBe('operational')
  })

  test('planned work is no outage, and an outage elsewhere is none the less one', () => {
    const work: Work = { subjects: ['a'], from: now - hour, to: now + hour }
    expect(at({ works: [work] })).toBe('under_maintenance')
    expect(at({ works: [work], troubles: [down('a')] })).toBe('under_maintenance')
    expect(at({ works: [work], troubles: [down('b')] })).toBe('partial_outage')
    expect(at({ works: [{ ...work, to: now }] })).toBe('operational')
  })

  test('a notice raises it and never lowers it', () => {
    const told = (impact: Told['impact'], items: readonly string[] = ['i']): Told => ({ items, impact, from: now - hour, to: null })
    expect(at({ told: [told('none')] })).toBe('operational')
    expect(at({ told: [told('minor')] })).toBe('degraded')
    expect(at({ told: [told('critical')] })).toBe('major_outage')
    expect(at({ told: [told('critical', [])] })).toBe('major_outage')
    expect(at({ told: [told('critical', ['other'])] })).toBe('operational')
    expect(at({ told: [told('minor')], troubles: [down('a'), down('b')] })).toBe('major_outage')
  })
})

describe('the days of an item', () => {
  // The 30 days hold the one of 25 hours: 29 x 24 + 1 + the 10 hours of today.
  test('a worked example: two subjects, one down for six hours yesterday', () => {
    const cells = dayCells(
      { ...bare, troubles: [{ subject: 'a', severity: 'down', from: today - 12 * hour, to: today - 6 * hour }] },
      zone,
      now,
    )
    expect(cells).toHaveLength(90)
    // Half of the item for six hours is three hours of it.
    expect(cells.at(-2)).toMatchObject({ day: '2026-11-22', status: 'partial_outage', down_seconds: 3 * 3600, known_seconds: 24 * 3600 })
    expect(cells.at(-1)).toMatchObject({ day: '2026-11-23', status: 'operational', down_seconds: 0, known_seconds: 10 * 3600 })
    const month = uptimeOf(cells, 30, zone, now)
    expect(month.share).toBeCloseTo(1 - 3 / (29 * 24 + 11), 12)
    expect(month.coverage).toBe(1)
    expect(uptimeText(month)).toBe('99.57 %')
  })

  test('the day on which clocks go back has 25 hours', () => {
    const october = dayCells({ ...bare }, zone, now).find((cell) => cell.day === '2026-10-25')
    expect(october?.known_seconds).toBe(25 * 3600)
  })

  test('what is not on record is no data: never 100 %', () => {
    const cells = dayCells({ ...bare, since: null }, zone, now)
    expect(cells.every((cell) => cell.status === null)).toBe(true)
    expect(uptimeOf(cells, 90, zone, now)).toMatchObject({ share: null, coverage: 0 })
    expect(uptimeText({ share: null })).toBe('no data')
    const half = dayCells({ ...bare, since: today - 14 * 24 * hour }, zone, now)
    expect(uptimeOf(half, 30, zone, now)).toMatchObject({ share: 1 })
    expect(uptimeOf(half, 30, zone, now).coverage).toBeCloseTo((14 * 24 + 10) / (29 * 24 + 11), 10)
  })

  test('planned work stands outside the figure, and so does what was measured wrongly', () => {
    const outage: Trouble = { subject: 'a', severity: 'down', from: today - 12 * hour, to: today - 6 * hour }
    const one = { ...bare, item: { id: 'i', subjects: ['a'] }, troubles: [outage] }
    const worked = dayCells({ ...one, works: [{ subjects: ['a'], from: today - 12 * hour, to: today - 6 * hour }] }, zone, now)
    expect(worked.at(-2)).toMatchObject({
      status: 'under_maintenance',
      down_seconds: 0,
      maintenance_seconds: 6 * 3600,
      known_seconds: 18 * 3600,
    })
    expect(uptimeOf(worked, 30, zone, now)).toMatchObject({ share: 1, coverage: 1 })
    const wrong = dayCells({ ...one, corrected: [{ subject: 'a', from: today - 12 * hour, to: today - 6 * hour }] }, zone, now)
    expect(wrong.at(-2)).toMatchObject({ status: 'operational', down_seconds: 0, maintenance_seconds: 0 })
  })

  test('100 % is written only when nothing was down', () => {
    expect(uptimeText({ share: 0.999999 })).toBe('99.99 %')
    expect(uptimeText({ share: 1 })).toBe('100 %')
    expect(uptimeText({ share: 0.5 })).toBe('50.00 %')
  })
})

const span = fc.tuple(fc.integer({ min: -100 * 24 * 60, max: 60 }), fc.integer({ min: 1, max: 5000 })).map(([from, long]) => ({
  from: now + from * 60_000,
  to: now + (from + long) * 60_000,
}))
const subject = fc.constantFrom('a', 'b', 'c')
const trouble = fc
  .tuple(span, subject, fc.constantFrom('down' as const, 'degraded' as const), fc.boolean())
  .filter(([one]) => one.from <= now)
  .map(([one, of, severity, open]): Trouble => ({ subject: of, severity, from: one.from, to: open ? null : one.to }))
const work = fc.tuple(span, fc.subarray(['a', 'b', 'c'], { minLength: 1 })).map(([one, subjects]): Work => ({ ...one, subjects }))
const told = fc
  .tuple(span, fc.subarray(['i', 'j']), fc.constantFrom('none' as const, 'minor' as const, 'major' as const, 'critical' as const))
  .map(([one, items, impact]): Told => ({ ...one, items, impact }))
const facts = fc.record({
  item: fc.record({ id: fc.constant('i'), subjects: fc.subarray(['a', 'b', 'c'], { minLength: 1 }) }),
  since: fc.option(fc.integer({ min: -120, max: 0 }).map((days) => now + days * 24 * hour)),
  troubles: fc.array(trouble, { maxLength: 8 }),
  works: fc.array(work, { maxLength: 4 }),
  told: fc.array(told, { maxLength: 4 }),
  corrected: fc.array(
    fc.tuple(span, subject).map(([one, of]) => ({ ...one, subject: of })),
    { maxLength: 3 },
  ),
})

describe('whatever happened', () => {
  test('the parts of a day fit into it, and the day is at least as bad as each moment of it', () => {
    fc.assert(
      fc.property(facts, fc.integer({ min: 0, max: 89 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (all, index, part) => {
        const cells = dayCells(all, zone, now)
        const bounds = midnights(zone, now, 90)
        cells.forEach((cell, at) => {
          const whole = ((bounds[at + 1]?.at ?? 0) - (bounds[at]?.at ?? 0)) / 1000
          expect(cell.known_seconds + cell.maintenance_seconds).toBeLessThanOrEqual(whole)
          expect(cell.down_seconds).toBeLessThanOrEqual(cell.known_seconds + 1)
          expect(Math.min(cell.down_seconds, cell.degraded_seconds, cell.maintenance_seconds, cell.known_seconds)).toBeGreaterThanOrEqual(0)
          expect(cell.status === null).toBe(cell.known_seconds + cell.maintenance_seconds === 0)
        })
        const [from, to] = [bounds[index]?.at ?? 0, Math.min(bounds[index + 1]?.at ?? 0, now)]
        const moment = from + (to - from) * part
        const seen = cells[index]
        if (seen?.status && (all.since ?? Infinity) <= moment && all.corrected.length === 0)
          expect(rankOf(seen.status)).toBeGreaterThanOrEqual(statuses.indexOf(statusAt(all.item, all, moment)))
      }),
      { numRuns: 150 },
    )
  })

  test('uptime is a share, falls with more outages, is unknown only when nothing is known', () => {
    fc.assert(
      fc.property(facts, trouble, (all, more) => {
        const before = uptimeOf(dayCells(all, zone, now), 90, zone, now)
        const after = uptimeOf(dayCells({ ...all, troubles: [...all.troubles, more] }, zone, now), 90, zone, now)
        expect(before.coverage).toBeGreaterThanOrEqual(0)
        expect(before.coverage).toBeLessThanOrEqual(1)
        if (before.share === null) expect(after.share).toBeNull()
        else {
          expect(before.share).toBeGreaterThanOrEqual(0)
          expect(before.share).toBeLessThanOrEqual(1)
          // Whole seconds a day are rounded.
          expect(after.share ?? 1).toBeLessThanOrEqual(before.share + 90 / 86_400)
        }
      }),
      { numRuns: 150 },
    )
  })

  test('more planned work never makes the uptime of the rest worse than counting it as up', () => {
    fc.assert(
      fc.property(facts, (all) => {
        const without = dayCells({ ...all, works: [] }, zone, now)
        const withWork = dayCells(all, zone, now)
        withWork.forEach((cell, at) => expect(cell.down_seconds).toBeLessThanOrEqual((without[at]?.down_seconds ?? 0) + 1))
      }),
      { numRuns: 100 },
    )
  })
})
