/** A length of time as OpenSLO writes it: a positive whole number and one letter, m minutes, h, d, w, M months, Q quarters, Y years. */
export type Duration = Readonly<{ count: number; unit: DurationUnit }>

export type DurationUnit = 'm' | 'h' | 'd' | 'w' | 'M' | 'Q' | 'Y'

const units: Readonly<Record<string, DurationUnit>> = { m: 'm', h: 'h', d: 'd', w: 'w', M: 'M', Q: 'Q', Y: 'Y' }

const seconds: Readonly<Record<DurationUnit, number | null>> = { m: 60, h: 3600, d: 86_400, w: 604_800, M: null, Q: null, Y: null }

/** Null when the text is not one. Zero is allowed where a condition waits for nothing. */
export const readDuration = (text: string): Duration | null => {
  const [, count, letter] = /^(\d{1,9})([mhdwMQY])$/.exec(text) ?? []
  const unit = units[letter ?? '']
  return count === undefined || unit === undefined ? null : { count: Number(count), unit }
}

/** Whole seconds; null for months, quarters and years, whose length varies, and for text that is no duration. */
export const durationSeconds = (text: string): number | null => {
  const read = readDuration(text)
  const unit = read ? seconds[read.unit] : null
  return read && unit !== null ? read.count * unit : null
}

/** A month of 30 days, a quarter of 90, a year of 365, where a tool knows no calendar. */
export const roundSeconds = (text: string): number | null => {
  const read = readDuration(text)
  if (!read) return null
  const days: Readonly<Record<string, number>> = { M: 30, Q: 90, Y: 365 }
  return durationSeconds(text) ?? read.count * (days[read.unit] ?? 0) * 86_400
}
