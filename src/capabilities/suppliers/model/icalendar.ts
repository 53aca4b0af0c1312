import { type Day, plusDays } from '../../../kernel/day.ts'

/** A whole-day event. `uid` stays the same for as long as the event means the same; `sequence` rises with each change. `changed`: ISO instant. */
export type DayEvent = Readonly<{
  uid: string
  on: Day
  title: string
  description: string
  sequence: number
  changed: string
  url?: string
}>

/** TEXT of RFC 5545 section 3.3.11. */
const escaped = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll(';', '\\;')
    .replaceAll(',', '\\,')
    .replaceAll(/\r\n|\r|\n/g, '\\n')

/** Lines hold 75 octets at most and go on after a blank (section 3.1); characters stay whole. */
const folded = (line: string): string => {
  const parts: string[] = []
  let part = ''
  let size = 0
  for (const sign of line) {
    const octets = Buffer.byteLength(sign)
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
const moment = (iso: string): string => `${iso.slice(0, 19).replaceAll(/[-:]/g, '')}Z`

const eventLines = (event: DayEvent): readonly string[] => [
  'BEGIN:VEVENT',
  `UID:${event.uid}`,
  `DTSTAMP:${moment(event.changed)}`,
  `LAST-MODIFIED:${moment(event.changed)}`,
  `SEQUENCE:${event.sequence}`,
  `DTSTART;VALUE=DATE:${date(event.on)}`,
  // The end of a whole day is the next day (section 3.6.1).
  `DTEND;VALUE=DATE:${date(plusDays(event.on, 1))}`,
  `SUMMARY:${escaped(event.title)}`,
  `DESCRIPTION:${escaped(event.description)}`,
  ...(event.url ? [`URL:${event.url}`] : []),
  'STATUS:CONFIRMED',
  'TRANSP:TRANSPARENT',
  'END:VEVENT',
]

/** A calendar to subscribe to (RFC 5545, METHOD:PUBLISH). */
export const calendarFile = (name: string, events: readonly DayEvent[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Reeve//Contracts//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    ...events.flatMap(eventLines),
    'END:VCALENDAR',
  ]
    .map((line) => `${folded(line)}\r\n`)
    .join('')
