import type { Sample } from '../../capabilities/signals/index.ts'
import { type Gathering, notFinite, seriesFault, take, valueFault } from '../gather.ts'
import type { Fields } from '../json.ts'
import { addAttributes } from './attributes.ts'
import { type Buckets, explicitBuckets, exponentialBuckets } from './buckets.ts'
import { fieldsOf, listOf, millisOfNanos, numberOf } from './json.ts'

/** What the points of one metric are read into: the metric's name and the labels of its resource and scope. */
export type Place = Readonly<{ into: Gathering; name: string; base: Readonly<Record<string, string>> }>

/** Flag 1 of a point: nothing was recorded, the series has ended. */
const isUnrecorded = (point: Fields): boolean => ((numberOf(point['flags']) ?? 0) & 1) === 1

const labelsOf = (place: Place, point: Fields): Record<string, string> => {
  const labels = { ...place.base }
  addAttributes(labels, point['attributes'])
  return labels
}

/** Points that were recorded, each with its labels, its moment and words for where it is. */
const eachPoint = (
  place: Place,
  data: Fields,
  read: (point: Fields, labels: Record<string, string>, at: number | null, where: () => string) => void,
): void => {
  for (const [index, one] of listOf(data['dataPoints'], 'dataPoints').entries()) {
    const point = fieldsOf(one, 'a data point')
    if (!isUnrecorded(point))
      read(
        point,
        labelsOf(place, point),
        millisOfNanos(point['timeUnixNano']),
        () => `${place.name || 'a metric without a name'}, point ${index + 1}`,
      )
  }
}

/** When a running total began, where that is told. */
const sinceOf = (point: Fields, means: Sample['means']): Readonly<{ since?: number }> => {
  const since = means === 'total' ? millisOfNanos(point['startTimeUnixNano']) : null
  return since === null || Number.isNaN(since) ? {} : { since }
}

/** Points of a gauge or a sum: one number each. */
export const readNumbers = (place: Place, data: Fields, means: Sample['means']): void =>
  eachPoint(place, data, (point, labels, at, where) => {
    const value = numberOf(point['asDouble'] ?? point['asInt'])
    if (value === null) place.into.refuse('a point has no value', where)
    else take(place.into, { name: place.name, labels, at, value, means, ...sinceOf(point, means) }, where)
  })

const optional = (value: unknown): number | null => {
  const read = numberOf(value)
  return read !== null && Number.isFinite(read) ? read : null
}

const readBuckets = (
  place: Place,
  data: Fields,
  means: 'delta' | 'total',
  buckets: (point: Fields, count: number) => Buckets | string,
): void =>
  eachPoint(place, data, (point, labels, at, where) => {
    const count = numberOf(point['count'] ?? 0) ?? Number.NaN
    const found = buckets(point, count)
    const counted = typeof found === 'string' ? 0 : found.counts.reduce((sum, one) => sum + one, 0)
    const fault =
      (typeof found === 'string' ? found : null) ??
      (counted === count ? null : "a histogram's buckets do not add up to its count") ??
      valueFault(count, at) ??
      seriesFault(place.name, labels)
    if (fault || typeof found === 'string') place.into.refuse(fault ?? '', where)
    else
      place.into.distributions.push({
        name: place.name,
        labels,
        at,
        means,
        ...sinceOf(point, means),
        count,
        sum: optional(point['sum']),
        min: optional(point['min']),
        max: optional(point['max']),
        ...found,
      })
  })

export const readHistogram = (place: Place, data: Fields, means: 'delta' | 'total'): void =>
  readBuckets(place, data, means, explicitBuckets)

export const readExponential = (place: Place, data: Fields, means: 'delta' | 'total'): void =>
  readBuckets(place, data, means, (point) =>
    exponentialBuckets(point, fieldsOf(point['positive'], 'positive'), fieldsOf(point['negative'], 'negative')),
  )

/** Points of a summary: each quantile a gauge with the label `quantile`, and what was counted and added up as running totals. */
export const readSummary = (place: Place, data: Fields): void =>
  eachPoint(place, data, (point, labels, at, where) => {
    const [count, sum] = [numberOf(point['count'] ?? 0), numberOf(point['sum'] ?? 0)]
    if (count === null || sum === null) {
      place.into.refuse(notFinite, where)
      return
    }
    const total = { labels, at, means: 'total', ...sinceOf(point, 'total') } as const
    take(place.into, { ...total, name: `${place.name}_count`, value: count }, where)
    take(place.into, { ...total, name: `${place.name}_sum`, value: sum }, where)
    for (const one of listOf(point['quantileValues'], 'quantileValues')) {
      const { quantile, value } = fieldsOf(one, 'a quantile')
      const level = String(numberOf(quantile ?? 0))
      take(
        place.into,
        { name: place.name, labels: { ...labels, quantile: level }, at, value: numberOf(value ?? 0) ?? Number.NaN, means: 'gauge' },
        where,
      )
    }
  })

/** Refuses all points of a metric for one reason. */
export const refusePoints = (place: Place, data: Fields, reason: string): void => {
  const count = listOf(data['dataPoints'], 'dataPoints').length
  if (count > 0) place.into.refuse(reason, () => place.name, count)
}
