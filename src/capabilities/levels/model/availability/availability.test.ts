import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Interval, intervals, length } from '../../../../kernel/interval.ts'
import type { MaintenanceStretch } from './maintenance.ts'
import type { CorrectionStretch, OutageStretch } from './outage.ts'
import { type AvailabilityInput, availabilityOf } from './period.ts'
import { availabilityShare } from './share.ts'
import { userAvailability } from './users.ts'

const hour = 3_600_000

/** Stretches written in hours. */
const at = (from: number, to: number): Interval => ({ from: from * hour, to: to * hour })

const outage = (id: string, from: number, to: number | null, more: Partial<OutageStretch> = {}): OutageStretch => ({
  id,
  severity: 'down',
  from: from * hour,
  to: to === null ? null : to * hour,
  users: null,
  ...more,
})

const work = (id: string, from: number, to: number, announced: number, down = true): MaintenanceStretch => ({
  id,
  ...at(from, to),
  announced: announced * hour,
  down,
})

const fix = (id: string, from: number, to: number, of: string | null = null): CorrectionStretch => ({ id, outage: of, ...at(from, to) })

const input = (more: Partial<AvailabilityInput> = {}): AvailabilityInput => ({
  period: at(0, 100),
  now: 100 * hour,
  service: [at(0, 100)],
  outages: [],
  corrections: [],
  maintenance: [],
  rule: { counts: 'excluded', notice_s: 24 * 3600, windows: null },
  unknown: [],
  objective: 0.99,
  users: null,
  ...more,
})

describe('availability of a period', () => {
  it('knows nothing without agreed time, and nothing before it begins', () => {
    for (const none of [input({ service: [] }), input({ now: 0 })]) {
      const found = availabilityOf(none)
      expect(found.value).toBeNull()
      expect(found.total.value).toBeNull()
      expect(found.reliability).toMatchObject({ failures: 0, mtbf: null, mtrs: null, mtbsi: null })
    }
    expect(availabilityOf(input({ service: [] })).allowance).toBeNull()
    expect(availabilityOf(input({ service: [] })).if_nothing_else_fails).toBeNull()
  })

  it('tells three numbers when agreed maintenance took it down', () => {
    const found = availabilityOf(input({ maintenance: [work('m', 50, 60, 20)], outages: [outage('a', 50, 61), outage('b', 70, 72)] }))
    expect(found.contractual).toMatchObject({ agreed: 90 * 3600, down: 3 * 3600, value: 1 - 3 / 90 })
    expect(found.total).toMatchObject({ agreed: 100 * 3600, down: 13 * 3600, value: 1 - 13 / 100 })
    expect(found.planned).toMatchObject({ down: 10 * 3600, value: 0.9 })
    expect(found.parts.maintenance).toMatchObject([{ excluded_s: 36_000, counted_s: 0, why_counted: null }])
    expect(found.parts.outages[0]).toMatchObject({ total_s: 11 * 3600, excluded_s: 36_000, counted_s: 3600, corrected_s: 0 })
  })

  it('counts maintenance that was announced late, lies outside the agreed hours, or that the agreement counts', () => {
    const late = availabilityOf(input({ maintenance: [work('m', 50, 60, 30)] }))
    expect(late.contractual).toMatchObject({ agreed: 100 * 3600, down: 10 * 3600 })
    expect(late.parts.maintenance[0]?.why_counted).toBe('announced_late')
    expect(late.reliability.failures).toBe(0)
    const half = availabilityOf(
      input({ maintenance: [work('m', 50, 60, 0)], rule: { counts: 'excluded', notice_s: 3600, windows: [at(55, 80)] } }),
    )
    expect(half.contractual).toMatchObject({ agreed: 95 * 3600, down: 5 * 3600 })
    expect(half.parts.maintenance[0]).toMatchObject({ excluded_s: 18_000, counted_s: 18_000, why_counted: 'outside_window' })
    const counts = availabilityOf(input({ maintenance: [work('m', 50, 60, 0)], rule: { counts: 'counts', notice_s: null, windows: null } }))
    expect(counts.contractual.down).toBe(36_000)
    expect(counts.parts.maintenance[0]?.why_counted).toBe('agreement')
  })

  it('does not count work during which it worked', () => {
    expect(availabilityOf(input({ maintenance: [work('m', 50, 60, 49, false)] })).contractual).toMatchObject({ down: 0, value: 1 })
  })

  it('does not count degraded as down, and says how long it was', () => {
    const found = availabilityOf(input({ outages: [outage('a', 10, 20, { severity: 'degraded' }), outage('b', 18, 19)] }))
    expect(found.contractual.down).toBe(3600)
    expect(found.degraded_s).toBe(9 * 3600)
  })

  it('takes approved corrections off what was down: of one outage, or of all', () => {
    const outages = [outage('a', 10, 20), outage('b', 15, 25)]
    expect(availabilityOf(input({ outages, corrections: [fix('c', 0, 100, 'a')] })).contractual.down).toBe(36_000)
    expect(availabilityOf(input({ outages, corrections: [fix('c', 12, 22)] })).contractual).toMatchObject({
      agreed: 100 * 3600,
      down: 5 * 3600,
    })
    expect(availabilityOf(input({ outages, corrections: [fix('c', 12, 22)] })).total.down).toBe(15 * 3600)
  })

  it('keeps unknown time apart and gives the range', () => {
    const found = availabilityOf(input({ outages: [outage('a', 10, 20)], unknown: [at(15, 40)] }))
    expect(found.contractual).toMatchObject({ down: 36_000, unknown: 20 * 3600, value: 1 - 10 / 80, low: 0.7, high: 0.9, coverage: 0.8 })
    expect(availabilityOf(input({ unknown: [at(0, 100)] })).contractual).toMatchObject({ value: null, low: 0, high: 1, coverage: 0 })
  })

  it('tells so far, and what it comes to when nothing else fails', () => {
    const found = availabilityOf(input({ now: 50 * hour, outages: [outage('a', 48, null)], objective: 0.95 }))
    expect(found.running).toBe(true)
    expect(found.contractual).toMatchObject({ agreed: 50 * 3600, down: 2 * 3600, value: 0.96 })
    expect(found.if_nothing_else_fails).toBe(0.98)
    expect(found.allowance?.allowed_s).toBeCloseTo(18_000, 6)
    expect(found.allowance?.left).toBeCloseTo(0.6, 12)
    const planned = availabilityOf(
      input({ now: 50 * hour, outages: [outage('a', 48, 50)], maintenance: [work('late', 80, 85, 79), work('good', 90, 100, 0)] }),
    )
    expect(planned.if_nothing_else_fails).toBeCloseTo(1 - 7 / 90, 12)
  })

  it('counts an outage that lasts over a night as one failure', () => {
    const found = availabilityOf(input({ service: [at(8, 18), at(32, 42)], outages: [outage('a', 16, 34), outage('b', 33, 36)] }))
    expect(found.contractual.down).toBe(6 * 3600)
    expect(found.reliability).toEqual({ failures: 1, counted_as: 'outages', mtrs: 6 * 3600, mtbf: 14 * 3600, mtbsi: 20 * 3600 })
  })

  it('weighs by users, and gives a range when an outage does not say whom it hit', () => {
    const found = availabilityOf(input({ users: 10, outages: [outage('a', 0, 10, { users: 5 }), outage('b', 5, 10, { users: 10 })] }))
    expect(found.users).toMatchObject({ value: 1 - 75 / 1000, unknown_users: 0 })
    const some = availabilityOf(input({ users: 10, outages: [outage('a', 0, 10)] }))
    expect(some.users).toMatchObject({ value: null, low: 0.9, high: 1, unknown_users: 1 })
    expect(userAvailability([], [], 5).value).toBeNull()
    expect(userAvailability([at(0, 1)], [], 0).value).toBeNull()
  })

  const spans = fc.array(
    fc.tuple(fc.integer({ min: -10, max: 120 }), fc.integer({ min: 0, max: 30 })).map(([from, size]) => at(from, from + size)),
    { maxLength: 6 },
  )

  it('never has value outside its range, and its parts add up', () => {
    fc.assert(
      fc.property(spans, spans, spans, spans, fc.integer({ min: 0, max: 110 }), (service, down, plans, unknown, now) => {
        const found = availabilityOf(
          input({
            now: now * hour,
            service: intervals(service),
            outages: down.map((one, index) => ({ ...one, id: String(index), severity: 'down' as const, users: 1 })),
            maintenance: plans.map((one, index) => ({ ...one, id: String(index), announced: one.from - index * 12 * hour, down: true })),
            unknown: intervals(unknown),
          }),
        )
        const { value, low, high, agreed } = found.contractual
        if (agreed > 0) expect(low).toBeLessThanOrEqual((high ?? 0) + 1e-12)
        if (value !== null) {
          expect(value).toBeGreaterThanOrEqual((low ?? 0) - 1e-12)
          expect(value).toBeLessThanOrEqual((high ?? 0) + 1e-12)
        }
        for (const one of found.parts.outages)
          expect(one.outside_hours_s + one.excluded_s + one.corrected_s + one.counted_s).toBeCloseTo(one.total_s, 6)
        expect(found.contractual.down * 1000).toBe(length(found.parts.down))
        expect(found.contractual.agreed).toBeLessThanOrEqual(found.total.agreed)
        expect(found.total.down).toBeGreaterThanOrEqual(found.contractual.down)
        if (now >= 100 && unknown.length === 0) expect(found.if_nothing_else_fails ?? null).toEqual(found.value ?? null)
      }),
    )
  })

  it('is the same in hours, minutes and seconds', () => {
    expect(availabilityShare([at(0, 100)], [at(10, 12)]).value).toBe(0.98)
  })
})
