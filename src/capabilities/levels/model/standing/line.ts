import type { Interval } from '../../../../kernel/interval.ts'
import type { BusinessCalendar } from '../book.ts'
import type { BurnRow } from '../slo/alert-table.ts'
import type { Budgeting } from '../slo/sli.ts'
import type { PolicyStep } from '../slo/policy.ts'
import type { Window } from '../slo/window.ts'
import type { MaintenanceRule } from '../availability/maintenance.ts'

export type Statistic = 'mean' | 'sum' | 'min' | 'max' | 'p50' | 'p90' | 'p95' | 'p99'

type Tickets<M extends string> = Readonly<{ measure: M; objective: number; target_s: number; priority: string | null }>

/** What a line promises: so much availability, so large a share of good events, an indicator on one side of a level, so many tickets in time, or several of these together. */
export type Promised =
  | Readonly<{ measure: 'availability'; objective: number; maintenance: MaintenanceRule }>
  | Readonly<{ measure: 'good_share'; objective: number; indicator: string; by: Budgeting; slice_s: number }>
  | Readonly<{ measure: 'level'; indicator: string; statistic: Statistic; comparator: 'at_most' | 'at_least'; level: number }>
  | Tickets<'response'>
  | Tickets<'resolution'>
  | Readonly<{
      measure: 'composite'
      objective: number
      by: Budgeting['method']
      slice_s: number
      parts: readonly Part[]
      gone: readonly string[]
    }>

export type PromisedOf<M extends Promised['measure']> = Extract<Promised, { measure: M }>

/** A line that is a part of another, and how much it counts beside its other parts. `gone` above: ids of parts that are judged no more. */
export type Part = Readonly<{ line: Line; weight: number }>

/**
 * One line of an agreement that is judged over windows of time, for each of its subjects. `warn_at`: the share of the budget after whose use it is at risk.
 * `version` rises with each change of the promise, and of those that it is made of.
 */
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

/** Whether a line counts good slices of time. */
export const countsSlices = ({ promised }: Line): boolean =>
  (promised.measure === 'good_share' && promised.by.method !== 'events') || (promised.measure === 'composite' && promised.by !== 'events')

export type StandingState = 'no_data' | 'kept' | 'at_risk' | 'missed'
