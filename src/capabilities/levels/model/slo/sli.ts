/** Good events of valid ones. Fractions are allowed: counters are read as rates. */
export type Counts = Readonly<{ good: number; valid: number }>

/** Good / valid; null when nothing was valid, which is neither good nor bad. */
export const ratioOf = ({ good, valid }: Counts): number | null => (valid > 0 ? good / valid : null)

/**
 * How goodness is counted (OpenSLO's budgeting methods): events; slices of time of which each is good or bad; or the mean of the slices' own ratios.
 * `target`: a slice is good from this share on. `least_events`: with fewer a slice tells nothing, and `few` says what it counts as then.
 */
export type Budgeting =
  | Readonly<{ method: 'events' }>
  | Readonly<{ method: 'slices'; target: number; least_events: number; few: FewEvents }>
  | Readonly<{ method: 'slice_ratios'; least_events: number; few: FewEvents }>

export type FewEvents = 'unknown' | 'good' | 'bad'

/** What stretches of time add up to: good of valid in the unit of the method (events, or slices), and how many slices told nothing. */
export type Tally = Counts & Readonly<{ unknown: number }>

export const noTally: Tally = { good: 0, valid: 0, unknown: 0 }

export const plus = (one: Tally, other: Tally): Tally => ({
  good: one.good + other.good,
  valid: one.valid + other.valid,
  unknown: one.unknown + other.unknown,
})

/** A share met up to the last places of floating point: 95 of 100 meets 0.95. */
const meets = (share: number, target: number): boolean => share >= target - 1e-12

/** What one slice adds. An event-based method adds its events. */
export const weigh = (slice: Counts, by: Budgeting): Tally => {
  if (by.method === 'events') return { ...slice, unknown: 0 }
  const ratio = slice.valid < by.least_events ? null : ratioOf(slice)
  if (ratio === null)
    return by.few === 'unknown' ? { good: 0, valid: 0, unknown: 1 } : { good: by.few === 'good' ? 1 : 0, valid: 1, unknown: 0 }
  if (by.method === 'slice_ratios') return { good: ratio, valid: 1, unknown: 0 }
  return { good: meets(ratio, by.target) ? 1 : 0, valid: 1, unknown: 0 }
}

/** All slices together; `ratioOf` it is the indicator. */
export const tallyOf = (slices: readonly Counts[], by: Budgeting): Tally =>
  slices.reduce<Tally>((sum, slice) => plus(sum, weigh(slice, by)), noTally)
