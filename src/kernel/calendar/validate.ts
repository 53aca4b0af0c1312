import { weekdays } from '../day.ts'
import { isDay } from '../instant.ts'
import type { Issue } from '../refusal.ts'
import { isZone, timeOfDay } from './zone.ts'

const dayMs = 86_400_000

const issue = (path: string, message: string, rule: string): Issue => ({ path, message, rule })

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

type Read = { issues: Issue[]; spans: [number, number][] }

/** One list of hours: each a pair of times, none overlapping another. Ends past midnight count on. */
const readHours = (value: unknown, path: string): Read => {
  if (!Array.isArray(value)) return { issues: [issue(path, 'Give a list of hours such as 09:00 to 17:00.', 'hours')], spans: [] }
  const read: Read = { issues: [], spans: [] }
  for (const [index, pair] of value.entries()) {
    const at = `${path}.${index}`
    const [from, to] = Array.isArray(pair) && pair.length === 2 ? (pair as readonly unknown[]) : [null, null]
    const start = typeof from === 'string' ? timeOfDay(from) : null
    const end = typeof to === 'string' ? timeOfDay(to) : null
    if (start === null || end === null || start === dayMs)
      read.issues.push(issue(at, 'Hours are a start and an end such as 09:00 to 17:00; the last end of a day is 24:00.', 'hours'))
    else read.spans.push([start, end <= start ? end + dayMs : end])
  }
  read.spans.sort((a, b) => a[0] - b[0])
  if (read.spans.some(([start], i) => start < (read.spans[i - 1]?.[1] ?? 0)))
    read.issues.push(issue(path, 'These hours overlap. Join or shorten them.', 'overlap'))
  return read
}

/** Hours that run past midnight may not run into the next weekday's own hours. */
const spillIssues = (week: ReadonlyMap<string, Read>): readonly Issue[] =>
  weekdays.flatMap((name, index) => {
    const next = weekdays[(index + 1) % 7] ?? 'mon'
    const until = (week.get(name)?.spans.at(-1)?.[1] ?? 0) - dayMs
    const opens = week.get(next)?.spans[0]?.[0] ?? Infinity
    return until > opens
      ? [issue(`hours.${name}`, `These hours run past midnight into those of ${next}. Shorten one of them.`, 'overlap')]
      : []
  })

const weekIssues = (hours: unknown): Readonly<{ issues: readonly Issue[]; works: boolean }> => {
  if (!isObject(hours)) return { issues: [issue('hours', 'Give the hours of each weekday, mon to sun.', 'hours')], works: false }
  const names: readonly string[] = weekdays
  const unknown = Object.keys(hours).filter((name) => !names.includes(name))
  const week = new Map(weekdays.filter((name) => hours[name] !== undefined).map((name) => [name, readHours(hours[name], `hours.${name}`)]))
  return {
    issues: [
      ...unknown.map((name) => issue(`hours.${name}`, `“${name}” is not a weekday. Use mon, tue, wed, thu, fri, sat, sun.`, 'weekday')),
      ...[...week.values()].flatMap((read) => read.issues),
      ...spillIssues(week),
    ],
    works: [...week.values()].some((read) => read.spans.length > 0),
  }
}

const dateIssue = (text: unknown, path: string): readonly Issue[] =>
  typeof text === 'string' && isDay(text)
    ? []
    : [issue(path, `“${String(text).slice(0, 20)}” is not a date. Write it like 2016-12-25.`, 'day')]

const holidayIssues = (holidays: unknown): readonly Issue[] => {
  if (holidays === undefined || holidays === null) return []
  if (!Array.isArray(holidays)) return [issue('holidays', 'Give a list of dates.', 'day')]
  const twice = holidays.filter((date, index) => holidays.indexOf(date) !== index)
  return [
    ...holidays.flatMap((date, index) => dateIssue(date, `holidays.${index}`)),
    ...twice.map((date) => issue('holidays', `${String(date)} is listed twice.`, 'twice')),
  ]
}

const datedIssues = (dated: unknown, path: 'shifts' | 'breaks'): readonly Issue[] => {
  if (dated === undefined || dated === null) return []
  if (!isObject(dated)) return [issue(path, 'Give hours for each date.', 'hours')]
  return Object.entries(dated).flatMap(([date, hours]) => [
    ...dateIssue(date, `${path}.${date}`),
    ...readHours(hours, `${path}.${date}`).issues,
  ])
}

/**
 * Everything wrong with a calendar, in words; nothing when it can be used. Takes whatever came in: a form, a file, a database.
 * Rules: time_zone, hours, overlap, weekday, day, twice, no_working_time.
 */
export const validateCalendar = (rule: unknown): Issue[] => {
  if (!isObject(rule)) return [issue('', 'A calendar has a time zone and weekly hours.', 'hours')]
  const zone = rule['time_zone']
  const week = weekIssues(rule['hours'])
  const faults = [
    ...(typeof zone === 'string' && isZone(zone) ? [] : [issue('time_zone', 'Use an IANA time zone such as Europe/London.', 'time_zone')]),
    ...week.issues,
    ...holidayIssues(rule['holidays']),
    ...datedIssues(rule['shifts'], 'shifts'),
    ...datedIssues(rule['breaks'], 'breaks'),
  ]
  if (faults.length === 0 && !week.works)
    faults.push(
      issue('hours', 'No weekday has working hours, so no clock could ever run. Add hours to at least one day.', 'no_working_time'),
    )
  return faults
}
