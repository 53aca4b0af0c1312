import type { Millis } from '../../../../kernel/instant.ts'
import { type Interval, type Intervals, clip, intersect, intervals, length, subtract, union } from '../../../../kernel/interval.ts'

/** `to` is null while it goes on. Degraded is not down. `users`: how many it hit, null when nobody knows. */
export type OutageStretch = Readonly<{
  id: string
  severity: 'down' | 'degraded'
  from: Millis
  to: Millis | null
  users: number | null
}>

/** An approved stretch that does not count: of one outage, or of all (`outage` null). */
export type CorrectionStretch = Interval & Readonly<{ id: string; outage: string | null }>

/**
 * Where the time of one outage went, in seconds: total_s = outside_hours_s + excluded_s (agreed maintenance) + corrected_s + counted_s.
 * A degraded one counts 0 s, its `counted` being the time in which it worked worse. Outages that overlap each count the time they share; the availability counts it once.
 */
export type JudgedOutage = Readonly<{
  id: string
  severity: OutageStretch['severity']
  total_s: number
  outside_hours_s: number
  excluded_s: number
  corrected_s: number
  counted_s: number
  counted: Intervals
}>

const seconds = (set: Intervals): number => length(set) / 1000

/** An outage as far as it lies between two moments; one that goes on lasts to the second. */
export const stretchOf = (one: Readonly<{ from: Millis; to: Millis | null }>, within: Interval): Intervals =>
  clip(intervals([{ from: one.from, to: Math.min(one.to ?? within.to, within.to) }]), within.from, within.to)

/** Takes one outage apart. `service`: hours of service; `agreed`: those without agreed maintenance. */
export const judgeOutage = (
  one: OutageStretch,
  within: Interval,
  { service, agreed, corrections }: Readonly<{ service: Intervals; agreed: Intervals; corrections: readonly CorrectionStretch[] }>,
): JudgedOutage => {
  const whole = stretchOf(one, within)
  const inHours = intersect(service, whole)
  const inAgreed = intersect(agreed, whole)
  const own = union(corrections.filter((fix) => fix.outage === null || fix.outage === one.id))
  const counted = subtract(inAgreed, own)
  return {
    id: one.id,
    severity: one.severity,
    total_s: seconds(whole),
    outside_hours_s: seconds(whole) - seconds(inHours),
    excluded_s: seconds(inHours) - seconds(inAgreed),
    corrected_s: seconds(inAgreed) - seconds(counted),
    counted_s: one.severity === 'down' ? seconds(counted) : 0,
    counted,
  }
}
