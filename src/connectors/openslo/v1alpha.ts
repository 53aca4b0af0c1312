import { at, isThere, listAt, type Part, refuse, type Spot } from './spot.ts'

/** The first published version in the words of v1: time windows in counts and units, the metric inside each objective. */

const units: Readonly<Record<string, string>> = { Minute: 'm', Hour: 'h', Day: 'd', Week: 'w', Month: 'M', Quarter: 'Q', Year: 'Y' }

const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null && !Array.isArray(value)

const windowOf = (spot: Spot): unknown => {
  const [count, unit] = [at(spot, 'count').value, at(spot, 'unit').value]
  const letter = units[String(unit)]
  if (typeof count !== 'number' || letter === undefined)
    return refuse(spot, 'window', `A window of v1alpha has a count and a unit: ${Object.keys(units).join(', ')}.`)
  const calendar = at(spot, 'calendar').value
  return {
    duration: `${count}${letter}`,
    isRolling: calendar === undefined || calendar === null,
    ...(isPart(calendar) ? { calendar } : {}),
  }
}

const metricOf = (value: unknown): unknown => {
  if (!isPart(value)) return value
  const { source, queryType, query, metadata } = value
  const type = typeof source === 'string' && source !== '' ? `${source.charAt(0).toUpperCase()}${source.slice(1)}` : undefined
  return {
    metricSource: {
      ...(type === undefined ? {} : { type }),
      spec: {
        query,
        ...(queryType === undefined ? {} : { queryType }),
        ...(metadata === undefined ? {} : { metadata }),
      },
    },
  }
}

const ratioOf = (value: unknown): unknown => {
  if (!isPart(value)) return value
  const { incremental, counter, ...rest } = value
  const flag = counter ?? incremental
  const metrics = Object.fromEntries(Object.entries(rest).map(([key, one]) => [key, metricOf(one)]))
  return flag === undefined ? metrics : { counter: flag, ...metrics }
}

const indicatorOf = (name: unknown, spec: Part): Part => ({ metadata: { name }, spec })

/** The one indicator that all objectives share; each its own would be a composite, which v1alpha did not mean. */
const metricsOf = (spec: Spot, name: unknown): Part | null => {
  const own = at(at(spec, 'indicator'), 'thresholdMetric').value
  if (own !== undefined) return indicatorOf(name, { thresholdMetric: metricOf(own) })
  const ratios = listAt(at(spec, 'objectives')).map((one) => at(one, 'ratioMetrics').value)
  const [first, ...others] = ratios
  if (others.some((one) => JSON.stringify(one) !== JSON.stringify(first)))
    return refuse(at(spec, 'objectives'), 'one_indicator', 'These objectives have different metrics. Write each as an SLO of its own.')
  return first === undefined ? {} : indicatorOf(name, { ratioMetric: ratioOf(first) })
}

const without = (value: unknown, key: string): unknown => {
  if (!isPart(value)) return value
  const { [key]: _left, ...rest } = value
  return rest
}

/** An object of v1alpha as one of v1; lines are those of the file, the nearest where the words differ. */
export const ofAlpha = (spot: Spot): Spot | null => {
  if (!isPart(spot.value)) return null
  const kind = at(spot, 'kind').value
  const v1 = { ...spot.value, apiVersion: 'openslo/v1' }
  if (kind === 'Service') return { ...spot, value: v1 }
  if (kind !== 'SLO')
    return refuse(at(spot, 'kind'), 'kind', 'In openslo/v1alpha there are SLO and Service. Write other objects as openslo/v1.')
  const spec = at(spot, 'spec')
  if (!isPart(spec.value)) return { ...spot, value: v1 }
  const before = spot.issues.length
  const indicator = metricsOf(spec, at(at(spot, 'metadata'), 'name').value)
  const windows = isThere(at(spec, 'timeWindows')) ? listAt(at(spec, 'timeWindows')).map(windowOf) : undefined
  if (indicator === null || spot.issues.slice(before).some((issue) => issue.severity === 'refused')) return null
  const { timeWindows: _windows, indicator: _indicator, objectives, ...rest } = spec.value
  const converted = {
    ...rest,
    ...(Object.keys(indicator).length === 0 ? {} : { indicator }),
    ...(windows === undefined ? {} : { timeWindow: windows }),
    objectives: Array.isArray(objectives) ? objectives.map((one: unknown) => without(one, 'ratioMetrics')) : objectives,
  }
  return { ...spot, value: { ...v1, spec: converted } }
}
