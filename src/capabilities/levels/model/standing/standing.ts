import type { Intervals } from '../../../../kernel/interval.ts'
import type { Millis } from '../../../../kernel/instant.ts'
import { type AvailabilityResult, availabilityOf } from '../availability/period.ts'
import type { MaintenanceStretch } from '../availability/maintenance.ts'
import type { CorrectionStretch, OutageStretch } from '../availability/outage.ts'
import type { BurnRow } from '../slo/alert-table.ts'
import { type BurnAlert, burnAlerts, windowsOf, worstFiring } from '../slo/alerts.ts'
import { budgetTime, type ErrorBudget, errorBudget, type Whole, wholeIfSteady } from '../slo/budget.ts'
import { policyAt } from '../slo/policy.ts'
import type { Counts, Tally } from '../slo/sli.ts'
import type { Placed } from '../slo/window.ts'
import type { Line, PromisedOf, StandingState } from './line.ts'
import { levelState, shareState } from './states.ts'

/**
 * How a line stands for one subject in one window. `value` is a share, or the level of the indicator; `left_s` seconds of the window's budget.
 * `firing`: the worst burn alert that fires. `parts` show how it was made.
 */
export type Standing = Readonly<{
  value: number | null
  low: number | null
  high: number | null
  if_kept: number | null
  target: number
  left_share: number | null
  left_s: number | null
  burn: number | null
  state: StandingState
  policy: string | null
  firing: BurnAlert['severity'] | null
  good: number | null
  valid: number | null
}>

/** What is known of a subject: its outages, planned work and corrections, and from when on somebody watched (null: nobody ever did). */
export type Evidence = Readonly<{
  outages: readonly OutageStretch[]
  maintenance: readonly MaintenanceStretch[]
  corrections: readonly CorrectionStretch[]
  watched_from: Millis | null
}>

const unknownBefore = (window: Readonly<{ from: Millis; to: Millis }>, watched: Millis | null): Intervals => {
  const until = Math.min(watched ?? window.to, window.to)
  return until > window.from ? [{ from: window.from, to: until }] : []
}

type AvailabilityPromise = PromisedOf<'availability'>

/** Availability in a window, with all its parts. `service`: the agreed hours of the whole window. */
export const availabilityIn = (
  promised: AvailabilityPromise,
  window: Readonly<{ from: Millis; to: Millis }>,
  service: Intervals,
  evidence: Evidence,
  now: Millis,
): AvailabilityResult =>
  availabilityOf({
    period: { from: window.from, to: window.to },
    now,
    service,
    outages: evidence.outages,
    corrections: evidence.corrections,
    maintenance: evidence.maintenance,
    rule: promised.maintenance,
    unknown: unknownBefore(window, evidence.watched_from),
    objective: promised.objective,
    users: null,
  })

/** Seconds good and valid in each of the windows of burn alerts, from what is known of a subject. */
export const availabilitySums = (rows: readonly BurnRow[], result: AvailabilityResult, now: Millis): ReadonlyMap<number, Counts> => {
  const inside = (set: Intervals, length_s: number): number =>
    set.reduce((sum, one) => sum + Math.max(0, Math.min(one.to, now) - Math.max(one.from, now - length_s * 1000)), 0) / 1000
  return new Map(
    windowsOf(rows).map((length_s) => {
      const valid = inside(result.parts.agreed, length_s) - inside(result.parts.unknown, length_s)
      return [length_s, { valid, good: valid - inside(result.parts.down, length_s) }]
    }),
  )
}

const hour = 3600
const pages = new Set<unknown>(['critical', 'error'])

const hourBurn = (alerts: readonly BurnAlert[]): number | null => {
  for (const { long, short } of alerts) for (const window of [long, short]) if (window.length_s === hour) return window.burn
  return null
}

export const availabilityStanding = (
  line: Line,
  promised: AvailabilityPromise,
  placed: Placed,
  result: AvailabilityResult,
  now: Millis,
): Standing => {
  const running = placed.remaining_s > 0
  const alerts = burnAlerts(line.burn_rows, promised.objective, availabilitySums(line.burn_rows, result, now))
  const firing = worstFiring(alerts)
  const { contractual, allowance } = result
  const left_share = result.value === null ? null : (allowance?.left ?? null)
  const if_kept = running ? result.if_nothing_else_fails : null
  return {
    value: result.value,
    low: contractual.low,
    high: contractual.high,
    if_kept,
    target: promised.objective,
    left_share,
    left_s: result.value === null ? null : (allowance?.left_s ?? null),
    burn: hourBurn(alerts),
    state: shareState({
      value: result.value,
      target: promised.objective,
      if_kept,
      running,
      rolling: line.window.type === 'rolling',
      consumed: left_share === null ? null : 1 - left_share,
      warn_at: line.warn_at,
      firing: pages.has(firing),
    }),
    policy: policyAt(line.policy, left_share)?.state ?? null,
    firing,
    good: contractual.agreed - contractual.unknown - contractual.down,
    valid: contractual.agreed - contractual.unknown,
  }
}

/** The slices that are still to come in a window of a line that counts in slices; null for one that counts otherwise. */
export const slicesAhead = ({ promised }: Line, placed: Placed): number | null => {
  if (promised.measure === 'composite') return promised.by === 'events' ? null : placed.remaining_s / promised.slice_s
  return promised.measure === 'good_share' && promised.by.method !== 'events' ? placed.remaining_s / promised.slice_s : null
}

/** What is valid in a whole window: known when it is counted in slices (`ahead`: how many are still to come), else as if it went on as until now. */
export const wholeOf = (placed: Placed, valid: number, ahead: number | null): Whole => {
  if (placed.remaining_s <= 0) return { valid, estimated: false }
  if (ahead !== null) return { valid: valid + Math.floor(ahead), estimated: false }
  return wholeIfSteady(valid, placed.passed_s, placed.length_s)
}

/**
 * `tally`: good of valid in the window, in events, slices or seconds as the line counts; `sums`: the same in each window of burn alerts.
 * `ahead`: slices still to come; null where nobody knows how much is still to come, so that a running window is at risk and not yet missed.
 */
export const eventStanding = (
  line: Line,
  objective: number,
  placed: Placed,
  tally: Tally,
  sums: ReadonlyMap<number, Counts>,
  ahead: number | null,
): Standing => {
  const running = placed.remaining_s > 0
  const budget: ErrorBudget = errorBudget(objective, tally, wholeOf(placed, tally.valid, ahead))
  const alerts = burnAlerts(line.burn_rows, objective, sums, ahead === null ? 10 : 1)
  const firing = worstFiring(alerts)
  const if_kept = running && budget.whole > 0 && budget.sli !== null ? 1 - (tally.valid - tally.good) / budget.whole : null
  return {
    value: budget.sli,
    low: null,
    high: null,
    if_kept,
    target: objective,
    left_share: budget.left_share,
    left_s: budgetTime(budget, placed.length_s).left_s,
    burn: hourBurn(alerts) ?? budget.burn,
    state: shareState({
      value: budget.sli,
      target: objective,
      if_kept: ahead === null ? null : if_kept,
      running,
      rolling: line.window.type === 'rolling',
      consumed: budget.consumed,
      warn_at: line.warn_at,
      firing: pages.has(firing),
    }),
    policy: policyAt(line.policy, budget.left_share)?.state ?? null,
    firing,
    good: tally.good,
    valid: tally.valid,
  }
}

/**
 * How a promise about tickets stands. `decided`: kept of those kept or missed; `open`: those whose clocks still run, which are kept if nothing else fails.
 * Its budget is a number of tickets: it has no seconds. A promise of each one is missed with the first.
 */
export const ticketStanding = (
  line: Line,
  objective: number,
  placed: Placed,
  decided: Counts,
  open: number,
  sums: ReadonlyMap<number, Counts>,
): Standing => {
  const running = placed.remaining_s > 0 || line.window.type === 'rolling'
  const standing = eventStanding(line, objective, placed, { ...decided, unknown: 0 }, sums, null)
  const all = decided.valid + (running ? open : 0)
  const if_kept = running && all > 0 ? (decided.good + open) / all : null
  const isLost = objective >= 1 && decided.good < decided.valid
  return { ...standing, if_kept, left_s: null, state: isLost ? 'missed' : standing.state }
}

export const levelStanding = (promised: PromisedOf<'level'>, placed: Placed, value: number | null, readings: number): Standing => ({
  value,
  low: null,
  high: null,
  if_kept: null,
  target: promised.level,
  left_share: null,
  left_s: null,
  burn: null,
  state: levelState(value, promised.comparator, promised.level, placed.remaining_s > 0),
  policy: null,
  firing: null,
  good: null,
  valid: readings,
})
