import { type Weekday, weekdays } from '../../../kernel/day.ts'
import type { Hours } from '../../../kernel/calendar/rule.ts'

export { weekdays, type Weekday }
export const weekdayNames: Readonly<Record<Weekday, string>> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
}

export type Week = Readonly<Partial<Record<Weekday, Hours>>>
export type Holiday = Readonly<{ date: string; name?: string }>
export type Dated = Readonly<Record<string, Hours>>

const isPair = (value: unknown): value is readonly [string, string] =>
  Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === 'string')
const hoursOf = (value: unknown): Hours => (Array.isArray(value) ? value.filter(isPair) : [])
const entries = (value: unknown): readonly (readonly [string, unknown])[] =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : []

/** Whatever the server or a form holds, as hours that can be shown. */
export const weekOf = (value: unknown): Week => {
  const found = new Map(entries(value))
  return Object.fromEntries(weekdays.map((day) => [day, hoursOf(found.get(day))] as const).filter(([, hours]) => hours.length > 0))
}
export const datedOf = (value: unknown): Dated => Object.fromEntries(entries(value).map(([date, hours]) => [date, hoursOf(hours)]))
export const holidaysOf = (value: unknown): readonly Holiday[] =>
  (Array.isArray(value) ? value : []).flatMap((one: unknown): readonly Holiday[] => {
    if (typeof one === 'string') return [{ date: one }]
    const found = new Map(entries(one))
    const [date, name] = [found.get('date'), found.get('name')]
    return typeof date === 'string' ? [{ date, ...(typeof name === 'string' && name !== '' ? { name } : {}) }] : []
  })

/** A holiday without a name is kept as its bare date. */
export const holidayValue = (holidays: readonly Holiday[]): readonly unknown[] =>
  [...holidays].sort((a, b) => (a.date < b.date ? -1 : 1)).map((one) => (one.name ? { date: one.date, name: one.name } : one.date))

const wholeDay = (hours: Hours): boolean =>
  hours.length === 1 && hours[0]?.[0] === '00:00' && (hours[0][1] === '24:00' || hours[0][1] === '00:00')
export const hoursText = (hours: Hours): string =>
  hours.length === 0 ? 'closed' : wholeDay(hours) ? 'all day' : hours.map(([from, to]) => `${from}–${to}`).join(', ')

/** "08:00-12:00, 13:00-17:00", "8-17", "all day" as hours; null when it is none of these. */
export const hoursOfText = (text: string): Hours | null => {
  const trimmed = text.trim().toLowerCase()
  if (trimmed === '' || trimmed === 'closed') return []
  if (trimmed === 'all day' || trimmed === '24 h') return [['00:00', '24:00']]
  const parts = trimmed
    .split(/[,;]| and /)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const read = parts.map((part) => {
    const [, h1, m1 = '00', h2, m2 = '00'] = /^(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|to)\s*(\d{1,2})(?:[:.](\d{2}))?$/.exec(part) ?? []
    if (h1 === undefined || h2 === undefined || Number(h1) > 23 || Number(h2) > 24 || Number(m1) > 59 || Number(m2) > 59) return null
    return [`${h1.padStart(2, '0')}:${m1}`, `${h2.padStart(2, '0')}:${m2}`] as const
  })
  return read.some((one) => one === null) ? null : read.filter((one) => one !== null)
}
