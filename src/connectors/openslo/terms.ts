import { durationSeconds, readDuration, roundSeconds } from './duration.ts'
import { type AlertPolicy, isUnresolved, type Slo } from './model.ts'

const calendarWindows: Readonly<Record<string, string>> = {
  '1M': 'month',
  '3M': 'quarter',
  '1Q': 'quarter',
  '1Y': 'year',
  '12M': 'year',
  '4Q': 'year',
}

/** The window as Reeve has it, and what is not the same about it. */
export const windowOf = (slo: Slo): Readonly<{ values: Readonly<Record<string, unknown>>; differs: string | null }> => {
  const { window } = slo
  if (!window) return { values: { window_type: 'month' }, differs: null }
  const calendar = window.rolling ? undefined : calendarWindows[window.duration]
  if (calendar !== undefined) return { values: { window_type: calendar }, differs: null }
  const rolls = { window_type: 'rolling', window_length: roundSeconds(window.duration) }
  if (!window.rolling)
    return { values: rolls, differs: `Reeve’s calendar windows are a month, a quarter or a year; ${window.duration} is taken as rolling.` }
  const varies = durationSeconds(window.duration) === null
  return {
    values: rolls,
    differs: varies
      ? `A rolling window has one length: ${window.duration} is taken as ${Number(rolls.window_length) / 86_400} days.`
      : null,
  }
}

const severities: Readonly<Record<string, string>> = { page: 'critical', critical: 'critical', error: 'error', info: 'info' }

/** A row of burn alerts as promises keep it; lengths in seconds. */
export type BurnRow = Readonly<{ severity: string; long_s: number; short_s: number; factor: number }>

/** A burn-rate condition with the short window of a twelfth beside its own, as is usual. */
export const burnRowOf = (policy: AlertPolicy): BurnRow | null => {
  const { condition } = policy
  if (isUnresolved(condition) || !policy.when_breaching || condition.op === 'lt' || condition.op === 'lte' || condition.threshold <= 0)
    return null
  const long_s = roundSeconds(condition.lookback)
  const unit = readDuration(condition.lookback)
  if (long_s === null || unit === null || long_s < 120) return null
  const short_s = Math.max(60, Math.round(long_s / 12 / 60) * 60)
  return { severity: severities[condition.severity.toLowerCase()] ?? 'warning', long_s, short_s, factor: condition.threshold }
}

/** The annotation in which a composite keeps the share that it promises itself: OpenSLO gives one to each of its parts only. */
export const objectiveNote = 'reeve/objective'
