import type { Counts } from '../slo/sli.ts'
import { noTally, plus, ratioOf, type Tally } from '../slo/sli.ts'
import type { Part, Promised } from './line.ts'

/** What a promise asks for as a share; null for the level of an indicator, which has no error budget. */
export const shareOf = (promised: Promised): number | null => (promised.measure === 'level' ? null : promised.objective)

const total = (weights: readonly number[]): number => weights.reduce((sum, one) => sum + one, 0)

/** The share that parts together promise: the mean of theirs by weight. 1 when there are none. */
export const objectiveOf = (parts: readonly Part[]): number => {
  const all = total(parts.map((one) => one.weight))
  return all > 0 ? 1 - parts.reduce((sum, { line, weight }) => sum + weight * (1 - (shareOf(line.promised) ?? 1)), 0) / all : 1
}

/** What one part came to over a stretch of time. `ratio`: its good of valid, null when it tells nothing. */
export type PartResult = Readonly<{ weight: number; ratio: number | null }>

/**
 * The share of what was good in all parts together: 1 - Σ weight x bad share / Σ weight, over the parts that tell something.
 * `low`, `high`: as if parts that tell nothing were all bad, or all good. Null when no part tells anything.
 * Source: OpenSLO v1, budgeting by occurrences: the budget of a composite burns at the weighted rate of its parts.
 */
export const weighted = (parts: readonly PartResult[]): Readonly<{ value: number | null; low: number | null; high: number | null }> => {
  const telling = parts.flatMap(({ weight, ratio }) => (ratio === null ? [] : [{ weight, bad: 1 - ratio }]))
  const known = total(telling.map((one) => one.weight))
  if (known <= 0) return { value: null, low: null, high: null }
  const all = total(parts.map((one) => one.weight))
  const bad = telling.reduce((sum, one) => sum + one.weight * one.bad, 0)
  return { value: 1 - bad / known, low: 1 - (bad + all - known) / all, high: 1 - bad / all }
}

/** The share of a stretch of `length_s` seconds as good and valid seconds, so that budgets, burn and what is left come out in time. */
export const asTime = (ratio: number | null, length_s: number): Counts =>
  ratio === null ? { good: 0, valid: 0 } : { good: ratio * length_s, valid: length_s }

/** How a part judges a slice of time: `target`: it is good from this share on. */
export type SliceRule = Readonly<{ target: number }>

/** A slice of one part; null when it tells nothing there. */
export type SliceOf = Counts | null

/**
 * One slice of time in all parts. Bad if it is bad in any; where what each lacks is added up (slice ratios), 1 - Σ (1 - ratio), at least nothing.
 * A slice in which no part tells anything is unknown. Source: OpenSLO v1, budgeting by time slices and by ratios of time slices.
 */
export const sliceTogether = (parts: readonly Readonly<{ slice: SliceOf; rule: SliceRule }>[], by: 'slices' | 'slice_ratios'): Tally => {
  const ratios = parts.flatMap(({ slice, rule }) => {
    const ratio = slice === null ? null : ratioOf(slice)
    return ratio === null ? [] : [{ ratio, target: rule.target }]
  })
  if (ratios.length === 0) return { ...noTally, unknown: 1 }
  if (by === 'slices') return { good: ratios.every((one) => one.ratio >= one.target - 1e-12) ? 1 : 0, valid: 1, unknown: 0 }
  return { good: Math.max(0, 1 - ratios.reduce((sum, one) => sum + 1 - one.ratio, 0)), valid: 1, unknown: 0 }
}

/** Slices of time added up. */
export const slicesTogether = (
  slices: Iterable<readonly Readonly<{ slice: SliceOf; rule: SliceRule }>[]>,
  by: 'slices' | 'slice_ratios',
): Tally => {
  let sum: Tally = noTally
  for (const parts of slices) sum = plus(sum, sliceTogether(parts, by))
  return sum
}
