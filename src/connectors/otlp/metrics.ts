import type { Reading } from '../../capabilities/signals/index.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { gathering, setLabel } from '../gather.ts'
import { type Fields, isRecord } from '../json.ts'
import { addAttributes } from './attributes.ts'
import { fieldsOf, listOf, notOtlp, numberOf } from './json.ts'
import { exportMetricsRequest } from './messages.ts'
import { type Place, readExponential, readHistogram, readNumbers, readSummary, refusePoints } from './points.ts'
import { readProtobuf } from './protobuf.ts'

/** The longest body that is read, unpacked. */
const longestBody = 20_000_000

/** JSON or protobuf, as a Content-Type says. @throws Refusal `content_type` */
export const encodingOf = (contentType: string): 'json' | 'protobuf' => {
  const type = contentType.split(';')[0]?.trim().toLowerCase()
  if (type === 'application/json') return 'json'
  if (type === 'application/x-protobuf') return 'protobuf'
  throw new Refusal('invalid', 'content_type', 'Send OTLP as application/x-protobuf or application/json, and say so in Content-Type.')
}

const readJson = (body: Uint8Array): Fields => {
  let read: unknown
  try {
    read = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch (error) {
    throw notOtlp(`it is not JSON in UTF-8 (${error instanceof Error ? error.message.slice(0, 120) : 'unreadable'})`)
  }
  if (!isRecord(read)) throw notOtlp('it must be a JSON object with resourceMetrics')
  return read
}

/** 1 is delta, 2 cumulative; anything else leaves open what the numbers say. */
const temporalityOf = (data: Fields): 'delta' | 'total' | null => {
  const given = numberOf(data['aggregationTemporality'])
  if (given === 1) return 'delta'
  return given === 2 ? 'total' : null
}

/** A sum that can fall, told cumulatively, is a level and so a gauge; told in deltas it is what is to be added to the level. */
const readSum = (place: Place, data: Fields): void => {
  const temporality = temporalityOf(data)
  if (temporality === null) refusePoints(place, data, noTemporality)
  else readNumbers(place, data, temporality === 'total' && data['isMonotonic'] !== true ? 'gauge' : temporality)
}

const noTemporality = 'aggregationTemporality is neither delta (1) nor cumulative (2)'

const readMetric = (place: Place, metric: Fields): void => {
  const distribution = (field: string, read: (place: Place, data: Fields, means: 'delta' | 'total') => void): void => {
    const data = fieldsOf(metric[field], field)
    const means = temporalityOf(data)
    if (means === null) refusePoints(place, data, noTemporality)
    else read(place, data, means)
  }
  if (metric['gauge']) readNumbers(place, fieldsOf(metric['gauge'], 'gauge'), 'gauge')
  else if (metric['sum']) readSum(place, fieldsOf(metric['sum'], 'sum'))
  else if (metric['histogram']) distribution('histogram', readHistogram)
  else if (metric['exponentialHistogram']) distribution('exponentialHistogram', readExponential)
  else if (metric['summary']) readSummary(place, fieldsOf(metric['summary'], 'summary'))
  else place.into.refuse('a metric has no points of a known kind', () => place.name)
}

/** What a sender that mistook the address tells instead of metrics. Only in JSON do they have names of their own. */
const otherSignals = [
  ['resourceLogs', 'logs'],
  ['resourceSpans', 'traces'],
  ['resourceProfiles', 'profiles'],
] as const

/**
 * Reads an OTLP ExportMetricsServiceRequest (OTLP/HTTP, JSON or protobuf). Attributes of resource and point become labels under their own names,
 * a point's before its resource's; the scope is told by `otel.scope.name` and its attributes by `otel.scope.` and their names.
 * @throws Refusal `content_type`, `too_large`, `not_otlp`, `not_protobuf`, `too_many_messages`
 */
export const readOtlpMetrics = (body: Uint8Array, contentType: string): Reading => {
  const encoding = encodingOf(contentType)
  if (body.length > longestBody)
    throw new Refusal('too_large', 'too_large', `The body is longer than ${longestBody / 1_000_000} MB. Send smaller batches.`)
  const request = encoding === 'json' ? readJson(body) : readProtobuf(body, exportMetricsRequest)
  const into = gathering()
  for (const [field, what] of otherSignals) {
    const count = listOf(request[field], field).length
    if (count > 0) into.refuse(`${what} are not read; send metrics`, () => field, count)
  }
  for (const oneResource of listOf(request['resourceMetrics'], 'resourceMetrics')) {
    const { resource, scopeMetrics } = fieldsOf(oneResource, 'resourceMetrics')
    const ofResource: Record<string, string> = {}
    addAttributes(ofResource, fieldsOf(resource, 'resource')['attributes'])
    for (const oneScope of listOf(scopeMetrics, 'scopeMetrics')) {
      const { scope, metrics } = fieldsOf(oneScope, 'scopeMetrics')
      const base = { ...ofResource }
      const { name, attributes } = fieldsOf(scope, 'scope')
      if (typeof name === 'string' && name !== '') setLabel(base, 'otel.scope.name', name)
      addAttributes(base, attributes, 'otel.scope.')
      for (const oneMetric of listOf(metrics, 'metrics')) {
        const metric = fieldsOf(oneMetric, 'a metric')
        readMetric({ into, name: typeof metric['name'] === 'string' ? metric['name'] : '', base }, metric)
      }
    }
  }
  return into.reading()
}
