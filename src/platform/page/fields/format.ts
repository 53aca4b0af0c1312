/** How values read on screen. Numbers, money and dates follow the browser's language; times stand in its time zone. */

const language = typeof navigator === 'undefined' ? 'en-GB' : navigator.language || 'en-GB'
const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 6 })
const hundredths = new Intl.NumberFormat(language, { maximumFractionDigits: 2 })
const days = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
const months = new Intl.DateTimeFormat(language, { month: 'short', year: 'numeric', timeZone: 'UTC' })
const moments = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' })
const dates = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', year: 'numeric' })
const exact = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'long' })
const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })

export const numberText = (value: number): string => numbers.format(value)
/** A share as per cent, the sign apart from the number (ISO 80000-1) as in the names of promises, and on one line with it. */
export const shareText = (value: number): string => `${hundredths.format(value * 100)}\u00a0%`
export const dayText = (day: string): string => {
  const at = Date.parse(`${day}T00:00:00Z`)
  return Number.isNaN(at) ? day : days.format(at)
}
/** "Nov 2026" of "2026-11"; whatever is no month stays as it is. */
export const monthText = (month: string): string => {
  const at = Date.parse(`${month}-01T00:00:00Z`)
  return Number.isNaN(at) ? month : months.format(at)
}
export const momentText = (instant: string): string => {
  const at = Date.parse(instant)
  return Number.isNaN(at) ? instant : moments.format(at)
}
/** The date of a moment on this machine's clock, for where its hour does not matter any more. */
export const dateText = (instant: string): string => {
  const at = Date.parse(instant)
  return Number.isNaN(at) ? instant : dates.format(at)
}
/** For hovering: the moment in full, here and in UTC. */
export const exactText = (instant: string): string => {
  const at = Date.parse(instant)
  return Number.isNaN(at) ? instant : `${exact.format(at)}\n${new Date(at).toISOString().replace('.000', '')} UTC`
}

export const moneyText = (amount: string, currency: string | null | undefined): string => {
  const value = Number(amount)
  if (Number.isNaN(value)) return amount
  if (!currency || !/^[A-Z]{3}$/.test(currency)) return numbers.format(value)
  return new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'code' }).format(value)
}

const steps = [
  ['w', 604_800],
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const

/** Whole seconds as "1 d 4 h"; weeks are not used, so that long times stay comparable. */
export const durationText = (seconds: number): string => {
  if (seconds === 0) return '0 min'
  let left = Math.abs(Math.round(seconds))
  const parts: string[] = []
  for (const [name, size] of steps) {
    if (name === 'w') continue
    const count = Math.floor(left / size)
    if (count > 0) parts.push(`${count} ${name}`)
    left -= count * size
  }
  return `${seconds < 0 ? '−' : ''}${parts.slice(0, 2).join(' ')}`
}

/** "1 d 4 h", "90 min", "1:30" or "4" (hours) as whole seconds; null when it is none of these. */
export const durationOf = (text: string): number | null => {
  const trimmed = text.trim().toLowerCase().replace(',', '.')
  if (trimmed === '') return null
  const clock = /^(\d+):([0-5]\d)$/.exec(trimmed)
  if (clock) return Number(clock[1]) * 3600 + Number(clock[2]) * 60
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Math.round(Number(trimmed) * 3600)
  let total = 0
  const rest = trimmed.replace(
    /(\d+(?:\.\d+)?)\s*(weeks?|w|days?|d|hours?|hrs?|h|minutes?|mins?|min|m|seconds?|secs?|s)(?=$|[\s\d])/g,
    (_, count: string, unit: string) => {
      const size = unit.startsWith('w')
        ? 604_800
        : unit.startsWith('d')
          ? 86_400
          : unit.startsWith('h')
            ? 3_600
            : unit.startsWith('m')
              ? 60
              : 1
      total += Number(count) * size
      return ''
    },
  )
  return rest.trim() === '' ? Math.round(total) : null
}

const spans: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** "3 hours ago", "in 2 days"; `now` in milliseconds. */
export const agoText = (instant: string, now: number): string => {
  const seconds = (Date.parse(instant) - now) / 1000
  if (Number.isNaN(seconds)) return instant
  for (const [unit, size] of spans) if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit)
  return 'just now'
}

const kilo = 1024
export const sizeText = (bytes: number): string =>
  bytes < kilo
    ? `${bytes} B`
    : bytes < kilo * kilo
      ? `${numbers.format(Math.round(bytes / kilo))} KB`
      : `${numbers.format(Math.round((bytes / kilo / kilo) * 10) / 10)} MB`
