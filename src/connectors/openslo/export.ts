import type { JudgedLine } from '../../capabilities/levels/index.ts'
import type { Indicator, Metric, Named, Objective, OpenSlo, Operator, Query, Slo, TimeWindow } from './model.ts'
import type { SeriesSelector } from './selector.ts'
import { objectiveNote } from './terms.ts'

/** A measure as far as it says how good is told from bad. */
export type ExportedMeasure = Readonly<{
  ref: string
  title: string
  description: string | null
  query: string | null
  series: SeriesSelector | null
  marked_series: SeriesSelector | null
  marked_are: 'good' | 'bad' | null
  good_when: 'at_most' | 'below' | 'at_least' | 'above' | null
  good_level: number | null
}>

/**
 * One promise to write: its line, the name by which it is found again, and the service that it is about. `measures`: those of its own indicator and of the
 * indicators of its parts, by id; what is not there may not be seen. `promises`: the share that it names itself, null where its parts make it.
 */
export type Exported = Readonly<{
  line: JudgedLine
  slo_name: string | null
  promises: number | null
  measures: ReadonlyMap<string, ExportedMeasure>
  service: Readonly<{ ref: string; title: string }>
}>

export type LeftOut = Readonly<{ ref: string; why: string }>

/** A name as OpenSLO takes it (RFC 1123 label): small letters, digits and dashes, at most 63 signs. */
export const labelOf = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replaceAll(/^-+|-+$/g, '') || 'unnamed'

const named = (name: string, title: string, description: string | null = null): Named => ({
  name,
  display_name: title === name ? null : title,
  description,
  labels: {},
  annotations: {},
})

const operators: Readonly<Record<NonNullable<ExportedMeasure['good_when']>, Operator>> = {
  at_most: 'lte',
  below: 'lt',
  at_least: 'gte',
  above: 'gt',
}

const metricName = /^[a-zA-Z_:][\w:]*$/

/** `sum(rate(name{label="value"}[window]))`; null for a name that Prometheus does not take. */
const counterQuery = ({ name, labels }: SeriesSelector): string | null => {
  if (!metricName.test(name)) return null
  const matchers = Object.entries(labels ?? {}).map(([key, value]) =>
    value.endsWith('*') ? `${key}=~"${value.slice(0, -1).replaceAll(/[.*+?()[\]|\\^$]/g, '\\\\$&')}.*"` : `${key}=${JSON.stringify(value)}`,
  )
  return `sum(rate(${name}${matchers.length > 0 ? `{${matchers.join(', ')}}` : ''}[{{.window}}]))`
}

const prometheus = (query: string): Query => ({ type: 'Prometheus', source: null, spec: { query } })

const metricOf = (measure: ExportedMeasure): Readonly<{ metric: Metric; op: Operator | null; value: number | null }> | string => {
  const { series, marked_series, marked_are, good_when, good_level, query } = measure
  if (series && marked_series && marked_are) {
    const [total, part] = [counterQuery(series), counterQuery(marked_series)]
    if (total === null || part === null) return 'its series are not named as Prometheus names them'
    return {
      metric: { kind: 'ratio', counter: true, counts: marked_are, part: prometheus(part), total: prometheus(total) },
      op: null,
      value: null,
    }
  }
  if (good_when === null || good_level === null) return 'its measure does not tell good from bad'
  const asked = query ?? (series && metricName.test(series.name) ? series.name : null)
  if (asked === null) return 'its readings come from no source that OpenSLO can name'
  return { metric: { kind: 'threshold', query: prometheus(asked) }, op: operators[good_when], value: good_level }
}

const duration = (seconds: number): string => {
  if (seconds % 86_400 === 0) return `${seconds / 86_400}d`
  return seconds % 3600 === 0 ? `${seconds / 3600}h` : `${Math.max(1, Math.round(seconds / 60))}m`
}

const calendarWindows = { week: '1w', month: '1M', quarter: '1Q', year: '1Y' } as const

const windowOf = (line: JudgedLine): TimeWindow =>
  line.window.type === 'rolling'
    ? { rolling: true, duration: duration(line.window.length_s) }
    : { rolling: false, duration: calendarWindows[line.window.type], starts: '2024-01-01 00:00:00', zone: line.window.zone }

const budgetings = { events: 'Occurrences', slices: 'Timeslices', slice_ratios: 'RatioTimeslices' } as const

type Composite = Extract<JudgedLine['promised'], { measure: 'composite' }>
type Written = Readonly<{ indicator: Indicator; objective: Objective }>

/** A line about a share of good events as OpenSLO says it; a sentence that says why it cannot. */
const writtenOf = (line: JudgedLine, measures: Exported['measures']): Written | string => {
  const { promised } = line
  if (promised.measure !== 'good_share') return 'OpenSLO promises shares of good events or slices of time'
  const measure = measures.get(promised.indicator)
  if (!measure) return 'its indicator may not be seen'
  const told = metricOf(measure)
  if (typeof told === 'string') return told
  const { by } = promised
  return {
    indicator: { ...named(labelOf(measure.ref), measure.title, measure.description), metric: told.metric },
    objective: {
      display_name: null,
      op: told.op,
      value: told.value,
      target: promised.objective,
      slice_target: by.method === 'slices' ? by.target : null,
      slice: by.method === 'events' ? null : duration(promised.slice_s),
      indicator: null,
      weight: null,
    },
  }
}

/** The objectives of a composite, each with its indicator and weight. In slices each part has the length and the share from which a slice is good. */
const partsOf = (promised: Composite, measures: Exported['measures']): readonly Objective[] | string => {
  const written = promised.parts.map(({ line, weight }) => ({ line, weight, told: writtenOf(line, measures) }))
  const wrong = written.find((one) => typeof one.told === 'string')
  if (wrong) return `its part ${wrong.line.ref} cannot be said: ${wrong.told as string}`
  return written.flatMap(({ line, weight, told }) => {
    if (typeof told === 'string') return []
    const { objective, indicator } = told
    const slices =
      promised.by === 'events'
        ? { slice: null, slice_target: null }
        : {
            slice: duration(promised.slice_s),
            slice_target: promised.by === 'slices' ? (objective.slice_target ?? objective.target) : null,
          }
    return [{ ...objective, ...slices, display_name: line.title, indicator, weight }]
  })
}

const sloOf = ({ line, slo_name, promises, measures, service }: Exported): Slo | LeftOut => {
  const { promised } = line
  const shell = {
    ...named(slo_name ?? labelOf(line.ref), line.title),
    service: labelOf(service.title),
    window: windowOf(line),
    alert_policies: [],
  }
  if (promised.measure === 'composite') {
    const objectives = partsOf(promised, measures)
    if (typeof objectives === 'string') return { ref: line.ref, why: objectives }
    if (objectives.length < 2) return { ref: line.ref, why: 'fewer than two of its parts are judged' }
    const annotations = promises === null ? {} : { [objectiveNote]: String(promises) }
    return { ...shell, annotations, indicator: null, budgeting: budgetings[promised.by], objectives }
  }
  const told = writtenOf(line, measures)
  if (typeof told === 'string') return { ref: line.ref, why: told }
  const by = promised.measure === 'good_share' ? promised.by.method : 'events'
  return { ...shell, indicator: told.indicator, budgeting: budgetings[by], objectives: [told.objective] }
}

/** Parts of composites that are written, by the id of their promise. Those that raise no alert of their own are written inside them alone. */
const insideOf = (list: readonly Readonly<{ line: JudgedLine; made: Slo | LeftOut }>[]): ReadonlyMap<string, string> =>
  new Map(
    list.flatMap(({ line, made }) =>
      line.promised.measure === 'composite' && 'objectives' in made
        ? line.promised.parts.flatMap((part): [string, string][] => (part.line.burn_rows.length === 0 ? [[part.line.id, line.ref]] : []))
        : [],
    ),
  )

/** Promises as OpenSLO says them, with their services, and those that it cannot say or that stand inside others. */
export const exportedModel = (list: readonly Exported[]): Readonly<{ model: OpenSlo; left_out: readonly LeftOut[] }> => {
  const written = list.map((one) => ({ line: one.line, made: sloOf(one) }))
  const inside = insideOf(written)
  const made = written.map(({ line, made: one }): Slo | LeftOut => {
    const whole = inside.get(line.id)
    return whole === undefined ? one : { ref: line.ref, why: `it is written as a part of ${whole}` }
  })
  const slos = made.filter((one): one is Slo => 'objectives' in one)
  const services = new Map(list.map(({ service }) => [labelOf(service.title), named(labelOf(service.title), service.title)]))
  const used = new Set(slos.map((slo) => slo.service))
  return {
    model: {
      slos,
      services: [...services.values()].filter((one) => used.has(one.name)),
      data_sources: [],
      indicators: [],
      alert_policies: [],
      alert_conditions: [],
      notification_targets: [],
    },
    left_out: made.filter((one): one is LeftOut => 'why' in one),
  }
}
