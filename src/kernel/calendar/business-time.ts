import type { Millis } from '../instant.ts'
import type { Intervals } from '../interval.ts'
import { growTo, growToHold, type Timetable } from './timetable.ts'

/** How many stretches begin at or before a moment. */
const beginBy = (table: Timetable, at: Millis): number => {
  const { starts } = table
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? Infinity) <= at) low = middle + 1
    else high = middle
  }
  return low
}

/** Working milliseconds from the table's start to a moment within its range. */
const workedBy = (table: Timetable, at: Millis): number => {
  const index = beginBy(table, at) - 1
  if (index < 0) return 0
  const start = table.starts[index] ?? 0
  const end = table.ends[index] ?? 0
  return (table.before[index] ?? 0) + (at < end ? at : end) - start
}

/** The first moment by which the table has that much working time; at the end of a stretch when it falls exactly there. */
const momentOf = (table: Timetable, worked: number): Millis => {
  const { before } = table
  let low = 0
  let high = table.starts.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((before[middle + 1] ?? Infinity) >= worked) high = middle
    else low = middle + 1
  }
  return (table.starts[low] ?? 0) + worked - (before[low] ?? 0)
}

const reach = (table: Timetable, from: Millis, to: Millis): void => {
  if (from < table.from) growTo(table, from)
  if (to > table.to) growTo(table, to)
}

/** Working milliseconds between two moments; 0 when they are reversed. @throws Refusal `calendar_range` */
export const elapsedMs = (table: Timetable, from: Millis, to: Millis): number => {
  if (!(to > from)) return 0
  reach(table, from, to)
  return workedBy(table, to) - workedBy(table, from)
}

/**
 * Working seconds between two moments, without those inside `pauses` (a set: overlapping pauses cost once, pauses outside working hours nothing).
 * @throws Refusal `calendar_range`
 */
export const elapsed = (table: Timetable, from: Millis, to: Millis, pauses: Intervals = []): number => {
  let ms = elapsedMs(table, from, to)
  for (const pause of pauses) ms -= elapsedMs(table, Math.max(from, pause.from), Math.min(to, pause.to))
  return ms / 1000
}

/** The first working moment at or after a moment. @throws Refusal `calendar_range` */
export const firstWorkingMoment = (table: Timetable, at: Millis): Millis => {
  reach(table, at, at)
  const inside = beginBy(table, at) - 1
  if (inside >= 0 && at < (table.ends[inside] ?? 0)) return at
  while (inside + 1 >= table.starts.length) growToHold(table, (table.before.at(-1) ?? 0) + 1)
  return table.starts[beginBy(table, at)] ?? at
}

/**
 * The first moment by which so many working seconds have passed since `start`, not counting those inside `pauses` (a set).
 * Falls on the end of a working stretch rather than on the next opening. With 0 seconds: the first working moment at or after the start.
 * @throws Refusal `calendar_range`
 */
export const addBusiness = (table: Timetable, start: Millis, seconds: number, pauses: Intervals = []): Millis => {
  if (!(seconds > 0)) return firstWorkingMoment(table, start)
  reach(table, start, start)
  // Both sums count from the table's start, which growing forward does not move.
  let goal = workedBy(table, start) + seconds * 1000
  for (const pause of pauses) {
    if (pause.to <= start) continue
    if (pause.from > table.to) growToHold(table, goal)
    if (pause.from > table.to) break
    const from = workedBy(table, pause.from > start ? pause.from : start)
    if (from >= goal) break
    if (pause.to > table.to) growTo(table, pause.to)
    goal += workedBy(table, pause.to) - from
  }
  if (goal > (table.before.at(-1) ?? 0)) growToHold(table, goal)
  return momentOf(table, goal)
}

/**
 * The last moment from which so many working seconds pass until `end`. Falls on the start of a stretch rather than on the closing before.
 * With 0 seconds: the end itself when it is working time, else the last closing before it.
 * @throws Refusal `calendar_range`
 */
export const subtractBusiness = (table: Timetable, end: Millis, seconds: number): Millis => {
  reach(table, end, end)
  while (workedBy(table, end) < seconds * 1000 || beginBy(table, end) === 0) growTo(table, table.from - 1)
  const goal = workedBy(table, end) - seconds * 1000
  const last = beginBy(table, end) - 1
  if (!(seconds > 0)) return Math.min(end, table.ends[last] ?? end)
  let index = last
  let low = 0
  while (low < index) {
    const middle = (low + index + 1) >> 1
    if ((table.before[middle] ?? 0) <= goal) low = middle
    else index = middle - 1
  }
  return (table.starts[low] ?? 0) + goal - (table.before[low] ?? 0)
}

/** The working stretches between two moments. @throws Refusal `calendar_range` */
export const periods = (table: Timetable, from: Millis, to: Millis): Intervals => {
  if (!(to > from)) return []
  reach(table, from, to)
  const found: { from: Millis; to: Millis }[] = []
  for (let i = Math.max(0, beginBy(table, from) - 1); i < table.starts.length; i++) {
    const start = Math.max(from, table.starts[i] ?? 0)
    const end = Math.min(to, table.ends[i] ?? 0)
    if ((table.starts[i] ?? Infinity) >= to) break
    if (end > start) found.push({ from: start, to: end })
  }
  return found
}
