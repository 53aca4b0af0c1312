/** Down time that a promise allows within so much agreed time, in the unit given. `objective`: the promised share, 0-1. */
export const allowedDowntime = (objective: number, agreed: number): number => (1 - objective) * agreed

const day = 86_400

/** Lengths of round-the-clock periods in seconds, as tables of "nines" take them: a month of 30 days, a quarter of 90, a year of 365. */
export const roundPeriods = { year: 365 * day, quarter: 90 * day, month: 30 * day, week: 7 * day, day, hour: 3600 } as const

/** Seconds that a promise allows to be down in each of the round periods. */
export const allowedByPeriod = (objective: number): Readonly<Record<keyof typeof roundPeriods, number>> => ({
  year: allowedDowntime(objective, roundPeriods.year),
  quarter: allowedDowntime(objective, roundPeriods.quarter),
  month: allowedDowntime(objective, roundPeriods.month),
  week: allowedDowntime(objective, roundPeriods.week),
  day: allowedDowntime(objective, roundPeriods.day),
  hour: allowedDowntime(objective, roundPeriods.hour),
})
