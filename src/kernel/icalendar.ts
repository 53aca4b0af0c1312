import { type Day, plusDays } from './day.ts'
import { isoOf, type Millis } from './instant.ts'

/** When an event is: a whole day, or from a moment on until another (null: no end is known). */
export type CalendarTime = Readonly<{ on: Day }> | Readonly<{ from: Millis; to: Millis | null }>

/** `uid` stays the same for as long as the event means the same; `sequence` rises with each change. `changed`: when it last was. */
export type CalendarEvent = CalendarTime &
  Readonly<{ uid: string; title: string; description: string; sequence: number; changed: Millis; url?: string; cancelled?: boolean }>

/** TEXT of RFC 5545 section 3.3.11; control characters have no place in it. */
const escaped = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll(';', '\\;')
    .replaceAll(',', '\\,')
    .replaceAll(/\r\n|\r|\n/g, '\\n')
    .replaceAll(/\p{Cc}/gu, ' ')

const utf8 = new TextEncoder()

/** Lines hold 75 octets at most and go on after a blank (section 3.1); characters stay whole. */
const folded = (line: string): string => {
  const parts: string[] = []
  let part = ''
  let size = 0
  for (const sign of line) {
    const octets = utf8.encode(sign).length
    if (size + octets > 75) {
      parts.push(part)
      part = ' '
      size = 1
    }
    part += sign
    size += octets
  }
  return [...parts, part].join('\r\n')
}

const date = (of: Day): string => of.replaceAll('-', '')
const moment = (at: Millis): string => `${isoOf(at).slice(0, 19).replaceAll(/[-:]/g, '')}Z`

const timeLines = (time: CalendarTime): readonly string[] =>
  'on' in time
    ? // The end of a whole day is the next day (section 3.6.1).
      [`DTSTART;VALUE=DATE:${date(time.on)}`, `DTEND;VALUE=DATE:${date(plusDays(time.on, 1))}`]
    : [`DTSTART:${moment(time.from)}`, ...(time.to === null ? [] : [`DTEND:${moment(time.to)}`])]

const eventLines = (event: CalendarEvent): readonly string[] => [
  'BEGIN:VEVENT',
  `UID:${event.uid}`,
  `DTSTAMP:${moment(event.changed)}`,
  `LAST-MODIFIED:${moment(event.changed)}`,
  `SEQUENCE:${event.sequence}`,
  ...timeLines(event),
  `SUMMARY:${escaped(event.title)}`,
  `DESCRIPTION:${escaped(event.description)}`,
  ...(event.url ? [`URL:${event.url}`] : []),
  `STATUS:${event.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
  'TRANSP:TRANSPARENT',
  'END:VEVENT',
]

/** A calendar to subscribe to (RFC 5545, METHOD:PUBLISH). @param product what of Reeve made it, such as `Contracts` */
export const calendarFile = (product: string, name: string, events: readonly CalendarEvent[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:-//Reeve//${product}//EN`,
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    ...events.flatMap(eventLines),
    'END:VCALENDAR',
  ]
    .map((line) => `${folded(line)}\r\n`)
    .join('')
