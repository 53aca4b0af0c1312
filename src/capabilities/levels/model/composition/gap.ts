/** Composed against promised. Shares 0-1; gaps are negative when the promise is not underpinned; minutes are of the period. */
export type Gap = Readonly<{
  target: number
  independent: number
  worst: number
  gap: number
  gap_minutes: number
  worst_gap_minutes: number
  underpinned: boolean
  underpinned_worst: boolean
}>

/** Rounding of the last digits shall not decide: 0.9 * 0.9 against 0.81. */
const rounding = 1e-12

/** @param periodMinutes agreed minutes of the period that is promised for */
export const gapOf = (target: number, independent: number, worst: number, periodMinutes: number): Gap => ({
  target,
  independent,
  worst,
  gap: independent - target,
  gap_minutes: (independent - target) * periodMinutes,
  worst_gap_minutes: (worst - target) * periodMinutes,
  underpinned: independent >= target - rounding,
  underpinned_worst: worst >= target - rounding,
})

/** Targets of times that follow each other add up; a negative slack is what is missing. Durations all in one unit. */
export const timesAlong = (target: number, segments: readonly number[]): Readonly<{ sum: number; slack: number; underpinned: boolean }> => {
  const sum = segments.reduce((all, one) => all + one, 0)
  return { sum, slack: target - sum, underpinned: sum <= target }
}
