import type { Millis } from '../../../../kernel/instant.ts'
import { type Interval, type Intervals, clip, intersect, length, subtract, union } from '../../../../kernel/interval.ts'
import { allowedDowntime } from './allowed.ts'
import { type JudgedMaintenance, judgeMaintenance, type MaintenanceRule, type MaintenanceStretch } from './maintenance.ts'
import { type CorrectionStretch, type JudgedOutage, judgeOutage, type OutageStretch, stretchOf } from './outage.ts'
import { type Reliability, reliability } from './reliability.ts'
import { type AvailabilityShare, partsOf, shareFrom } from './share.ts'
import { type UserAvailability, type UserOutage, userAvailability } from './users.ts'

/**
 * What is known about a period. `service`: the hours of service of the whole period, from its calendar; `unknown`: when nobody watched.
 * `objective`: the promised share; null when nothing is promised. `users`: everybody who uses it, null when nobody counted.
 */
export type AvailabilityInput = Readonly<{
  period: Interval
  now: Millis
  service: Intervals
  outages: readonly OutageStretch[]
  corrections: readonly CorrectionStretch[]
  maintenance: readonly MaintenanceStretch[]
  rule: MaintenanceRule
  unknown: Intervals
  objective: number | null
  users: number | null
}>

/** Promised down time of the whole period, in seconds: `left_s` may be negative. `left`: its share of what was allowed, null when nothing was. */
export type Allowance = Readonly<{ allowed_s: number; down_s: number; left_s: number; left: number | null }>

/**
 * Availability of a period, lengths in seconds.
 * `contractual`: agreed maintenance and corrections excluded; `total`: nothing excluded; `planned`: only agreed maintenance that took it down counts.
 * Those three are so far, up to now. `if_nothing_else_fails`: the contractual share of the whole period when, from now, only known planned work takes it
 * down, and when it was up while nobody watched. `reliability` counts outages, those that overlap as one; planned work is no failure.
 */
export type AvailabilityResult = Readonly<{
  value: number | null
  contractual: AvailabilityShare
  total: AvailabilityShare
  planned: AvailabilityShare
  if_nothing_else_fails: number | null
  whole_agreed_s: number
  allowance: Allowance | null
  degraded_s: number
  reliability: Reliability
  users: UserAvailability | null
  running: boolean
  parts: Readonly<{
    agreed: Intervals
    excluded: Intervals
    down: Intervals
    unknown: Intervals
    corrected: Intervals
    outages: readonly JudgedOutage[]
    maintenance: readonly JudgedMaintenance[]
  }>
}>

const secondsOf = (set: Intervals): number => length(set) / 1000

const shareOf = (agreed: Intervals, outages: Intervals, unknown: Intervals): AvailabilityShare => {
  const parts = partsOf(agreed, outages, unknown)
  return shareFrom(secondsOf(parts.agreed), secondsOf(parts.down), secondsOf(parts.unknown))
}

const inSeconds = (of: Reliability): Reliability => {
  const seconds = (ms: number | null): number | null => (ms === null ? null : ms / 1000)
  return { ...of, mtrs: seconds(of.mtrs), mtbf: seconds(of.mtbf), mtbsi: seconds(of.mtbsi) }
}

const allowanceOf = (objective: number, agreed_s: number, down_s: number): Allowance => {
  const allowed_s = allowedDowntime(objective, agreed_s)
  return { allowed_s, down_s, left_s: allowed_s - down_s, left: allowed_s > 0 ? 1 - down_s / allowed_s : null }
}

const downStretches = (list: readonly JudgedMaintenance[], which: 'excluded' | 'counted'): Intervals =>
  union(...list.filter((one) => one.down).map((one) => one[which]))

const secondsSet = (set: Intervals): Intervals => set.map((one) => ({ from: one.from / 1000, to: one.to / 1000 }))

/** The stretches that count, each with whom its outage hit. */
const hitStretches = (outages: readonly OutageStretch[], failed: readonly JudgedOutage[]): readonly UserOutage[] => {
  const users = new Map(outages.map((one) => [one.id, one.users]))
  return failed.flatMap((one) => secondsSet(one.counted).map((stretch) => ({ ...stretch, users: users.get(one.id) ?? null })))
}

/** Availability of a period that ended or still runs, with the parts it was made of. */
export const availabilityOf = (input: AvailabilityInput): AvailabilityResult => {
  const { period } = input
  const service = clip(input.service, period.from, period.to)
  const until = Math.min(Math.max(input.now, period.from), period.to)
  const sofar: Interval = { from: period.from, to: until }
  const passed = (set: Intervals): Intervals => clip(set, sofar.from, sofar.to)

  const maintenance = judgeMaintenance(input.maintenance, service, input.rule)
  const excluded = union(...maintenance.map((one) => one.excluded))
  const agreed = subtract(service, excluded)
  const outages = input.outages.map((one) => judgeOutage(one, sofar, { service, agreed, corrections: input.corrections }))
  const failed = outages.filter((one) => one.severity === 'down')
  const general = union(input.corrections.filter((one) => one.outage === null))
  const planned = subtract(downStretches(maintenance, 'counted'), general)
  const down = union(...failed.map((one) => one.counted), passed(planned))
  const later = clip(subtract(planned, down), until, period.to)

  const seen = union(...input.outages.filter((one) => one.severity === 'down').map((one) => stretchOf(one, sofar)))
  const everyDown = union(seen, ...maintenance.filter((one) => one.down).map((one) => union(one.excluded, one.counted)))
  const plannedDown = intersect(excluded, union(seen, downStretches(maintenance, 'excluded')))
  const agreedSoFar = passed(agreed)
  const contractual = shareOf(agreedSoFar, down, input.unknown)
  const whole = secondsOf(agreed)
  const parts = partsOf(agreedSoFar, down, input.unknown)
  const failures = union(...failed.map((one) => one.counted))
  return {
    value: contractual.value,
    contractual,
    total: shareOf(passed(service), everyDown, input.unknown),
    planned: shareOf(passed(service), plannedDown, []),
    if_nothing_else_fails: whole > 0 ? 1 - (contractual.down + secondsOf(later)) / whole : null,
    whole_agreed_s: whole,
    allowance: input.objective === null || whole === 0 ? null : allowanceOf(input.objective, whole, contractual.down),
    degraded_s: secondsOf(subtract(union(...outages.filter((one) => one.severity === 'degraded').map((one) => one.counted)), down)),
    reliability: inSeconds(reliability(agreedSoFar, failures, seen.filter((one) => length(intersect([one], failures)) > 0).length)),
    users: input.users === null ? null : userAvailability(secondsSet(agreedSoFar), hitStretches(input.outages, failed), input.users),
    running: until < period.to,
    parts: {
      agreed,
      excluded,
      down: parts.down,
      unknown: parts.unknown,
      corrected: subtract(intersect(agreedSoFar, seen), down),
      outages,
      maintenance,
    },
  }
}
