import { budgetTime, type ErrorBudget, errorBudget, type Whole, wholeIfSteady } from './budget.ts'
import { exhaustionSeconds } from './burn.ts'
import { ratioOf, type Tally } from './sli.ts'
import type { Placed } from './window.ts'

/**
 * How a promise about an indicator stands in a window. `slice_s`: length of a slice when the tally counts slices, null when it counts events.
 * `warn_at`: the share of the budget after which it is at risk.
 */
export type StandingInput = Readonly<{ objective: number; window: Placed; tally: Tally; slice_s: number | null; warn_at: number }>

export type StandingState = 'no_data' | 'kept' | 'at_risk' | 'missed'

/**
 * `value`: good / valid so far. `low`, `high`: as if every slice that tells nothing was bad, or good; for events equal to `value`.
 * `coverage`: slices that tell something, of those that have passed; null for events. `if_nothing_else_fails`: when from now on all is good.
 * `exhausted_in_s`: until the budget is used up at the rate of the window so far; null when that does not come.
 */
export type IndicatorStanding = Readonly<{
  value: number | null
  low: number | null
  high: number | null
  coverage: number | null
  if_nothing_else_fails: number | null
  budget: ErrorBudget
  time: Readonly<{ allowed_s: number; spent_s: number | null; left_s: number | null }>
  exhausted_in_s: number | null
  state: StandingState
}>

/** Missed once not even a faultless rest of the window brings it back. */
export const standingState = (objective: number, best: number | null, consumed: number | null, warn_at: number): StandingState => {
  if (best === null) return 'no_data'
  if (best < objective - 1e-12) return 'missed'
  return consumed !== null && consumed >= warn_at ? 'at_risk' : 'kept'
}

const wholeOf = ({ window, tally, slice_s }: StandingInput): Whole => {
  if (window.remaining_s <= 0) return { valid: tally.valid, estimated: false }
  if (slice_s === null) return wholeIfSteady(tally.valid, window.passed_s, window.length_s)
  return { valid: tally.valid + Math.floor(window.remaining_s / slice_s), estimated: false }
}

export const indicatorStanding = (input: StandingInput): IndicatorStanding => {
  const { objective, window, tally, slice_s, warn_at } = input
  const value = ratioOf(tally)
  const whole = wholeOf(input)
  const budget = errorBudget(objective, tally, whole)
  const passed = slice_s === null ? tally.valid : Math.max(tally.valid + tally.unknown, Math.floor(window.passed_s / slice_s))
  const silent = passed - tally.valid
  const best = value === null ? null : 1 - (tally.valid - tally.good) / whole.valid
  return {
    value,
    low: passed > 0 ? tally.good / passed : null,
    high: passed > 0 ? (tally.good + silent) / passed : null,
    coverage: slice_s === null || passed === 0 ? null : tally.valid / passed,
    if_nothing_else_fails: best,
    budget,
    time: budgetTime(budget, window.length_s),
    exhausted_in_s: budget.consumed === null ? null : exhaustionSeconds(budget.burn, window.length_s, 1 - budget.consumed),
    state: standingState(objective, best, budget.consumed, warn_at),
  }
}
