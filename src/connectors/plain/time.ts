import { utcOfLocal, type Zone, zoneNamed } from '../../kernel/calendar/zone.ts'
import { isDay, millisOf } from '../../kernel/instant.ts'
import { notInTime } from '../gather.ts'

const withZone = /(?:Z|[+-]\d{2}:?\d{2})$/i
const local = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?$/
const digits = /^-?\d+(?:\.\d+)?$/

/** Below this a number of time counts seconds, above it milliseconds: 1973 in milliseconds, 5138 in seconds. */
const secondsEnd = 100_000_000_000

/** Local times are read from 1970 to 2099: a zone's clock changes are worked out for all years up to the one that is asked for. */
const earliest = 0
const latest = 4_102_444_800_000

const needsZone = 'a time without zone: say in which zone it is meant'

const millis = (text: string): number | string => {
  try {
    return millisOf(text)
  } catch {
    return notInTime
  }
}

/**
 * A moment in epoch milliseconds from ISO 8601 text, or from seconds or milliseconds since 1970, as a number or its digits. A time without zone is read in `zone`.
 * Null when there is none; words when it cannot be read.
 */
export const momentIn = (value: unknown, zone: Zone | null): number | null | string => {
  if (value === undefined || value === null || value === '') return null
  const text = typeof value === 'string' ? value.trim() : value
  if (typeof text === 'number' || (typeof text === 'string' && digits.test(text))) {
    const count = Number(text)
    return Math.round(Math.abs(count) < secondsEnd ? count * 1000 : count)
  }
  if (typeof text !== 'string') return notInTime
  // A date that does not exist, such as 30 February, would be read as another.
  if (Number(text.slice(8, 10)) > 28 && !isDay(text.slice(0, 10))) return notInTime
  if (withZone.test(text.slice(10))) return millis(text.toUpperCase())
  if (!local.test(text)) return notInTime
  if (!zone) return needsZone
  const clock = millis(`${text}Z`)
  return typeof clock === 'string' || clock < earliest || clock > latest ? notInTime : utcOfLocal(zone, clock)
}

/** @throws Refusal when there is no zone of that name */
export const zoneOf = (name: string | undefined): Zone | null => (name === undefined || name === '' ? null : zoneNamed(name))
