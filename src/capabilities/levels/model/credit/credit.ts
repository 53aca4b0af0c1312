import type { Issue } from '../../../../kernel/refusal.ts'
import { compared, minorDigits, minus, product, sumOf } from './decimal.ts'

/** Below this result, this share of the charge is owed; for a level that must be at most so much, above it. */
export type CreditStep = Readonly<{ below: number; credit: number }>

/** Which side is worse: results that fall short (shares, availability), or levels that are too high. */
export type Worse = 'lower' | 'higher'

/** One record that ate the result. `contributes`: how much of the result it took, in the unit of the result; null where that cannot be told apart. */
export type Ate = Readonly<{
  id: string
  kind: string
  ref: string
  title: string
  /** Why it counts, in words: “resolved after 9 h 12 min of their hours; 6 h were promised”. */
  words: string
  contributes: number | null
  at: string | null
}>

/** How a promise came out over one window. `result` is null when nothing was decided or measured: then nothing is owed and nothing was kept. */
export type Result = Readonly<{
  result: number | null
  promised: number
  missed_by: number | null
  worse: Worse
  /** What the result was counted from: 9 of 12 clocks, seconds of agreed time ... */
  counted: Readonly<{ good: number | null; of: number | null }>
  evidence: readonly Ate[]
}>

const missedBy = (result: number | null, promised: number, worse: Worse): number | null =>
  result === null ? null : Math.max(0, worse === 'lower' ? promised - result : result - promised)

/** The result of a promise about tickets: the share of clocks that were kept, of those decided in the window. `share` promised is 1 when each one was promised. */
export const ticketResult = (kept: number, missed: number, share: number | null, evidence: readonly Ate[]): Result => {
  const decided = kept + missed
  const result = decided === 0 ? null : kept / decided
  const promised = share ?? 1
  return {
    result,
    promised,
    missed_by: missedBy(result, promised, 'lower'),
    worse: 'lower',
    counted: { good: kept, of: decided },
    evidence,
  }
}

/** The result of a promise that is judged over windows: its standing. */
export const standingResult = (
  standing: Readonly<{ value: number | null; target: number; good: number | null; valid: number | null }>,
  worse: Worse,
  evidence: readonly Ate[],
): Result => ({
  result: standing.value,
  promised: standing.target,
  missed_by: missedBy(standing.value, standing.target, worse),
  worse,
  counted: { good: standing.good, of: standing.valid },
  evidence,
})

/** The share of the charge that is owed: that of the deepest step reached; 0 when none is, null without a result. Steps that give less the deeper they lie never lessen it. */
export const creditShare = (result: number | null, steps: readonly CreditStep[], worse: Worse = 'lower'): number | null => {
  if (result === null) return null
  const reached = steps.filter((step) => (worse === 'lower' ? result < step.below : result > step.below))
  return reached.reduce((most, step) => Math.max(most, step.credit), 0)
}

/** What is wrong with steps: two at the same level, deeper ones that give less, or one that begins while the promise is still kept. */
export const stepIssues = (steps: readonly CreditStep[], promised: number | null, worse: Worse): readonly Issue[] => {
  const away = (step: CreditStep): number => (worse === 'lower' ? -step.below : step.below)
  const sorted = [...steps].sort((a, b) => away(a) - away(b))
  const issue = (message: string): Issue => ({ path: 'credit_steps', rule: 'steps', message })
  const falling = sorted.find((step, index) => {
    const before = sorted[index - 1]
    return before !== undefined && (step.below === before.below || step.credit <= before.credit)
  })
  const [first] = sorted
  return [
    ...(falling
      ? [issue(`Service credits: each deeper step must give more than the one before it; the one at ${falling.below} does not.`)]
      : []),
    ...(first && promised !== null && away(first) < (worse === 'lower' ? -promised : promised)
      ? [issue(`Service credits: the step at ${first.below} would be owed while the promise (${promised}) is kept. Begin at the promise.`)]
      : []),
  ]
}

export type Charge = Readonly<{ yearly: string; currency: string | null; months: number }>

/** `charge` of the window and `amount` owed, each rounded once from the yearly cost; `amount` and `capped` (what the cap cut off) add up to what the steps gave. */
export type Owed = Readonly<{ charge: string; amount: string; capped: string }>

/**
 * What is owed: yearly cost x months of the window / 12 x share, at most what the cap leaves.
 * `cap`: the most that a contract year may give, as a share of the yearly cost, with what that year's other credits have taken already.
 */
export const owed = (charge: Charge, share: number, cap: Readonly<{ share: number; taken: readonly string[] }> | null): Owed => {
  const digits = minorDigits(charge.currency)
  const full = product(charge.yearly, [charge.months, share], 12, digits)
  const whole = product(charge.yearly, [charge.months], 12, digits)
  if (cap === null) return { charge: whole, amount: full, capped: sumOf([], digits) }
  const room = minus(product(charge.yearly, [cap.share], 1, digits), sumOf(cap.taken, digits), digits)
  const amount = compared(room, '0') <= 0 ? sumOf([], digits) : compared(full, room) > 0 ? room : full
  return { charge: whole, amount, capped: minus(full, amount, digits) }
}

/** The contract year that a day lies in: from the anniversary of its start; calendar years without one. Days, the end not included. */
export const contractYear = (starts_on: string | null, at: string): Readonly<{ from: string; to: string }> => {
  const anniversary = starts_on?.slice(5) ?? '01-01'
  const year = Number(at.slice(0, 4)) - (at.slice(5, 10) < anniversary ? 1 : 0)
  const named = (of: number): string => `${String(of).padStart(4, '0')}-${anniversary}`
  return { from: named(year), to: named(year + 1) }
}

/** Months in a window: what of the yearly cost it is charged with. */
export const monthsOf = { month: 1, quarter: 3, year: 12 } as const
