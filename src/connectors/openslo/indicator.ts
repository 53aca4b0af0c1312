import { namedAt } from './metadata.ts'
import type { Indicator, Metric, Query } from './model.ts'
import { anyPart, at, flagAt, isThere, partOf, refuse, required, type Spot, textAt, warn, wordAt } from './spot.ts'

/** The type of a data source by its name; undefined when there is no such data source. */
export type SourceTypes = (name: string) => string | undefined

const queryAt = (spot: Spot, sources: SourceTypes): Query | null => {
  const metric = at(spot, 'metricSource')
  if (!isThere(spot)) return required(spot)
  if (!partOf(spot, ['metricSource'])) return null
  if (!isThere(metric)) return required(metric)
  if (!partOf(metric, ['metricSourceRef', 'type', 'spec'])) return null
  const source = textAt(at(metric, 'metricSourceRef'))
  const known = source === null ? undefined : sources(source)
  const type = textAt(at(metric, 'type')) ?? known ?? null
  if (source === null && type === null)
    refuse(metric, 'source_type', 'type is missing: without metricSourceRef nothing says what kind of source is asked.')
  if (source !== null && known === undefined && type === null)
    refuse(
      at(metric, 'metricSourceRef'),
      'unresolved',
      `The DataSource “${source}” was not among the files, and type does not say what kind it is.`,
    )
  else if (source !== null && known === undefined)
    warn(at(metric, 'metricSourceRef'), 'unresolved', `The DataSource “${source}” was not among the files.`)
  const spec = isThere(at(metric, 'spec')) ? anyPart(at(metric, 'spec')) : required(at(metric, 'spec'))
  return spec === null ? null : { type, source, spec }
}

const ratioAt = (spot: Spot, sources: SourceTypes): Metric | null => {
  if (!partOf(spot, ['counter', 'good', 'bad', 'total', 'raw', 'rawType'])) return null
  const [good, bad, total, raw] = [at(spot, 'good'), at(spot, 'bad'), at(spot, 'total'), at(spot, 'raw')]
  const means = wordAt(at(spot, 'rawType'), ['success', 'failure'] as const)
  const counter = flagAt(at(spot, 'counter'))
  if (isThere(raw)) {
    if ([good, bad, total].some(isThere)) refuse(raw, 'exclusive', 'raw stands alone: leave good, bad and total out.')
    if (means === null)
      refuse(at(spot, 'rawType'), 'required', 'rawType is missing: say whether raw is the share of success or of failure.')
    const query = queryAt(raw, sources)
    return query === null || means === null ? null : { kind: 'raw', means, query }
  }
  if (means !== null) refuse(at(spot, 'rawType'), 'exclusive', 'rawType belongs to raw; good or bad already say what is counted.')
  if (isThere(good) && isThere(bad)) return refuse(bad, 'exclusive', 'Give good or bad, not both.')
  if (!isThere(good) && !isThere(bad)) return refuse(spot, 'required', 'Give good or bad beside total, or raw.')
  const part = queryAt(isThere(good) ? good : bad, sources)
  const whole = queryAt(total, sources)
  return part === null || whole === null ? null : { kind: 'ratio', counter, counts: isThere(good) ? 'good' : 'bad', part, total: whole }
}

const metricAt = (spec: Spot, sources: SourceTypes): Metric | null => {
  const [threshold, ratio] = [at(spec, 'thresholdMetric'), at(spec, 'ratioMetric')]
  if (isThere(threshold) === isThere(ratio)) return refuse(spec, 'exclusive', 'An SLI has either a thresholdMetric or a ratioMetric.')
  if (isThere(ratio)) return ratioAt(ratio, sources)
  const query = queryAt(threshold, sources)
  return query === null ? null : { kind: 'threshold', query }
}

/** An SLI, as a document of its own or inside an SLO. */
export const indicatorAt = (spot: Spot, sources: SourceTypes): Indicator | null => {
  const spec = at(spot, 'spec')
  const named = namedAt(at(spot, 'metadata'), spec)
  if (!isThere(spec)) return required(spec)
  if (!partOf(spec, ['description', 'thresholdMetric', 'ratioMetric'])) return null
  const metric = metricAt(spec, sources)
  return named === null || metric === null ? null : { ...named, metric }
}
