import { formatDuration } from '../../../kernel/duration.ts'
import type { Millis } from '../../../kernel/instant.ts'
import type { Clock, ClockPart } from './clock.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

const moment = (at: Millis, timeZone: string): string => {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' })
  formats.set(timeZone, format)
  return format.format(at)
}

const partWords = (part: ClockPart, timeZone: string): string => {
  const time = part.business_s === 0 ? 'no working time' : `${formatDuration(part.business_s)} of working time`
  const total = part.counted && part.business_s > 0 ? ` Used so far: ${formatDuration(part.running_total_s)}.` : ''
  return `${moment(part.from, timeZone)} to ${moment(part.to, timeZone)}: ${time}, ${part.rule}.${total}`
}

const outcome = (clock: Clock, timeZone: string): string => {
  const used = formatDuration(clock.elapsed_s)
  const { target_s, remaining_s } = clock
  if (clock.state === 'cancelled') return 'Cancelled: this clock does not count.'
  if (clock.state === 'not_started') return 'Not started: the ticket was never in these hands.'
  if (target_s === null || remaining_s === null) return `${used} used; nothing is promised for this priority.`
  const of = `${used} of ${formatDuration(target_s)} used`
  if (clock.state === 'missed')
    return `Missed by ${formatDuration(-remaining_s)}: ${of}${clock.due_at === null ? '' : `, was due ${moment(clock.due_at, timeZone)}`}.`
  if (clock.state === 'met') return `Kept: ${of}, ${formatDuration(remaining_s)} to spare.`
  if (clock.state === 'paused') return `Paused: ${of}, ${formatDuration(remaining_s)} left when it goes on.`
  return `Running: ${of}, ${formatDuration(remaining_s)} left${clock.due_at === null ? '' : `, due ${moment(clock.due_at, timeZone)}`}.`
}

/** Why a clock reads what it reads: a line for each stretch of custody, then the outcome. Moments as on the clocks of a zone. */
export const explainClock = (clock: Clock, timeZone: string): readonly string[] => [
  ...clock.parts.map((part) => partWords(part, timeZone)),
  outcome(clock, timeZone),
]
