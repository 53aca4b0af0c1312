import type { Interval } from '../../../kernel/interval.ts'
import { type Millis, monthAfter, monthOf } from '../../../kernel/instant.ts'

export const minuteMs = 60_000
export const hourMs = 3_600_000
export const dayMs = 86_400_000

/** The rollups that together cover a stretch of time, the largest that fit: whole months and days (UTC), whole hours, and stretches of minutes. */
export type Cover = Readonly<{
  months: readonly Millis[]
  days: readonly Millis[]
  hours: readonly Millis[]
  minutes: readonly Interval[]
}>

/** Hours and months (their beginnings) that are not added up yet, or were touched since. */
export type Stale = Readonly<{ hours: ReadonlySet<Millis>; months: ReadonlySet<Millis> }>

const up = (at: Millis, step: number): Millis => Math.ceil(at / step) * step
const down = (at: Millis, step: number): Millis => Math.floor(at / step) * step

const steps = (from: Millis, to: Millis, step: number): readonly Millis[] =>
  Array.from({ length: Math.max(0, Math.round((to - from) / step)) }, (_, n) => from + n * step)

/**
 * What to read for a stretch of time. An hour that is stale is read by its minutes, a day that has such an hour by its hours, a month that is stale or has such a day by its days.
 * The stretch is taken at whole minutes, its first and last widened outwards.
 * @param byDays reads months by their days: what is shown by day needs them
 */
export const coverOf = ({ from, to }: Interval, stale: Stale, byDays = false): Cover => {
  const staleDays = new Set([...stale.hours].map((hour) => down(hour, dayMs)))
  const staleMonths = new Set([...stale.months, ...[...staleDays].map(monthOf)])
  const months: Millis[] = []
  const days: Millis[] = []
  const hours: Millis[] = []
  const minutes: { from: Millis; to: Millis }[] = []
  const byMinutes = (start: Millis, end: Millis): void => {
    const last = minutes.at(-1)
    if (end <= start) return
    if (last && last.to === start) last.to = end
    else minutes.push({ from: start, to: end })
  }
  const byHours = (first: Millis, last: Millis): void => {
    for (const hour of steps(first, last, hourMs)) {
      if (stale.hours.has(hour)) byMinutes(hour, hour + hourMs)
      else hours.push(hour)
    }
  }
  const isWhole = (month: Millis, last: Millis): boolean =>
    !byDays && monthOf(month) === month && monthAfter(month) <= last && !staleMonths.has(month)
  const byDaysAndMonths = (first: Millis, last: Millis): void => {
    for (let day = first; day < last; ) {
      if (isWhole(day, last)) {
        months.push(day)
        day = monthAfter(day)
        continue
      }
      if (staleDays.has(day)) byHours(day, day + dayMs)
      else days.push(day)
      day += dayMs
    }
  }
  const [start, end] = [down(from, minuteMs), up(to, minuteMs)]
  const [firstHour, lastHour] = [up(start, hourMs), down(end, hourMs)]
  if (firstHour > lastHour) {
    byMinutes(start, end)
    return { months, days, hours, minutes }
  }
  byMinutes(start, firstHour)
  const [firstDay, lastDay] = [up(firstHour, dayMs), down(lastHour, dayMs)]
  if (firstDay >= lastDay) byHours(firstHour, lastHour)
  else {
    byHours(firstHour, firstDay)
    byDaysAndMonths(firstDay, lastDay)
    byHours(lastDay, lastHour)
  }
  byMinutes(lastHour, end)
  return { months, days, hours, minutes }
}
