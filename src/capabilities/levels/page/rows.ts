import type { BurnRow, BurnSeverity } from '../model/slo/alert-table.ts'
import type { PolicyState, PolicyStep } from '../model/slo/policy.ts'

type Fields = Readonly<Record<string, unknown>>
export type CreditStep = Readonly<{ below: number; credit: number }>

export const policyStates = ['normal', 'watch', 'restrict', 'freeze'] as const
export const policyWords: Readonly<Record<PolicyState, string>> = {
  normal: 'Normal',
  watch: 'Watch',
  restrict: 'Restrict',
  freeze: 'Freeze',
}
export const severities: readonly BurnSeverity[] = ['critical', 'error', 'warning', 'info']
export const severityWords: Readonly<Record<BurnSeverity, string>> = {
  critical: 'Critical',
  error: 'Error',
  warning: 'Warning',
  info: 'Info',
}

const rowsIn = (value: unknown): readonly Fields[] =>
  Array.isArray(value) ? value.flatMap((one: unknown) => (typeof one === 'object' && one !== null ? [{ ...one }] : [])) : []
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const number = (value: unknown): number => (typeof value === 'number' ? value : 0)

export const policyIn = (value: unknown): readonly PolicyStep[] =>
  rowsIn(value).map((row) => ({
    state: policyStates.find((one) => one === row['state']) ?? 'normal',
    from: number(row['from']),
    consequence: text(row['consequence']),
    ...(text(row['decides']) === '' ? {} : { decides: text(row['decides']) }),
  }))

export const alertsIn = (value: unknown): readonly BurnRow[] =>
  rowsIn(value).map((row) => ({
    severity: severities.find((one) => one === row['severity']) ?? 'warning',
    long_s: number(row['long_s']),
    short_s: number(row['short_s']),
    factor: number(row['factor']),
  }))

export const creditsIn = (value: unknown): readonly CreditStep[] =>
  rowsIn(value).map((row) => ({ below: number(row['below']), credit: number(row['credit']) }))

/** A share as percent without the dust of binary fractions, and back. */
export const percentOf = (share: number): number => Math.round(share * 1e8) / 1e6
export const shareOf = (percent: number): number => Math.round(percent * 1e6) / 1e8

/** Length in seconds of the window of a promise: months, quarters and years at their usual length. */
export const windowOf = (draft: Fields): number => {
  const day = 86_400
  if (draft['window_type'] === 'rolling' && typeof draft['window_length'] === 'number') return draft['window_length']
  return { quarter: 91 * day, year: 365 * day }[String(draft['window_type'])] ?? 30 * day
}
