import { type Day, dayNumber, plusDays } from '../../../kernel/day.ts'
import { lastPeriods, type Period, periodLabel, type PeriodKind, periodOf } from '../../../kernel/period.ts'
import type { VolumePoint } from './service-page.ts'

export type DaySums = Readonly<{ day: string; opened: number; resolved: number; kept: number; missed: number }>

/** The periods of a kind up to the one that holds a date, oldest first. */
export const periodsUpTo = (kind: PeriodKind, last: string, count: number): readonly Period[] =>
  lastPeriods(periodOf(kind, last as Day), count)

/**
 * Days summed up by period, with the backlog at the end of each, counted backwards from what is open after the last one.
 * `days` must reach up to the present.
 */
export const pointsOf = (
  periods: readonly Period[],
  days: readonly DaySums[],
  openNow: number,
  listOf: (period: Period) => string,
): readonly VolumePoint[] => {
  const newest = [...days].sort((a, b) => dayNumber(b.day as Day) - dayNumber(a.day as Day))
  const points: VolumePoint[] = []
  let backlog = openNow
  let at = 0
  for (const period of [...periods].reverse()) {
    const sums = { opened: 0, resolved: 0, kept: 0, missed: 0 }
    for (let one = newest[at]; one && one.day >= period.next; one = newest[++at]) backlog -= one.opened - one.resolved
    const atEnd = backlog
    for (let one = newest[at]; one && one.day >= period.first; one = newest[++at]) {
      for (const name of ['opened', 'resolved', 'kept', 'missed'] as const) sums[name] += one[name]
      backlog -= one.opened - one.resolved
    }
    points.unshift({ period: period.text, label: periodLabel(period), first: period.first, ...sums, backlog: atEnd, list: listOf(period) })
  }
  return points
}

/** How the backlog moved, in words; moves of a few tickets are no news. */
export const backlogText = (before: number, now: number): string => {
  const difference = now - before
  if (Math.abs(difference) < Math.max(3, 2 * Math.sqrt(Math.max(before, now))))
    return now === 0 ? 'Nothing is open.' : `${now} open, about as many as four weeks ago (${before}).`
  return `${now} open, ${Math.abs(difference)} ${difference > 0 ? 'more' : 'fewer'} than four weeks ago (${before}).`
}

/** The months that a period is made of; null for weeks, which cut them. */
export const monthsIn = (period: Period): Readonly<{ first: string; last: string }> | null =>
  period.kind === 'week' ? null : { first: period.first.slice(0, 7), last: plusDays(period.next, -1).slice(0, 7) }
