import { invalid } from './refusal.ts'

/** A moment as milliseconds since 1970 UTC. Stored and sent as ISO 8601 text. */
export type Millis = number

export const isoOf = (at: Millis): string => new Date(at).toISOString()

const shape = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/

/** @throws Refusal `instant` when the text is not a moment with its zone. */
export const millisOf = (text: string, path = 'instant'): Millis => {
  const at = shape.test(text) && isDay(text.slice(0, 10)) ? Date.parse(text.replace(' ', 'T')) : Number.NaN
  if (Number.isNaN(at))
    throw invalid(path, `“${text.slice(0, 40)}” is not a moment. Write it like 2016-03-01T09:00:00Z, with its zone.`, 'instant')
  return at
}

/** True for a date that exists: 2016-02-30 does not. */
export const isDay = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

export const addDays = (day: string, days: number): string => isoOf(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).slice(0, 10)

/** The beginning of the month (UTC) that a moment lies in. */
export const monthOf = (at: Millis): Millis => {
  const day = new Date(at)
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth())
}

/** The beginning of the month after the one that begins then. */
export const monthAfter = (month: Millis): Millis => monthOf(month + 32 * 86_400_000)
