import { dayAt } from '../../../../kernel/calendar/zone.ts'
import type { Millis } from '../../../../kernel/instant.ts'
import type { Interval } from '../../../../kernel/interval.ts'
import { parsePeriod, type Period, periodInstants, periodOf } from '../../../../kernel/period.ts'

/** The window that a promise is judged over: rolling ones for those who operate, calendar ones (on a zone's clocks) for customers and contracts. */
export type Window =
  | Readonly<{ type: 'rolling'; length_s: number }>
  | Readonly<{ type: 'week' | 'month' | 'quarter' | 'year'; zone: string }>

/** Where a window lies at a moment, and how much of it has passed. A calendar window ends after now; a rolling one at now. */
export type Placed = Readonly<{ from: Millis; to: Millis; length_s: number; passed_s: number; remaining_s: number; label: string | null }>

const placed = ({ from, to }: Interval, now: Millis, label: string | null): Placed => {
  const until = Math.min(Math.max(now, from), to)
  return { from, to, length_s: (to - from) / 1000, passed_s: (until - from) / 1000, remaining_s: (to - until) / 1000, label }
}

/** A calendar period as a window. @throws Refusal `time_zone` */
export const placePeriod = (period: Period, zone: string, now: Millis): Placed => placed(periodInstants(period, zone), now, period.text)

/** @throws Refusal `time_zone` */
export const placeWindow = (window: Window, now: Millis): Placed => {
  if (window.type === 'rolling') return placed({ from: now - window.length_s * 1000, to: now }, now, null)
  return placePeriod(periodOf(window.type, dayAt(window.zone, now)), window.zone, now)
}

/** The calendar window by its name, such as 2026-02. @throws Refusal `period`, `time_zone` */
export const windowNamed = (text: string, zone: string, now: Millis): Placed => placePeriod(parsePeriod(text), zone, now)
