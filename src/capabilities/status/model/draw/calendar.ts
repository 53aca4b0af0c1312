import { isoOf, type Millis } from '../../../../kernel/instant.ts'
import type { NoticeView, StatusView } from '../view.ts'

/** TEXT of RFC 5545 section 3.3.11; control characters have no place in it. */
const text = (words: string): string =>
  words
    .replaceAll('\\', '\\\\')
    .replaceAll(';', '\\;')
    .replaceAll(',', '\\,')
    .replaceAll(/\r\n|\r|\n/g, '\\n')
    .replaceAll(/\p{Cc}/gu, ' ')

/** Lines hold 75 octets at most and go on after a blank (section 3.1); characters stay whole. */
const folded = (line: string): string => {
  const parts: string[] = []
  let part = ''
  let size = 0
  for (const letter of line) {
    const octets = Buffer.byteLength(letter)
    if (size + octets > 75) {
      parts.push(part)
      part = ' '
      size = 1
    }
    part += letter
    size += octets
  }
  return [...parts, part].join('\r\n')
}

const moment = (at: Millis): string => `${isoOf(at).slice(0, 19).replaceAll(/[-:]/g, '')}Z`

const eventOf = (notice: NoticeView, here: string): readonly string[] => [
  'BEGIN:VEVENT',
  `UID:${notice.id}@reeve`,
  `DTSTAMP:${moment(notice.changed)}`,
  `LAST-MODIFIED:${moment(notice.changed)}`,
  `SEQUENCE:${notice.version}`,
  `DTSTART:${moment(notice.from)}`,
  ...(notice.to === null ? [] : [`DTEND:${moment(notice.to)}`]),
  `SUMMARY:${text(notice.title)}`,
  `DESCRIPTION:${text([notice.names.join(', '), notice.updates[0]?.words ?? ''].filter(Boolean).join('\n'))}`,
  ...(here.startsWith('http') ? [`URL:${here}`] : []),
  `STATUS:${notice.stage === 'cancelled' ? 'CANCELLED' : 'CONFIRMED'}`,
  'TRANSP:TRANSPARENT',
  'END:VEVENT',
]

/** Planned work as a calendar to subscribe to (RFC 5545, METHOD:PUBLISH). A notice keeps its UID; SEQUENCE rises with each change. */
export const calendarOf = (view: StatusView, base: string): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Reeve//Status page//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${text(view.page.title)}`,
    `X-WR-CALNAME:${text(view.page.title)}`,
    ...view.notices.filter((one) => one.type === 'maintenance').flatMap((one) => eventOf(one, `${base}/status/${view.page.slug}`)),
    'END:VCALENDAR',
  ]
    .map((line) => `${folded(line)}\r\n`)
    .join('')
