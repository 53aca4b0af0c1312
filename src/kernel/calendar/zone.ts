import { Temporal } from 'temporal-polyfill'
import { type Day, dayNumber, dayOfNumber } from '../day.ts'
import type { Millis } from '../instant.ts'
import { invalid } from '../refusal.ts'

/** The rules of one IANA time zone, as far as they were read: in stretch `i`, from `starts[i]`, local time is UTC plus `offsets[i]`. */
export type Zone = { readonly name: string; readonly starts: number[]; readonly offsets: number[]; from: Millis; to: Millis }

const hour = 3_600_000
const year = 365.25 * 24 * hour
/** No zone has ever been further from UTC than 16 hours. */
const widest = 16 * hour

const zones = new Map<string, Zone>()

const offsetNow = (name: string, at: Millis): number =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(name).offsetNanoseconds / 1e6

/** Reads the rules of one whole range anew: rare (once a zone, and when somebody leaves the range), some milliseconds. */
const read = (zone: Zone, from: Millis, to: Millis): void => {
  zone.starts.length = 0
  zone.offsets.length = 0
  zone.starts.push(-Infinity)
  zone.offsets.push(offsetNow(zone.name, from))
  let at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone.name)
  for (;;) {
    const next = at.getTimeZoneTransition('next')
    if (!next || next.epochMilliseconds >= to) break
    zone.starts.push(next.epochMilliseconds)
    zone.offsets.push(next.offsetNanoseconds / 1e6)
    at = next
  }
  zone.from = from
  zone.to = to
}

const reach = (zone: Zone, at: Millis): void => {
  if (at - widest >= zone.from && at + widest < zone.to) return
  read(zone, Math.min(zone.from, Math.floor(at - 2 * year)), Math.max(zone.to, Math.ceil(at + 4 * year)))
}

/** @throws Refusal `time_zone` when there is no such zone. */
export const zoneNamed = (name: string): Zone => {
  const known = zones.get(name)
  if (known) return known
  if (!isZone(name))
    throw invalid('time_zone', `“${name.slice(0, 60)}” is not a time zone. Use an IANA name such as Europe/London.`, 'time_zone')
  const zone: Zone = { name, starts: [], offsets: [], from: Infinity, to: -Infinity }
  zones.set(name, zone)
  return zone
}

/** True for an IANA name; bare offsets such as +01:00 are refused, since they know no clock changes. */
export const isZone = (name: string): boolean => {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    offsetNow(name, 0)
    return true
  } catch {
    return false
  }
}

/** Index of the stretch that holds a moment. */
const stretch = (zone: Zone, at: Millis): number => {
  let low = 0
  let high = zone.starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((zone.starts[middle] ?? Infinity) <= at) low = middle
    else high = middle - 1
  }
  return low
}

/** Milliseconds that local time is ahead of UTC at a moment. */
export const offsetAt = (zone: Zone, at: Millis): number => {
  reach(zone, at)
  return zone.offsets[stretch(zone, at)] ?? 0
}

/**
 * The moment of a local time, given as milliseconds since 1970-01-01 00:00 on the local clock.
 * A time that occurs twice means the first; a time that a clock change skips moves on by the length of the gap
 * (“compatible” of ECMAScript Temporal).
 */
export const utcOfLocal = (zone: Zone, local: number): Millis => {
  reach(zone, local)
  const first = stretch(zone, local - widest)
  for (let i = first; i < zone.starts.length; i++) {
    const offset = zone.offsets[i] ?? 0
    const at = local - offset
    const ends = zone.starts[i + 1] ?? Infinity
    if (at >= (zone.starts[i] ?? 0) && at < ends) return at
    const afterChange = local - (zone.offsets[i + 1] ?? offset)
    if (at >= ends && afterChange < ends) return at
  }
  return local - (zone.offsets.at(-1) ?? 0)
}

const timeShape = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$|^24:00(?::00)?$/

/** Milliseconds since local midnight of 'HH:MM' or 'HH:MM:SS', 24:00 being the end of the day; null when it is no time of day. */
export const timeOfDay = (text: string): number | null => {
  const parts = timeShape.exec(text)
  if (!parts) return null
  return parts[1] === undefined ? 24 * hour : Number(parts[1]) * hour + Number(parts[2]) * 60_000 + Number(parts[3] ?? 0) * 1000
}

/**
 * The moment of a local date and time ('HH:MM' or 'HH:MM:SS') in a zone.
 * @throws Refusal `time_zone`, `time`
 */
export const localToUtc = (timeZone: string, date: Day, time: string): Millis => {
  const ofDay = timeOfDay(time)
  if (ofDay === null) throw invalid('time', `“${time.slice(0, 20)}” is not a time of day. Write it like 09:30.`, 'time')
  return utcOfLocal(zoneNamed(timeZone), dayNumber(date) * 24 * hour + ofDay)
}

/** The date on the wall in a zone at a moment. */
export const dayAt = (timeZone: string, at: Millis): Day => {
  const zone = zoneNamed(timeZone)
  return dayOfNumber(Math.floor((at + offsetAt(zone, at)) / (24 * hour)))
}
