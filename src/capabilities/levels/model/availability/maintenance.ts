import type { Millis } from '../../../../kernel/instant.ts'
import { type Interval, type Intervals, intersect, intervals, length, subtract } from '../../../../kernel/interval.ts'

/** Planned work. `down`: it does not work meanwhile. */
export type MaintenanceStretch = Interval & Readonly<{ id: string; announced: Millis; down: boolean }>

/**
 * What was agreed about it. `notice_s`: how long before it must be announced; null: before it begins.
 * `windows`: the hours it must lie in; null: any.
 */
export type MaintenanceRule = Readonly<{ counts: 'excluded' | 'counts'; notice_s: number | null; windows: Intervals | null }>

export type WhyCounted = 'agreement' | 'announced_late' | 'outside_window'

/** One piece of planned work under the rule, in agreed hours: which part of it is excluded, which counts, and why that part does. */
export type JudgedMaintenance = Readonly<{
  id: string
  down: boolean
  excluded: Intervals
  counted: Intervals
  excluded_s: number
  counted_s: number
  why_counted: WhyCounted | null
}>

const seconds = (set: Intervals): number => length(set) / 1000

const outcome = (one: MaintenanceStretch, hours: Intervals, rule: MaintenanceRule): Readonly<{ excluded: Intervals; why: WhyCounted }> => {
  if (rule.counts === 'counts') return { excluded: [], why: 'agreement' }
  if (one.from - one.announced < (rule.notice_s ?? 0) * 1000) return { excluded: [], why: 'announced_late' }
  return { excluded: rule.windows === null ? hours : intersect(hours, rule.windows), why: 'outside_window' }
}

/** Judges planned work by the rule. `service`: the hours of service; what lies outside them matters to nobody. */
export const judgeMaintenance = (
  list: readonly MaintenanceStretch[],
  service: Intervals,
  rule: MaintenanceRule,
): readonly JudgedMaintenance[] =>
  list.map((one) => {
    const hours = intersect(service, intervals([one]))
    const { excluded, why } = outcome(one, hours, rule)
    const counted = subtract(hours, excluded)
    return {
      id: one.id,
      down: one.down,
      excluded,
      counted,
      excluded_s: seconds(excluded),
      counted_s: seconds(counted),
      why_counted: counted.length > 0 ? why : null,
    }
  })
