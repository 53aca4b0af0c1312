import { isoOf } from '../../kernel/instant.ts'
import { localToUtc } from '../../kernel/calendar/zone.ts'
import { day } from '../../kernel/day.ts'
import { isDay } from '../../kernel/instant.ts'

/** The orders of day, month and year that a file may use. `iso` is year first with dashes, with or without a time and a zone. */
export const dateFormats = ['iso', 'd/m/y', 'm/d/y', 'y/m/d'] as const
export type DateFormat = (typeof dateFormats)[number]

export const isDateFormat = (text: string): text is DateFormat => (dateFormats as readonly string[]).includes(text)

const shape =
  /^(\d{1,4})[./\-\s](\d{1,2})[./\-\s](\d{1,4})\.?(?:[T,\s]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i

type Parts = Readonly<{
  a: number
  b: number
  c: number
  wide: 'a' | 'c' | null
  time: readonly [number, number, number]
  hasTime: boolean
  zone: string | null
}>

const partsOf = (text: string): Parts | null => {
  const found = shape.exec(text.trim())
  if (!found) return null
  const [, a, b, c, hour, minute, second, half, zone] = found
  let hours = Number(hour ?? 0)
  if (half) hours = (hours % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0)
  return {
    a: Number(a),
    b: Number(b),
    c: Number(c),
    wide: (a?.length ?? 0) === 4 ? 'a' : (c?.length ?? 0) === 4 ? 'c' : null,
    time: [hours, Number(minute ?? 0), Number(second ?? 0)],
    hasTime: hour !== undefined,
    zone: zone ?? null,
  }
}

const century = (year: number, wide: boolean): number => (wide || year > 99 ? year : year < 70 ? 2000 + year : 1900 + year)
const two = (value: number): string => String(value).padStart(2, '0')

const dayOf = (parts: Parts, format: DateFormat): string | null => {
  const yearFirst = parts.wide === 'a' || ((format === 'iso' || format === 'y/m/d') && parts.wide === null)
  const [year, month, date] = yearFirst
    ? [parts.a, parts.b, parts.c]
    : format === 'm/d/y'
      ? [parts.c, parts.a, parts.b]
      : [parts.c, parts.b, parts.a]
  const text = `${String(century(year, parts.wide !== null)).padStart(4, '0')}-${two(month)}-${two(date)}`
  return isDay(text) ? text : null
}

/** A date as YYYY-MM-DD; null when it does not exist or is not a date in that format. Any time after it is left out. */
export const readDay = (text: string, format: DateFormat): string | null => {
  const parts = partsOf(text)
  return parts ? dayOf(parts, format) : null
}

/**
 * A moment as ISO text in UTC; null when it is none. Times without a zone are local to `zone`; a time that the clocks skip is moved on,
 * one that comes twice is the first.
 */
export const readInstant = (text: string, format: DateFormat, zone: string): string | null => {
  const parts = partsOf(text)
  const date = parts && dayOf(parts, format)
  if (!parts || !date) return null
  const [hours, minutes, seconds] = parts.time
  if (hours > 23 || minutes > 59 || seconds > 59) return null
  const clock = `${two(hours)}:${two(minutes)}`
  if (parts.zone || zone === 'UTC') {
    const offset =
      !parts.zone || /^(z|utc)$/i.test(parts.zone)
        ? 'Z'
        : parts.zone.includes(':')
          ? parts.zone
          : `${parts.zone.slice(0, 3)}:${parts.zone.slice(3)}`
    const at = Date.parse(`${date}T${clock}:${two(seconds)}${offset}`)
    return Number.isNaN(at) ? null : isoOf(at)
  }
  return isoOf(localToUtc(zone, day(date), clock) + seconds * 1000)
}

/** Reads many moments of one file: the same text is read once. */
export const instantReader = (format: DateFormat, zone: string): ((text: string) => string | null) => {
  const known = new Map<string, string | null>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    const read = readInstant(text, format, zone)
    if (known.size < 200_000) known.set(text, read)
    return read
  }
}

/**
 * Which formats fit the dates seen best, dates that exist in none being left aside.
 * More than one: day and month cannot be told apart, so somebody must say.
 */
export const formatsOf = (samples: readonly string[]): readonly DateFormat[] => {
  const seen = samples.map(partsOf).filter((one) => one !== null)
  if (seen.length === 0) return []
  if (seen.filter((parts) => parts.wide === 'a').length * 2 > seen.length) return ['iso']
  const fits = (format: DateFormat): number =>
    seen.filter((parts) => (format !== 'y/m/d' || parts.wide === null) && dayOf(parts, format) !== null).length
  const ranked = (['d/m/y', 'm/d/y', 'y/m/d'] as const).map((format) => ({ format, fits: fits(format) }))
  const best = Math.max(...ranked.map((one) => one.fits))
  return best === 0 ? [] : ranked.filter((one) => one.fits === best).map((one) => one.format)
}
