import type { Issue } from '../../../kernel/refusal.ts'
import { type BurnRow, tableIssues } from './slo/alert-table.ts'

type Fields = Readonly<Record<string, unknown>>

const issue = (path: string, rule: string, message: string): Issue => ({ path, rule, message })
const isSet = (value: unknown): boolean => value !== null && value !== undefined && value !== ''

/** What an indicator cannot tell of what a promise asks of it. `indicator`: the measure's fields. */
export const indicatorIssues = (promise: Fields, indicator: Fields & Readonly<{ ref: string }>): readonly Issue[] => {
  const measure = promise['measure']
  const statistic = typeof promise['statistic'] === 'string' ? promise['statistic'] : ''
  if (measure === 'level' && /^p\d\d$/.test(statistic) && indicator['aggregation'] !== 'quantile')
    return [
      issue(
        'statistic',
        'no_quantiles',
        `${indicator.ref} keeps no quantiles. Set what it is over time to “A quantile” (readings from then on count), or promise its mean.`,
      ),
    ]
  const tellsGood = indicator['aggregation'] === 'share' || isSet(indicator['good_when']) || isSet(indicator['marked_series'])
  if (measure === 'good_share' && !tellsGood)
    return [
      issue(
        'indicator',
        'not_good_or_bad',
        `${indicator.ref} does not tell good from bad. Say there when a reading is good, or which series counts good or bad events.`,
      ),
    ]
  return []
}

const days = new Map<unknown, number>([
  ['quarter', 91],
  ['year', 365],
])

const windowSeconds = (promise: Fields): number => {
  const length = promise['window_length']
  return promise['window_type'] === 'rolling' && typeof length === 'number' ? length : (days.get(promise['window_type']) ?? 30) * 86_400
}

/** Burn alerts that could never tell, or whose windows do not fit. */
export const burnIssues = (promise: Fields): readonly Issue[] => {
  const [rows, share] = [promise['burn_alerts'], promise['share']]
  if (!Array.isArray(rows) || typeof share !== 'number') return []
  return tableIssues(rows as readonly BurnRow[], share, windowSeconds(promise)).map((one) =>
    issue(`burn_alerts.${one.row}`, one.rule, `Pair ${one.row + 1}: ${one.message}`),
  )
}
