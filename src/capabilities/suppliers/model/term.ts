import { type Day, day, daysBetween, plusDays } from '../../../kernel/day.ts'

export const firstAlertDays = 90
export const secondAlertDays = 30

/** The last day on which notice still ends a contract with its term; null when it has no end or no notice. */
export const noticeBy = (endsOn: string | null, noticeDays: number | null): Day | null =>
  endsOn === null || noticeDays === null ? null : plusDays(day(endsOn, 'ends_on'), -noticeDays)

const lastOfMonth = (year: number, month: number): number =>
  Number(plusDays(day(month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`), -1).slice(8))

/** The day so many months later. The last day of a month stays the last day: 2027-02-28 and one month is 2027-03-31. */
export const plusMonths = (of: Day, months: number): Day => {
  const [year = 0, month = 1, date = 1] = of.split('-').map(Number)
  const count = year * 12 + month - 1 + months
  const [toYear, toMonth] = [Math.floor(count / 12), (count % 12) + 1]
  const last = lastOfMonth(toYear, toMonth)
  const kept = date === lastOfMonth(year, month) ? last : Math.min(date, last)
  return day(`${String(toYear).padStart(4, '0')}-${String(toMonth).padStart(2, '0')}-${String(kept).padStart(2, '0')}`)
}

/** The first end of term, so many months at a time, that has not passed. */
export const renewedUntil = (endsOn: Day, months: number, today: Day): Day => {
  let ends = plusMonths(endsOn, months)
  while (ends < today) ends = plusMonths(ends, months)
  return ends
}

export type NoticeState = 'missed' | 'today' | 'soon' | 'later'

export type Notice = Readonly<{ by: Day; days: number; state: NoticeState; words: string }>

const inDays = (days: number): string => (days === 1 ? 'tomorrow' : days < 60 ? `in ${days} days` : `in ${Math.round(days / 30.4)} months`)

/** Where a contract stands with its notice day. `soon` from the first alert on. */
export const noticeOf = (by: string, alertDays: number | null, today: Day): Notice => {
  const on = day(by, 'notice_by')
  const days = daysBetween(today, on)
  if (days < 0) return { by: on, days, state: 'missed', words: `notice missed ${days === -1 ? 'yesterday' : `${-days} days ago`}` }
  if (days === 0) return { by: on, days, state: 'today', words: 'notice today at the latest' }
  return { by: on, days, state: days <= (alertDays ?? firstAlertDays) ? 'soon' : 'later', words: inDays(days) }
}

export type Alert = 'first' | 'second'

/** The alert that is due on a day: the second one once its day has come, else the first; none after the notice day. */
export const alertDue = (by: string, first: number | null, second: number | null, today: Day): Alert | null => {
  const left = daysBetween(today, day(by, 'notice_by'))
  if (left < 0) return null
  if (left <= (second ?? secondAlertDays)) return 'second'
  return left <= (first ?? firstAlertDays) ? 'first' : null
}

/** What an alert says. */
export const alertText = (title: string, supplier: string, by: string, left: number, renewal: string | null): string => {
  const otherwise =
    renewal === 'automatic'
      ? 'else it renews by itself'
      : renewal === 'option'
        ? 'else the option to extend is open'
        : 'it ends with its term'
  return `${title} (${supplier}): give notice by ${by}, ${left === 0 ? 'today' : left === 1 ? 'tomorrow' : `in ${left} days`}; ${otherwise}.`
}
