import type { Interval } from '../../../kernel/interval.ts'
import type { Millis } from '../../../kernel/instant.ts'

export const minuteMs = 60_000
export const hourMs = 3_600_000
export const dayMs = 86_400_000

/** The rollups that together cover a stretch of time, the largest that fit: whole days (UTC), whole hours, and stretches of minutes. */
export type Cover = Readonly<{ days: readonly Millis[]; hours: readonly Millis[]; minutes: readonly Interval[] }>

const up = (at: Millis, step: number): Millis => Math.ceil(at / step) * step
const down = (at: Millis, step: number): Millis => Math.floor(at / step) * step

const steps = (from: Millis, to: Millis, step: number): readonly Millis[] =>
  Array.from({ length: Math.max(0, Math.round((to - from) / step)) }, (_, n) => from + n * step)

/**
 * What to read for a stretch of time. An hour that is stale, or not over, is read by its minutes; a day that has such an hour by its hours.
 * The stretch is taken at whole minutes, its first and last widened outwards.
 * @param isStale whether the hour that begins then is not added up yet
 */
export const coverOf = ({ from, to }: Interval, isStale: (hour: Millis) => boolean): Cover => {
  const days: Millis[] = []
  const hours: Millis[] = []
  const minutes: { from: Millis; to: Millis }[] = []
  const byMinutes = (start: Millis, end: Millis): void => {
    const last = minutes.at(-1)
    if (end <= start) return
    if (last && last.to === start) last.to = end
    else minutes.push({ from: start, to: end })
  }
  const [start, end] = [down(from, minuteMs), up(to, minuteMs)]
  const byHours = (first: Millis, last: Millis): void => {
    for (const hour of steps(first, last, hourMs)) {
      if (isStale(hour)) byMinutes(hour, hour + hourMs)
      else hours.push(hour)
    }
  }
  const [firstHour, lastHour] = [up(start, hourMs), down(end, hourMs)]
  if (firstHour > lastHour) {
    byMinutes(start, end)
    return { days, hours, minutes }
  }
  byMinutes(start, firstHour)
  const [firstDay, lastDay] = [up(firstHour, dayMs), down(lastHour, dayMs)]
  if (firstDay >= lastDay) byHours(firstHour, lastHour)
  else {
    byHours(firstHour, firstDay)
    for (const day of steps(firstDay, lastDay, dayMs)) {
      if (steps(day, day + dayMs, hourMs).some(isStale)) byHours(day, day + dayMs)
      else days.push(day)
    }
    byHours(lastDay, lastHour)
  }
  byMinutes(lastHour, end)
  return { days, hours, minutes }
}
