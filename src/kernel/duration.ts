import { invalid } from './refusal.ts'

/** A length of time in whole seconds. A day is 24 h and a week 7 days here: working days depend on a calendar and are not written as durations. */
export type Seconds = number

const units: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3600, min: 60, m: 60, s: 1 }

const longest = 100 * 366 * 86_400

const iso = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i

const part = /(\d+(?:[.,]\d+)?)\s*(weeks?|w|days?|d|hours?|hrs?|h|minutes?|mins?|min|m|seconds?|secs?|sec|s)(?![a-z])\s*/iy

const unitOf = (word: string): number => units[word.toLowerCase().startsWith('mi') ? 'min' : word.charAt(0).toLowerCase()] ?? 0

const readIso = (text: string): Seconds | null => {
  const found = iso.exec(text)
  if (!found || found.slice(1).every((one) => one === undefined)) return null
  const [weeks, days, hours, minutes, seconds] = found.slice(1).map((one) => Number(one ?? 0))
  return (weeks ?? 0) * 604_800 + (days ?? 0) * 86_400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)
}

const readWords = (text: string): Seconds | null => {
  let sum = 0
  let at = 0
  while (at < text.length) {
    part.lastIndex = at
    const found = part.exec(text)
    if (!found) return null
    sum += Number((found[1] ?? '').replace(',', '.')) * unitOf(found[2] ?? '')
    at = part.lastIndex
  }
  return at === 0 ? null : Math.round(sum)
}

/**
 * Reads '4h', '1d 2h', '1.5 h', '30 min', '45s' or ISO 8601 'PT4H', 'P1DT2H' (no months or years: their length varies).
 * @throws Refusal `duration`
 */
export const parseDuration = (text: string, path = 'duration'): Seconds => {
  const given = text.trim()
  const seconds = readIso(given) ?? readWords(given)
  if (seconds === null)
    throw invalid(path, `“${text.slice(0, 40)}” is not a length of time. Write it like 4h, 1d 2h, 30m or PT4H.`, 'duration')
  if (seconds > longest) throw invalid(path, `“${text.slice(0, 40)}” is longer than 100 years.`, 'duration')
  return seconds
}

/**
 * For people, two units at most, rounded to the smaller: '45 s', '20 min', '3 h 20 min', '−1 h 5 min'.
 * Hours go on counting past a day, since a working day is not 24 h; `days` lets wall-clock lengths show days: '2 d 3 h'.
 */
export const formatDuration = (seconds: Seconds, { days = false }: Readonly<{ days?: boolean }> = {}): string => {
  const size = Math.abs(seconds)
  const sign = seconds < 0 ? '−' : ''
  if (Math.round(size) < 60) return `${Math.round(size) === 0 ? '' : sign}${Math.round(size)} s`
  const minutes = Math.round(size / 60)
  const hours = Math.floor(minutes / 60)
  if (hours === 0) return `${sign}${minutes} min`
  if (!days || hours < 24) return `${sign}${hours} h${minutes % 60 === 0 ? '' : ` ${minutes % 60} min`}`
  const wholeHours = Math.round(size / 3600)
  return `${sign}${Math.floor(wholeHours / 24)} d${wholeHours % 24 === 0 ? '' : ` ${wholeHours % 24} h`}`
}

/** ISO 8601 with hours as the largest unit: 'PT26H', 'PT1M30S', 'PT0S'. Takes whole seconds, not negative. */
export const isoDuration = (seconds: Seconds): string => {
  const h = Math.floor(seconds / 3600)
  const m = Math.floor((seconds % 3600) / 60)
  const s = seconds % 60
  return `PT${h > 0 ? `${h}H` : ''}${m > 0 ? `${m}M` : ''}${s > 0 || (h === 0 && m === 0) ? `${s}S` : ''}`
}
