import { type Weekday, weekdays } from '../day.ts'
import type { CalendarRule, Hours } from './rule.ts'

const names: Readonly<Record<Weekday, string>> = { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' }

const wholeDay = (hours: Hours): boolean =>
  hours.length === 1 && hours[0]?.[0] === '00:00' && (hours[0][1] === '24:00' || hours[0][1] === '00:00')

const hoursWords = (hours: Hours): string => (wholeDay(hours) ? 'all day' : hours.map(([from, to]) => `${from}-${to}`).join(' and '))

/** Neighbouring days with the same hours, as one run. */
const runs = (rule: CalendarRule): readonly { first: Weekday; last: Weekday; hours: Hours }[] => {
  const found: { first: Weekday; last: Weekday; hours: Hours }[] = []
  let open = false
  for (const name of weekdays) {
    const hours = rule.hours[name] ?? []
    const before = found.at(-1)
    if (hours.length === 0) open = false
    else if (open && before && hoursWords(before.hours) === hoursWords(hours)) before.last = name
    else {
      found.push({ first: name, last: name, hours })
      open = true
    }
  }
  return found
}

const runName = (first: Weekday, last: Weekday): string => {
  if (first === last) return names[first]
  return `${names[first]}${weekdays.indexOf(last) - weekdays.indexOf(first) === 1 ? ', ' : '-'}${names[last]}`
}

const weekWords = (rule: CalendarRule): string => {
  const parts = runs(rule)
  const [only] = parts
  if (!only) return 'no weekly hours'
  if (parts.length === 1 && only.first === 'mon' && only.last === 'sun')
    return wholeDay(only.hours) ? 'round the clock' : `every day ${hoursWords(only.hours)}`
  return parts.map((run) => `${runName(run.first, run.last)} ${hoursWords(run.hours)}`).join('; ')
}

const holidayWords = (holidays: readonly string[]): readonly string[] => {
  if (holidays.length === 0) return []
  const years = new Set(holidays.map((date) => date.slice(0, 4)))
  const many = Math.round(holidays.length / years.size)
  const [year] = years
  return [
    years.size === 1 ? `${many === 1 ? '1 holiday' : `${many} holidays`} in ${year}` : `${many} holiday${many === 1 ? '' : 's'} a year`,
  ]
}

const datedWords = (dated: Readonly<Record<string, Hours>> | null | undefined, one: string, many: string): readonly string[] => {
  const count = Object.keys(dated ?? {}).length
  return count === 0 ? [] : [count === 1 ? `1 ${one}` : `${count} ${many}`]
}

/** One line for people: “Mon-Fri 08:00-18:00, Europe/London, 8 holidays a year”. */
export const calendarInWords = (rule: CalendarRule): string => {
  const week = weekWords(rule)
  return [
    week.charAt(0).toUpperCase() + week.slice(1),
    rule.time_zone,
    ...holidayWords(rule.holidays ?? []),
    ...datedWords(rule.shifts, 'date with hours of its own', 'dates with hours of their own'),
    ...datedWords(rule.breaks, 'date with hours taken out', 'dates with hours taken out'),
  ].join(', ')
}
