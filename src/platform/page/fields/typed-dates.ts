const pad = (part: number): string => String(part).padStart(2, '0')

const dayOf = (at: Date): string => `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`

/** A moment on the reader's wall, as pickers keep it. */
export const wallOf = (at: Date): string => `${dayOf(at)} ${pad(at.getHours())}:${pad(at.getMinutes())}:00`

const isDay = (year: number, month: number, day: number): boolean => {
  const at = new Date(year, month - 1, day)
  return at.getFullYear() === year && at.getMonth() === month - 1 && at.getDate() === day
}

/** A day as it is typed, "2026-3-1" or "today", as YYYY-MM-DD; null while it is none yet. */
export const typedDay = (text: string, now: Date): string | null => {
  const words = text.trim().toLowerCase()
  if (words === 'today') return dayOf(now)
  const found = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(words)
  const [year, month, day] = (found ?? []).slice(1).map(Number)
  if (year === undefined || month === undefined || day === undefined || !isDay(year, month, day)) return null
  return `${year}-${pad(month)}-${pad(day)}`
}

/** A moment as it is typed, "2026-3-1 9:30", "9:30" (of today), "now" or a day alone, as "YYYY-MM-DD HH:mm:ss"; null while it is none yet. */
export const typedMoment = (text: string, now: Date): string | null => {
  const words = text.trim().toLowerCase()
  if (words === 'now') return wallOf(now)
  const [, date = '', hours, minutes] = /^(.*?)(?:(?:^|[\st]+)(\d{1,2}):(\d{2}))?$/.exec(words) ?? []
  const [h, m] = [Number(hours ?? 0), Number(minutes ?? 0)]
  const day = date === '' && hours !== undefined ? dayOf(now) : typedDay(date, now)
  return day === null || h > 23 || m > 59 ? null : `${day} ${pad(h)}:${pad(m)}:00`
}
