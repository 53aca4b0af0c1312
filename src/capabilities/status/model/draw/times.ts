import { isoOf, type Millis, millisOf } from '../../../../kernel/instant.ts'
import type { Day } from '../../../../kernel/day.ts'

const formats = new Map<string, Intl.DateTimeFormat>()
const format = (zone: string, how: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = zone + JSON.stringify(how)
  const found = formats.get(key) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...how })
  formats.set(key, found)
  return found
}

/** "3 March 2026, 14:05", in the page's zone. */
export const momentText = (zone: string, at: Millis): string =>
  `${format(zone, { day: 'numeric', month: 'long', year: 'numeric' }).format(at)}, ${clockText(zone, at)}`

export const clockText = (zone: string, at: Millis): string =>
  format(zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)

/** "3 March 2026" of a date. */
export const dateText = (day: Day | string): string =>
  format('UTC', { day: 'numeric', month: 'long', year: 'numeric' }).format(millisOf(`${day}T00:00:00Z`))

/** "March 2026" of 'YYYY-MM'. */
export const monthText = (month: string): string =>
  format('UTC', { month: 'long', year: 'numeric' }).format(millisOf(`${month}-01T00:00:00Z`))

/** "GMT", "BST" or "GMT+2": what the zone is called at a moment. */
export const zoneText = (zone: string, at: Millis): string =>
  format(zone, { timeZoneName: 'short' })
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName')?.value ?? zone

/** A `time` element: words for people, the instant for programs. */
export const timeTag = (zone: string, at: Millis): string => `<time datetime="${isoOf(at)}">${momentText(zone, at)}</time>`

const rss = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  weekday: 'short',
  day: '2-digit',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

/** RFC 822 date of RSS: "Mon, 02 Mar 2026 09:00:00 GMT". */
export const rssDate = (at: Millis): string => {
  const part = new Map(rss.formatToParts(at).map((one) => [one.type, one.value]))
  const of = (name: Intl.DateTimeFormatPartTypes): string => part.get(name) ?? ''
  return `${of('weekday')}, ${of('day')} ${of('month').slice(0, 3)} ${of('year')} ${of('hour')}:${of('minute')}:${of('second')} GMT`
}
