import type { BurnRow, BurnSeverity } from './alert-table.ts'
import { burnRate } from './burn.ts'
import { type Counts, ratioOf } from './sli.ts'

/** Good of valid within a window that ends now, and how fast it burned; `burn` null when nothing was valid. */
export type BurnWindow = Counts & Readonly<{ length_s: number; burn: number | null }>

/** `firing` is null when it cannot be told: no events, or in the long window too few of them. */
export type BurnAlert = BurnRow & Readonly<{ long: BurnWindow; short: BurnWindow; firing: boolean | null; why: BurnVerdict }>

export type BurnVerdict = 'fires' | 'long_below' | 'short_below' | 'no_events' | 'too_few_events'

const order: readonly BurnSeverity[] = ['critical', 'error', 'warning', 'info']

const windowOf = (length_s: number, counts: Counts | undefined, objective: number): BurnWindow => {
  const { good, valid } = counts ?? { good: 0, valid: 0 }
  const ratio = ratioOf({ good, valid })
  return { length_s, good, valid, burn: burnRate(ratio === null ? null : 1 - ratio, objective) }
}

const verdictOf = (long: BurnWindow, short: BurnWindow, factor: number, least_events: number): BurnVerdict => {
  if (long.valid > 0 && long.valid < least_events) return 'too_few_events'
  if (long.burn === null || short.burn === null) return 'no_events'
  if (!(long.burn > factor)) return 'long_below'
  return short.burn > factor ? 'fires' : 'short_below'
}

/** The lengths of windows, in seconds, for which sums are needed. */
export const windowsOf = (rows: readonly BurnRow[]): readonly number[] =>
  [...new Set(rows.flatMap((row) => [row.long_s, row.short_s]))].sort((a, b) => a - b)

/**
 * Judges every row from sums over its windows. `sums`: by length of window in seconds; one that is not there is one without events.
 * `least_events`: with fewer in the long window a row does not tell, since one failure of ten burns a hundredfold.
 */
export const burnAlerts = (
  rows: readonly BurnRow[],
  objective: number,
  sums: ReadonlyMap<number, Counts>,
  least_events = 1,
): readonly BurnAlert[] =>
  rows.map((row) => {
    const long = windowOf(row.long_s, sums.get(row.long_s), objective)
    const short = windowOf(row.short_s, sums.get(row.short_s), objective)
    const why = verdictOf(long, short, row.factor, least_events)
    return { ...row, long, short, why, firing: why === 'no_events' || why === 'too_few_events' ? null : why === 'fires' }
  })

/** The worst severity that fires; null when none does. */
export const worstFiring = (alerts: readonly BurnAlert[]): BurnSeverity | null =>
  order.find((severity) => alerts.some((one) => one.firing === true && one.severity === severity)) ?? null
