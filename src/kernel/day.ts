import { isDay, type Millis } from './instant.ts'
import { invalid } from './refusal.ts'

declare const mark: unique symbol

/** A date of the calendar without a zone, as 'YYYY-MM-DD'. Sorts as text. */
export type Day = string & { readonly [mark]: 'day' }

const dayMs = 86_400_000

/** @throws Refusal `day` when the text is not a date that exists. */
export const day = (text: string, path = 'day'): Day => {
  if (!isDay(text)) throw invalid(path, `“${text.slice(0, 40)}” is not a date. Write it like 2016-03-01.`, 'day')
  return text as Day
}

/** Days since 1970-01-01. */
export const dayNumber = (of: Day): number => Date.parse(`${of}T00:00:00Z`) / dayMs

export const dayOfNumber = (number: number): Day => new Date(number * dayMs).toISOString().slice(0, 10) as Day

export const plusDays = (of: Day, days: number): Day => dayOfNumber(dayNumber(of) + days)

/** Whole days from one date to another; negative when the other is earlier. */
export const daysBetween = (from: Day, to: Day): number => dayNumber(to) - dayNumber(from)

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

export type Weekday = (typeof weekdays)[number]

/** 1970-01-01 was a Thursday. */
export const weekdayOfNumber = (number: number): Weekday => weekdays[(((number + 3) % 7) + 7) % 7] ?? 'mon'

export const weekdayOf = (of: Day): Weekday => weekdayOfNumber(dayNumber(of))

/** The date in UTC at a moment. For a zone's date see `dayAt` of calendar/zone.ts. */
export const utcDay = (at: Millis): Day => dayOfNumber(Math.floor(at / dayMs))
