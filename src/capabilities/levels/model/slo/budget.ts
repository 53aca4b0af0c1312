import { burnRate } from './burn.ts'
import { type Counts, ratioOf } from './sli.ts'

/**
 * An error budget, in the unit of the counts (events, slices or seconds).
 * `sli`: good / valid. `gap`: sli - objective. `share`: 1 - objective. `allowed`: how many may be bad; `spent`: how many were; `left` may be negative.
 * `consumed`: spent / allowed; `left_share`: 1 - consumed. All null when nothing was valid; shares of the budget also when it is nothing (objective 1).
 * `whole`: what the budget is sized on; `estimated`: that is a guess from how it went so far.
 */
export type ErrorBudget = Readonly<{
  objective: number
  good: number
  valid: number
  whole: number
  estimated: boolean
  sli: number | null
  gap: number | null
  share: number
  allowed: number | null
  spent: number | null
  left: number | null
  consumed: number | null
  left_share: number | null
  burn: number | null
}>

export type Whole = Readonly<{ valid: number; estimated: boolean }>

/**
 * The budget of a window. `whole`: how much is valid in all of the window when only a part of it has passed; without it the counts are all there is.
 * A calendar window's budget is sized on the whole window, so that a month's first error does not use up the month.
 */
export const errorBudget = (objective: number, counts: Counts, whole?: Whole): ErrorBudget => {
  const { good, valid } = counts
  const sli = ratioOf(counts)
  const share = 1 - objective
  const size = Math.max(whole?.valid ?? valid, valid)
  const known = sli !== null
  const allowed = known ? share * size : null
  const spent = known ? valid - good : null
  const consumed = spent !== null && allowed !== null && allowed > 0 ? spent / allowed : null
  return {
    objective,
    good,
    valid,
    whole: size,
    estimated: whole?.estimated ?? false,
    sli,
    gap: sli === null ? null : sli - objective,
    share,
    allowed,
    spent,
    left: allowed === null || spent === null ? null : allowed - spent,
    consumed,
    left_share: consumed === null ? null : 1 - consumed,
    burn: burnRate(sli === null ? null : 1 - sli, objective),
  }
}

/** What a window would hold when it goes on as until now. `passed`: the part of it that has passed, in the unit of `window`. */
export const wholeIfSteady = (valid: number, passed: number, window: number): Whole =>
  passed <= 0 || passed >= window ? { valid, estimated: false } : { valid: (valid * window) / passed, estimated: true }

/** A budget as time: how long the whole window may be bad, was bad, and may still be, in seconds. Null parts as in the budget. */
export const budgetTime = (
  budget: ErrorBudget,
  window_s: number,
): Readonly<{ allowed_s: number; spent_s: number | null; left_s: number | null }> => {
  const allowed_s = budget.share * window_s
  const spent_s = budget.spent === null || budget.whole <= 0 ? null : (budget.spent / budget.whole) * window_s
  return { allowed_s, spent_s, left_s: spent_s === null ? null : allowed_s - spent_s }
}
