import { isZone } from '../../kernel/calendar/zone.ts'
import { isDay } from '../../kernel/instant.ts'
import { durationAt } from './alert.ts'
import { durationSeconds } from './duration.ts'
import { type Budgeting, type Indicator, type Objective, operators, type TimeWindow } from './model.ts'
import {
  at,
  flagAt,
  isThere,
  nameOf,
  numberAt,
  partOf,
  refuse,
  required,
  requiredText,
  type Spot,
  shown,
  textAt,
  warn,
  wordAt,
} from './spot.ts'

/** A share from per cent, without the crumbs of binary fractions: 99.9 is 0.999. */
const ofPercent = (percent: number): number => Number((percent / 100).toPrecision(15))

const targetOf = (spot: Spot): number | null => {
  const [share, percent] = [at(spot, 'target'), at(spot, 'targetPercent')]
  if (isThere(share) && isThere(percent)) return refuse(percent, 'exclusive', 'Give target or targetPercent, not both.')
  if (!isThere(share) && !isThere(percent))
    return refuse(share, 'required', 'target is missing: the share to be reached, such as 0.999 (or targetPercent: 99.9).')
  const [given, limit] = isThere(share) ? [share, 1] : [percent, 100]
  const value = numberAt(given)
  if (value === null) return null
  if (value < 0 || value >= limit)
    return refuse(
      given,
      'range',
      `${nameOf(given)} is from 0 up to, not including, ${limit}; ${value} leaves no error budget or is no share.`,
    )
  return isThere(share) ? value : ofPercent(value)
}

const sliceOf = (spot: Spot): string | null => {
  const slice = at(spot, 'timeSliceWindow')
  // A bare number is minutes.
  if (typeof slice.value === 'number')
    return Number.isInteger(slice.value) && slice.value > 0
      ? `${slice.value}m`
      : refuse(slice, 'duration', 'timeSliceWindow is a whole number of minutes, or a duration such as 1m.')
  return isThere(slice) ? durationAt(slice) : null
}

const slicesAt = (spot: Spot, budgeting: Budgeting | null): Readonly<{ slice_target: number | null; slice: string | null }> => {
  const slice = sliceOf(spot)
  const target = at(spot, 'timeSliceTarget')
  const slice_target = numberAt(target)
  if (slice_target !== null && (slice_target <= 0 || slice_target > 1)) refuse(target, 'range', 'timeSliceTarget is above 0 and at most 1.')
  const { value: window } = at(spot, 'timeSliceWindow')
  if ((budgeting === 'Timeslices' || budgeting === 'RatioTimeslices') && (window === undefined || window === null))
    refuse(at(spot, 'timeSliceWindow'), 'required', `timeSliceWindow is missing: with ${budgeting} say how long a slice is, such as 1m.`)
  if (budgeting === 'Timeslices' && !isThere(target))
    refuse(target, 'required', 'timeSliceTarget is missing: with Timeslices say which share makes a slice good, such as 0.95.')
  return { slice_target, slice }
}

const known = [
  'displayName',
  'op',
  'value',
  'target',
  'targetPercent',
  'timeSliceTarget',
  'timeSliceWindow',
  'indicator',
  'indicatorRef',
  'compositeWeight',
]

/** What an objective is judged by: the budgeting of its SLO, and the indicator of the SLO or its own. Null where that could not be read. */
export type Judged = Readonly<{ budgeting: Budgeting | null; composite: boolean; indicator: Indicator | null; own: Indicator | null }>

export const objectiveAt = (spot: Spot, by: Judged): Objective | null => {
  if (!partOf(spot, known)) return null
  const op = wordAt(at(spot, 'op'), operators)
  const value = numberAt(at(spot, 'value'))
  const metric = (by.own ?? by.indicator)?.metric
  if (metric?.kind === 'threshold') {
    if (!isThere(at(spot, 'op'))) refuse(at(spot, 'op'), 'required', `op is missing: a threshold needs one of ${operators.join(', ')}.`)
    if (!isThere(at(spot, 'value')))
      refuse(at(spot, 'value'), 'required', 'value is missing: a threshold needs the value that readings are compared with.')
  } else if (metric && isThere(at(spot, 'value')))
    warn(at(spot, 'value'), 'not_here', 'value belongs to a thresholdMetric; a ratio is not compared with it.')
  const weightAt = at(spot, 'compositeWeight')
  const weight = numberAt(weightAt)
  if (weight !== null && weight <= 0) refuse(weightAt, 'range', 'compositeWeight is above 0.')
  if (weight !== null && !by.composite) warn(weightAt, 'not_here', 'compositeWeight belongs to composites; this SLO has one indicator.')
  const target = targetOf(spot)
  const slices = slicesAt(spot, by.budgeting)
  const display_name = textAt(at(spot, 'displayName'))
  if (target === null) return null
  return { display_name, op, value, target, ...slices, indicator: by.own, weight: by.composite ? (weight ?? 1) : null }
}

const localTime = /^(\d{4}-\d{2}-\d{2})[ T]([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/

const startOf = (spot: Spot): string | null => {
  const text = requiredText(spot)
  if (text === null) return null
  const [, date] = localTime.exec(text) ?? []
  return date !== undefined && isDay(date)
    ? text.replace('T', ' ')
    : refuse(spot, 'local_time', `“${shown(text)}” is not a date and time without zone. Write it like 2022-01-01 12:00:00.`)
}

const zoneOf = (spot: Spot): string | null => {
  const text = requiredText(spot)
  if (text === null) return null
  return isZone(text) ? text : refuse(spot, 'time_zone', `“${shown(text)}” is not a time zone. Use an IANA name such as Europe/London.`)
}

export const windowAt = (spot: Spot): TimeWindow | null => {
  if (!partOf(spot, ['duration', 'isRolling', 'calendar'])) return null
  const duration = isThere(at(spot, 'duration')) ? durationAt(at(spot, 'duration')) : required(at(spot, 'duration'))
  const calendar = at(spot, 'calendar')
  const rolling = flagAt(at(spot, 'isRolling')) ?? false
  if (duration !== null && (durationSeconds(duration) ?? Infinity) < 3600)
    warn(at(spot, 'duration'), 'short_window', `${duration} is less than an hour: m means minutes. A month is 1M.`)
  if (rolling) {
    if (isThere(calendar))
      return refuse(calendar, 'exclusive', 'A rolling window has no calendar: leave calendar out, or set isRolling to false.')
    return duration === null ? null : { rolling, duration }
  }
  if (!isThere(calendar))
    return refuse(
      calendar,
      'required',
      'calendar is missing: a window is rolling (isRolling: true), or has a calendar with startTime and timeZone.',
    )
  if (!partOf(calendar, ['startTime', 'timeZone'])) return null
  const starts = startOf(at(calendar, 'startTime'))
  const zone = zoneOf(at(calendar, 'timeZone'))
  return duration === null || starts === null || zone === null ? null : { rolling, duration, starts, zone }
}
