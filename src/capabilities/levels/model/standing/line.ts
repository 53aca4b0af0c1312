import type { Interval } from '../../../../kernel/interval.ts'
import type { BusinessCalendar } from '../book.ts'
import type { BurnRow } from '../slo/alert-table.ts'
import type { Budgeting } from '../slo/sli.ts'
import type { PolicyStep } from '../slo/policy.ts'
import type { Window } from '../slo/window.ts'
import type { MaintenanceRule } from '../availability/maintenance.ts'

export type Statistic = 'mean' | 'sum' | 'min' | 'max' | 'p50' | 'p90' | 'p95' | 'p99'

/** What a line promises: so much availability, so large a share of good events, or an indicator on one side of a level. */
export type Promised =
  | Readonly<{ measure: 'availability'; objective: number; maintenance: MaintenanceRule }>
  | Readonly<{ measure: 'good_share'; objective: number; indicator: string; by: Budgeting; slice_s: number }>
  | Readonly<{ measure: 'level'; indicator: string; statistic: Statistic; comparator: 'at_most' | 'at_least'; level: number }>

/** One line of an agreement that is judged over windows of time, for each of its subjects. `warn_at`: the share of the budget after whose use it is at risk. */
export type Line = Readonly<{
  id: string
  ref: string
  title: string
  version: number
  agreement: Readonly<{ id: string; ref: string; title: string; version: number; type: string }> & Interval
  calendar: BusinessCalendar
  subjects: readonly string[]
  window: Window
  promised: Promised
  warn_at: number
  policy: readonly PolicyStep[]
  burn_rows: readonly BurnRow[]
}>

export type StandingState = 'no_data' | 'kept' | 'at_risk' | 'missed'
