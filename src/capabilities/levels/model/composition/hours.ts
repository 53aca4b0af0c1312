import { periods } from '../../../../kernel/calendar/business-time.ts'
import type { Millis } from '../../../../kernel/instant.ts'
import { length, subtract } from '../../../../kernel/interval.ts'
import type { BusinessCalendar } from '../book.ts'

const hourMs = 3_600_000
const weeks = 4

/** Less than this, in hours a week, is no difference between two calendars. */
export const sameHours = 0.05

/** Hours a week, on average of the coming four, that `wide` (null: round the clock) has and `narrow` has not. */
export const hoursMissing = (wide: BusinessCalendar | null, narrow: BusinessCalendar, now: Millis): number => {
  const until = now + weeks * 168 * hourMs
  const all = wide ? periods(wide.table, now, until) : [{ from: now, to: until }]
  return length(subtract(all, periods(narrow.table, now, until))) / hourMs / weeks
}

/** The same, computed once for each two calendars. */
export const hoursMissingAt = (now: Millis): ((wide: BusinessCalendar, narrow: BusinessCalendar) => number) => {
  const known = new Map<string, number>()
  return (wide, narrow) => {
    if (wide.id === narrow.id) return 0
    const key = `${wide.id} ${narrow.id}`
    const found = known.get(key) ?? hoursMissing(wide, narrow, now)
    known.set(key, found)
    return found
  }
}

export const hoursWords = (count: number): string => {
  const rounded = Math.round(count * 10) / 10
  return `${rounded} hour${rounded === 1 ? '' : 's'}`
}
