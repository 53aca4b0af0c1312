import { type Day, plusDays } from '../../../../kernel/day.ts'
import { dayAt } from '../../../../kernel/calendar/zone.ts'
import type { Millis } from '../../../../kernel/instant.ts'
import type { Interval } from '../../../../kernel/interval.ts'
import { type Period, periodInstants, periodOf, previousPeriod } from '../../../../kernel/period.ts'

/** Days back for which windows that are over are still computed. */
const horizon = 400

export type ClosedWindow = Readonly<{ period: Period; stretch: Interval }>

type Terms = Readonly<{ window_type: 'month' | 'quarter' | 'year'; zone: string; starts_on: string | null; ends_on: string | null }>

/** The windows of a promise that are over by now and in which its agreement was in force, the oldest first. */
export const closedWindows = (terms: Terms, now: Millis): readonly ClosedWindow[] => {
  const today = dayAt(terms.zone, now)
  const earliest = plusDays(today, -horizon)
  const starts = terms.starts_on !== null && terms.starts_on > earliest ? (terms.starts_on as Day) : earliest
  const found: ClosedWindow[] = []
  for (let period = previousPeriod(periodOf(terms.window_type, today)); period.next > starts; period = previousPeriod(period)) {
    const isInForce = terms.ends_on === null || period.first <= terms.ends_on
    if (isInForce) found.unshift({ period, stretch: periodInstants(period, terms.zone) })
  }
  return found
}

/** The last window of each length that ends in a month: the month, and its quarter and its year where they end with it. */
export const periodsEndingIn = (month: Period): readonly string[] =>
  [month, periodOf('quarter', month.first), periodOf('year', month.first)].filter((one) => one.next === month.next).map((one) => one.text)
