import type { Indicator, Metric, Objective, Operator, Query, Slo } from './model.ts'

/** Expressions of Prometheus for the share of bad events. `null` where an indicator cannot be asked of Prometheus. */

/** Prometheus knows d, h, m and s; the largest that fits. */
export const promDuration = (seconds: number): string => {
  if (seconds % 86_400 === 0) return `${seconds / 86_400}d`
  if (seconds % 3600 === 0) return `${seconds / 3600}h`
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`
}

const placeholder = /\{\{\s*\.window\s*\}\}/g
const selector = String.raw`[a-zA-Z_:][\w:]*(?:\{[^{}]*\})?`
const plainSelector = new RegExp(`^${selector}$`)
const summed = new RegExp(String.raw`^(sum(?:\s+(?:by|without)\s*\([^()]*\))?\s*)\((${selector})\)$`)

const operators: Readonly<Record<Operator, string>> = { lte: '<=', gte: '>=', lt: '<', gt: '>' }

const textOf = (query: Query): string | null => {
  const text = query.spec['query']
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : null
}

export const isPrometheus = (query: Query): boolean =>
  query.type === null || /^(prometheus|victoriametrics|thanos|mimir|cortex)/i.test(query.type)

/** Events in a window. A query that names no window is made one of a counter, or a gauge whose readings are added up. */
const eventsIn = (query: Query, window: string, counter: boolean): string | null => {
  const text = textOf(query)
  if (text === null || !isPrometheus(query)) return null
  if (text.search(placeholder) >= 0) return text.replaceAll(placeholder, window)
  if (!counter) return `sum_over_time((${text})[${window}:1m])`
  if (plainSelector.test(text)) return `sum(rate(${text}[${window}]))`
  const [, outer, inner] = summed.exec(text) ?? []
  return outer === undefined || inner === undefined ? null : `${outer}(rate(${inner}[${window}]))`
}

/** A ratio that is measured already, averaged over the window. */
const ratioIn = (query: Query, window: string): string | null => {
  const text = textOf(query)
  if (text === null || !isPrometheus(query)) return null
  return text.search(placeholder) >= 0 ? `(${text.replaceAll(placeholder, window)})` : `avg_over_time((${text})[${window}:1m])`
}

const thresholdIn = (query: Query, objective: Objective, window: string): string | null => {
  const text = textOf(query)
  if (text === null || !isPrometheus(query) || objective.op === null || objective.value === null) return null
  return `1 - avg_over_time(((${text.replaceAll(placeholder, window)}) ${operators[objective.op]} bool ${objective.value})[${window}:1m])`
}

/** Share of bad events in a window, events counted alike. */
const badEvents = (metric: Metric, objective: Objective, window: string): string | null => {
  if (metric.kind === 'threshold') return thresholdIn(metric.query, objective, window)
  if (metric.kind === 'raw') {
    const ratio = ratioIn(metric.query, window)
    return ratio === null ? null : metric.means === 'failure' ? ratio : `1 - ${ratio}`
  }
  const part = eventsIn(metric.part, window, metric.counter !== false)
  const total = eventsIn(metric.total, window, metric.counter !== false)
  if (part === null || total === null) return null
  const ratio = `(\n  ${part}\n)\n/\n(\n  ${total}\n)`
  return metric.counts === 'bad' ? ratio : `1 - (\n${ratio.replaceAll(/^/gm, '  ')}\n)`
}

/** Share of bad events, slices, or mean of the slices, as the SLO counts. */
export const badOf = (slo: Slo, objective: Objective, indicator: Indicator, window: string): string | null => {
  if (slo.budgeting === 'Occurrences' || objective.slice === null) return badEvents(indicator.metric, objective, window)
  const slice = badEvents(indicator.metric, objective, objective.slice)
  if (slice === null) return null
  if (slo.budgeting === 'RatioTimeslices') return `avg_over_time((\n${slice.replaceAll(/^/gm, '  ')}\n)[${window}:${objective.slice}])`
  const allowed = Number((1 - (objective.slice_target ?? 1)).toPrecision(12))
  return `avg_over_time(((\n${slice.replaceAll(/^/gm, '  ')}\n) > bool ${allowed})[${window}:${objective.slice}])`
}

/** One thing with one error budget: an objective of an SLO, or a whole composite of events. */
export type Burning = Readonly<{ id: string; objective: number; title: string; bad: (window: string) => string | null }>

const weighed = (slo: Slo, window: string): string | null => {
  const parts = slo.objectives.map((one) => {
    const bad = one.indicator && badOf(slo, one, one.indicator, window)
    return bad === null ? null : `${one.weight ?? 1} * (${bad})`
  })
  const whole = slo.objectives.reduce((sum, one) => sum + (one.weight ?? 1), 0)
  return parts.includes(null) ? null : `(\n  ${parts.join('\n  + ')}\n) / ${whole}`
}

/** What of an SLO burns a budget. A composite burns at the weighted rate of its parts; its objective is theirs, weighted alike. */
export const burningOf = (slo: Slo): readonly Burning[] => {
  const id = `${slo.service}-${slo.name}`
  const title = slo.display_name ?? slo.name
  const { indicator } = slo
  if (indicator === null) {
    const whole = slo.objectives.reduce((sum, one) => sum + (one.weight ?? 1), 0)
    const objective = slo.objectives.reduce((sum, one) => sum + one.target * (one.weight ?? 1), 0) / whole
    return [
      {
        id,
        objective: Number(objective.toPrecision(12)),
        title,
        bad: (window) => (slo.budgeting === 'Occurrences' ? weighed(slo, window) : null),
      },
    ]
  }
  return slo.objectives.map((one, index) => ({
    id: slo.objectives.length === 1 ? id : `${id}-${index}`,
    objective: one.target,
    title: one.display_name === null ? title : `${title}: ${one.display_name}`,
    bad: (window) => badOf(slo, one, indicator, window),
  }))
}
