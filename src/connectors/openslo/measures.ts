import { durationSeconds } from './duration.ts'
import type { Indicator, Metric, Objective, Operator, Slo } from './model.ts'
import { badOf, isPrometheus } from './promql.ts'
import { selectorIn } from './selector.ts'

/**
 * How a measure of Reeve tells what an indicator tells, and how its promise counts then.
 * `approximate`: what is lost, for people; null when it is the same thing.
 */
export type Measured = Readonly<{
  fields: Readonly<Record<string, unknown>>
  budgeting: Readonly<Record<string, unknown>>
  source: string | null
  approximate: string | null
}>

const comparators: Readonly<Record<Operator, string>> = { lte: 'at_most', lt: 'below', gte: 'at_least', gt: 'above' }

const longestQuery = 4000

const sourceOf = (metric: Metric): string | null => (metric.kind === 'ratio' ? metric.total.source : metric.query.source)

const budgetingOf = (slo: Slo, objective: Objective): Readonly<Record<string, unknown>> => {
  if (slo.budgeting === 'Occurrences') return { budgeting: 'events' }
  const slice = durationSeconds(objective.slice ?? '1m') ?? 60
  if (slo.budgeting === 'RatioTimeslices') return { budgeting: 'slice_ratios', slice }
  return { budgeting: 'slices', slice, slice_share: objective.slice_target }
}

const text = (value: unknown): string | null => (typeof value === 'string' && value.length <= longestQuery ? value : null)

/** Counters that are sent: events are counted as they are. */
const counted = (slo: Slo, objective: Objective, metric: Metric): Measured | null => {
  if (metric.kind !== 'ratio' || metric.counter === false) return null
  const [part, total] = [selectorIn(metric.part.spec['query']), selectorIn(metric.total.spec['query'])]
  if (!part || !total || !isPrometheus(metric.part) || !isPrometheus(metric.total)) return null
  return {
    fields: { series: total, marked_series: part, marked_are: metric.counts },
    budgeting: budgetingOf(slo, objective),
    source: sourceOf(metric),
    approximate: null,
  }
}

const threshold = (slo: Slo, objective: Objective, metric: Metric): Measured | null => {
  if (metric.kind !== 'threshold' || objective.op === null || objective.value === null) return null
  const query = isPrometheus(metric.query) ? text(metric.query.spec['query']) : null
  return {
    fields: {
      good_when: comparators[objective.op],
      good_level: objective.value,
      ...(query === null ? {} : { query: query.replaceAll(/\{\{\s*\.window\s*\}\}/g, '5m') }),
    },
    budgeting: budgetingOf(slo, objective),
    source: sourceOf(metric),
    approximate: query === null ? 'Reeve does not ask this kind of source: let it send its readings to the measure.' : null,
  }
}

/** A ratio that is asked for: each answer is one reading, good or not. */
const asked = (slo: Slo, objective: Objective, indicator: Indicator): Measured => {
  const slice = objective.slice ?? '1m'
  const good = objective.slice_target ?? objective.target
  const bad = badOf({ ...slo, budgeting: 'Occurrences' }, objective, indicator, slice)
  const query = bad === null ? null : text(`1 - (${bad})`)
  const each = `each ${slice} counts like any other, and is good from ${Number((good * 100).toPrecision(12))} % on`
  return {
    fields: {
      good_when: 'at_least',
      good_level: good,
      every: durationSeconds(slice) ?? 60,
      ...(query === null ? {} : { query }),
    },
    budgeting: { budgeting: 'events' },
    source: sourceOf(indicator.metric),
    approximate:
      query === null
        ? `Reeve does not ask this kind of source: let it send the share of good events to the measure; ${each}.`
        : slo.budgeting === 'Timeslices'
          ? null
          : `Its events cannot be counted one by one from this query: ${each}.`,
  }
}

export const measuredBy = (slo: Slo, objective: Objective, indicator: Indicator): Measured =>
  counted(slo, objective, indicator.metric) ?? threshold(slo, objective, indicator.metric) ?? asked(slo, objective, indicator)
